// New data with what a model should have answered: files in, a source of inputs and targets out,
// through what was fitted in training. It is held in memory, as its outputs are.
import { readIdx } from '../dataset/images/idx.js';
import {
  residentSource,
  type InputColumn,
  type Source,
  type TargetColumn,
} from '../dataset/source.js';
import { writtenNotation } from '../dataset/table/arguments.js';
import { cellsFor, encodeInputs, inputWidth } from '../dataset/table/columns.js';
import { encodingOf } from '../dataset/table/new-table.js';
import type { Meaning } from '../dataset/table/meaning.js';
import { parseNumber } from '../dataset/table/numbers.js';
import { understood } from '../dataset/table/prepare.js';
import { parseRows } from '../dataset/table/rows.js';
import { cellPlace, parseCsv, shownCell } from '../dataset/table/table.js';
import type { TableArguments } from '../dataset/table/arguments.js';
import { wholePlan } from '../dataset/table/window-plans.js';
import { windowSource } from '../dataset/table/windows.js';
import { inputPlaces, valueFormat, valueIn } from '../dataset/table/value-table.js';
import { standardValue } from '../dataset/units.js';
import { failure, misuse } from '../ground/errors.js';
import type { KeptModel } from './kept.js';
import { newFile } from './new-data.js';

type Kept = Pick<KeptModel, 'input' | 'target' | 'read'>;

/** The files of new data: a table, or images with their labels. */
export type LabelledFiles = { readonly data: string; readonly labels: string | null };

/** Reads labelled data. Throws a UserError that names the file, line and column. */
export async function readLabelled(kept: Kept, files: LabelledFiles): Promise<Source> {
  const { kind, columns } = kept.input;
  if (kind === 'image') return readImages(kept, files);
  if (files.labels !== null) throw misuse('--labels is for images: a table has its target in it');
  return columns ? readTable(kept, files.data) : readValues(kept, files.data);
}

async function readTable({ input, target, read }: Kept, path: string): Promise<Source> {
  const { columns, reading } = input;
  if (!columns || !reading) throw new Error('an input of columns is read here');
  const file = newFile(path);
  const args = read.spec.dataset.arguments as Partial<TableArguments>;
  const missing = new Set(reading.missing_values);
  const { decimal = '.', thousands = null, units = [] } = args;
  const written = writtenNotation({ decimal, thousands, units });
  const fitted = new Map(columns.map((column) => [column.column, column]));
  const table = await parseCsv(file.pieces(), file.name, {
    delimiter: reading.delimiter,
    encoding: encodingOf(reading),
    target: target.name,
    columns: columns.map(({ column }) => column),
    beside: [input.windows?.by ?? null, input.windows?.time ?? null].filter((one) => one !== null),
    weight: args.sample_weight ?? null,
    cellsOf: (name) => {
      const fit = fitted.get(name);
      if (fit) return cellsFor(fit, missing);
      const isClass = name === target.name && target.kind === 'classes';
      return { as: isClass ? 'text' : 'open', written, missing };
    },
  });
  const { train, target: cells } = understood(table, {
    isNumber: target.kind === 'number',
    wantedOf: (name) => {
      const fit = fitted.get(name);
      return fit?.kind === 'date' ? { date: fit } : {};
    },
  });
  const placeOf = (row: number): string => cellPlace(table.at(row), target.name);
  const inputs = encodeInputs(table, train.columns, columns);
  if (input.windows) {
    const values = {
      inputs,
      width: inputWidth(columns),
      target: targetsOf(target, cells, placeOf),
    };
    return windowSource('new', wholePlan(table, input.windows), values);
  }
  return residentSource('new', {
    count: table.count,
    inputs: [{ ...inputOf(input), values: inputs }],
    targets: [targetsOf(target, cells, placeOf)],
    weights: train.weights,
  });
}

function inputOf({ name, shape, divide_by }: Kept['input']): Omit<InputColumn, 'values'> {
  return { name, shape, divideBy: divide_by };
}

function targetsOf(
  target: Kept['target'],
  cells: Meaning,
  placeOf: (row: number) => string,
): TargetColumn {
  const { name } = target;
  if (target.kind === 'classes') {
    const texts =
      cells.kind === 'text' ? cells.texts : cells.kind === 'number' ? cells.values.map(String) : [];
    return { name, shape: [], scale: null, values: classesOf(target.classes, texts, placeOf) };
  }
  if (cells.kind !== 'number') throw new Error('a target of numbers was not read as such');
  const { scale } = target;
  const values = Float32Array.from(cells.values, (value) => standardValue(value, scale, 0));
  return { name, shape: [], scale, values };
}

// Classes of numbers are 1, 1.0 and 01 alike.
function classesOf(
  classes: readonly string[],
  texts: readonly string[],
  placeOf: (row: number) => string,
): Int32Array {
  const numbers = new Map(classes.map((name, i) => [name, i]));
  return Int32Array.from(texts, (text, row) => {
    const found = numbers.get(text) ?? numbers.get(String(parseNumber(text)));
    if (found !== undefined) return found;
    const shown = classes.slice(0, 10).map((name) => JSON.stringify(shownCell(name)));
    throw failure(
      `${placeOf(row)} is ${JSON.stringify(shownCell(text))}, which is none of the classes that the model tells apart: ${shown.join(', ')}${classes.length > 10 ? ' …' : ''}`,
    );
  });
}

async function readValues({ input, target }: Kept, path: string): Promise<Source> {
  const file = newFile(path);
  const [size = 0] = input.shape;
  const values: number[] = [];
  const texts: string[] = [];
  const lines: number[] = [];
  let places: readonly number[] | null = null;
  let own = -1;
  await parseRows(file.pieces(), file.name, valueFormat, (cells, line, unit = 'line') => {
    if (!places) {
      places = inputPlaces(cells, file.name, { input, target: target.name });
      own = cells.indexOf(target.name);
      if (own < 0) throw failure(`${file.name} has no column ${JSON.stringify(target.name)}`);
      return;
    }
    for (const place of places) {
      values.push(
        valueIn(cells[place] ?? '', { input }, () =>
          cellPlace({ file: file.name, line, unit }, `${place + 1}`),
        ),
      );
    }
    texts.push(cells[own] ?? '');
    lines.push(line);
  });
  if (lines.length === 0) throw failure(`${file.name} has no rows: add a line a sample`);
  const placeOf = (row: number): string =>
    cellPlace({ file: file.name, line: lines[row] ?? 0 }, target.name);
  const cells: Meaning = {
    name: target.name,
    kind: 'text',
    texts,
    marks: new Set(),
    missing: 0,
  };
  return residentSource('new', {
    count: values.length / size,
    inputs: [
      {
        ...inputOf(input),
        values: input.kind === 'tokens' ? Int32Array.from(values) : Float32Array.from(values),
      },
    ],
    targets: [targetsOf(target, cells, placeOf)],
    weights: null,
  });
}

async function readImages({ input, target }: Kept, files: LabelledFiles): Promise<Source> {
  if (files.labels === null) {
    throw misuse(`--data ${files.data} holds images alone: --labels FILE names their labels`);
  }
  const [images, labels] = [await readIdx(files.data), await readIdx(files.labels)];
  const [count = 0, ...image] = images.shape.length === 3 ? [...images.shape, 1] : images.shape;
  if (image.join() !== input.shape.join()) {
    throw failure(
      `${files.data} has images of ${image.join(' × ')}, and the model takes images of ${input.shape.join(' × ')}`,
    );
  }
  if (labels.shape.join() !== String(count)) {
    throw failure(
      `${files.labels} has the shape ${labels.shape.join(' × ')}, and there are ${count} images`,
    );
  }
  const classes = target.kind === 'classes' ? target.classes.length : 0;
  const odd = labels.data.findIndex((label) => label >= classes);
  if (odd >= 0) {
    throw failure(
      `${files.labels}: label ${odd + 1} is ${labels.data[odd]}, and the model tells ${classes} classes apart`,
    );
  }
  return residentSource('new', {
    count,
    inputs: [{ ...inputOf(input), values: images.data }],
    targets: [{ name: target.name, shape: [], scale: null, values: Int32Array.from(labels.data) }],
    weights: null,
  });
}
