// New data with what a model should have answered: files in, a source of inputs and targets out,
// through what was fitted in training. It is held in memory, as its outputs are.
import { readIdx } from '../dataset/images/idx.js';
import { isArrayPlace } from '../dataset/arrays/new-arrays.js';
import type { ColumnFacts, InputFacts, TargetFacts } from '../dataset/facts.js';
import { residentSource, type InputColumn, type Source } from '../dataset/source.js';
import { writtenNotation } from '../dataset/table/arguments.js';
import { cellsFor, encodeInputs, inputWidth } from '../dataset/table/columns.js';
import { filledInputs } from '../dataset/table/inputs.js';
import { checkStep, unseenNotes } from '../dataset/table/new-series.js';
import { encodingOf } from '../dataset/table/new-table.js';
import type { Meaning } from '../dataset/table/meaning.js';
import {
  checkWhole,
  droppedNotes,
  inPlace,
  type UnderstoodTable,
} from '../dataset/table/fit-table.js';
import { columnOf } from '../dataset/table/kept-rows.js';
import { lookAtPictures, wishOfFitted } from '../dataset/table/look-at-pictures.js';
import { imageWanted, understood } from '../dataset/table/prepare.js';
import { checkScores } from '../dataset/table/scores.js';
import { cutIn, cutNotes } from '../dataset/table/sequence-column.js';
import { parseRows } from '../dataset/table/rows.js';
import {
  cellPlace,
  parseCsv,
  readCsv,
  type CsvRequest,
  type CsvTable,
} from '../dataset/table/table.js';
import { isCalledTable, textFilesOf } from '../dataset/table/text-files.js';
import type { TableArguments } from '../dataset/table/arguments.js';
import { wholePlan } from '../dataset/table/window-plans.js';
import { windowSource } from '../dataset/table/windows.js';
import { inputPlaces, valueFormat, valueIn } from '../dataset/table/value-table.js';
import { failure, misuse } from '../ground/errors.js';
import { productOf } from '../ground/product.js';
import type { KeptModel } from './kept.js';
import { isOwnTarget, mirroredRows, readMirrored } from './mirrored.js';
import { readLabelledArrays } from './labelled-arrays.js';
import { readLabelledPictures } from './labelled-pictures.js';
import { joinedTargetsOf, targetsOf, type LabelledFiles } from './labelled-targets.js';
import { areOfRows, arraysWanted, newFile } from './new-data.js';
import { checkKnown, type Sealable } from './unread.js';

type Kept = Pick<KeptModel, 'inputs' | 'target' | 'read'> & Sealable;
type One = Pick<KeptModel, 'target' | 'read'> & Sealable & { readonly input: InputFacts };

/**
 * Reads labelled data, and tells what a reader should know of it, a sentence each. Throws a UserError
 * that names the file, line and column.
 */
export async function readLabelled(
  kept: Kept,
  files: LabelledFiles,
  tell: (note: string) => void = () => undefined,
): Promise<Source> {
  const [input] = kept.inputs;
  const isOwn = isOwnTarget(kept.target);
  if (isOwn && !input?.columns) return readMirrored(kept, files, tell);
  if (isArrayPlace(files.data)) return readLabelledArrays(kept, files, tell);
  if (!input || !areOfRows(kept.inputs)) throw misuse(arraysWanted(kept.inputs));
  const one = { ...kept, input };
  const { kind, columns } = input;
  if (kind === 'image' && !columns) {
    return files.labels === null
      ? readLabelledPictures(one, files.data, tell)
      : readImages(one, { data: files.data, labels: files.labels }, tell);
  }
  if (files.labels !== null) throw misuse('--labels is for images: a table has its target in it');
  return columns ? readTable(kept, input, { path: files.data, tell }) : readValues(one, files.data);
}

type Told = { readonly path: string; readonly tell: (note: string) => void };

async function readTable(kept: Kept, first: InputFacts, { path, tell }: Told): Promise<Source> {
  const { target } = kept;
  const { windows } = first;
  const inputs = kept.inputs.map((input) => ({ ...input, columns: input.columns ?? [] }));
  const columns = inputs.flatMap((input) => input.columns);
  const {
    table,
    train: plain,
    targets: cells,
  } = await tableIn(kept, first, {
    path,
    tell,
    columns,
  });
  const train = await seen(plain, columns);
  const placeOf = (row: number): string => cellPlace(table.at(row), target.name);
  const { kept: rows } = train;
  const used = train.columns.map((column) => columnOf(column, rows));
  checkScores(used, columns, (row) => table.at(rows?.[row] ?? row));
  const cut = sequenceNotes(columns, used);
  [...table.notes, ...droppedNotes(train), ...unseenNotes(columns, used), ...cut].forEach(tell);
  const ownInputs = (): readonly InputColumn[] => filledInputs(table, train.columns, inputs);
  if (isOwnTarget(target)) {
    return mirroredRows(
      { count: table.count, inputs: ownInputs(), weights: train.weights },
      target,
      rows,
    );
  }
  const targets = joinedTargetsOf(
    target,
    cells.map((one) => columnOf(one, rows)),
    (row) => placeOf(rows?.[row] ?? row),
  );
  if (windows) {
    checkWhole(train);
    const encoded = encodeInputs(table, train.columns, columns);
    const values = { inputs: encoded, width: inputWidth(columns), target: targets };
    const plan = wholePlan(table, windows);
    checkStep(table.file, plan.series, windows);
    plan.notes.forEach(tell);
    return windowSource('new', plan, values);
  }
  const whole = residentSource('new', {
    count: table.count,
    inputs: ownInputs(),
    targets: [
      { ...targets, values: inPlace(targets.values, rows, table.count, productOf(targets.shape)) },
    ],
    weights: train.weights,
  });
  return rows ? residentSource('new', whole.gather(rows)) : whole;
}

// With its pictures, as those were seen that the model was trained on.
async function seen(
  table: UnderstoodTable,
  columns: readonly ColumnFacts[],
): Promise<UnderstoodTable> {
  const { tables } = await lookAtPictures([table], {
    wishFor: (name) => {
      const fit = columns.find(({ column }) => column === name);
      if (fit?.kind === 'image') return wishOfFitted(fit);
      throw new Error(`${name} was read as pictures, and the model takes none of it`);
    },
    isDecoded: true,
    stream: null,
    notify: () => undefined,
  });
  return tables[0] ?? table;
}

type Understanding = ReturnType<typeof understood> & { readonly table: CsvTable };

// The columns that the model takes, and its targets, as they mean something to it.
async function tableIn(
  kept: Kept,
  { reading, windows }: InputFacts,
  { path, tell, columns }: Told & { readonly columns: readonly ColumnFacts[] },
): Promise<Understanding> {
  const { target } = kept;
  if (!reading) throw new Error('an input of columns is read here');
  const file = newFile(path);
  const texts = isCalledTable(path) ? null : (reading.texts ?? null);
  const args = kept.read.spec.dataset.arguments as Partial<TableArguments>;
  const missing = new Set(reading.missing_values);
  const { decimal = '.', thousands = null, units = [] } = args;
  const written = writtenNotation({ decimal, thousands, units });
  const fitted = new Map(columns.map((column) => [column.column, column]));
  const names = targetColumns(target, windows !== undefined);
  const request: CsvRequest = {
    delimiter: reading.delimiter,
    encoding: encodingOf(reading),
    isFixed: true,
    target: names[0] ?? null,
    more: names.slice(1),
    columns: columns.map(({ column }) => column),
    beside: [windows?.by ?? null, windows?.time ?? null].filter((one) => one !== null),
    weight: args.sample_weight ?? null,
    cellsOf: (name) => {
      const fit = fitted.get(name);
      if (fit) return cellsFor(fit, missing);
      const isText = name === target.name && target.kind !== 'number';
      const takesLists = isText && target.kind === 'labels';
      return { as: isText ? 'text' : 'open', written, missing, takesLists };
    },
  };
  const table =
    texts === null
      ? await parseCsv(file.pieces(), file.name, request)
      : await readCsv(textFilesOf('.', path).paths, { ...request, texts });
  checkKnown(kept, [{ file: file.name, sha256: table.sha256 }], tell);
  const meant = understood(table, {
    isNumber: target.kind === 'number',
    hasLabels: target.kind === 'labels',
    missing: args.missing ?? null,
    situation: 'new',
    wantedOf: (name) => {
      const fit = fitted.get(name);
      if (fit?.kind === 'date') return { date: fit };
      if (fit?.kind === 'sequence') return { sequence: fit };
      if (fit?.kind === 'image') return imageWanted(args.missing ?? null, name);
      return fit?.kind === 'text' ? { hasGaps: true } : {};
    },
  });
  return { ...meant, table };
}

// Of windows the numbers are of one column; the input itself is none.
function targetColumns(target: TargetFacts, hasWindows: boolean): readonly string[] {
  if (isOwnTarget(target)) return [];
  const isSeveral = target.kind === 'number' && !hasWindows;
  return isSeveral ? (target.numbers ?? [target.name]) : [target.name];
}

// Of sequences that are longer than what the model takes.
function sequenceNotes(
  columns: readonly ColumnFacts[],
  used: readonly Meaning[],
): readonly string[] {
  return columns.flatMap((fit) => {
    const cells = used.find(({ name }) => name === fit.column);
    if (fit.kind !== 'sequence' || cells?.kind !== 'sequence') return [];
    return cutNotes(fit.column, fit, cutIn(cells, fit), cells.sequences.length);
  });
}

function inputOf({ name, shape, divide_by }: InputFacts): Omit<InputColumn, 'values'> {
  return { name, shape, divideBy: divide_by };
}

async function readValues({ input, target }: One, path: string): Promise<Source> {
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

async function readImages(
  one: One,
  files: { readonly data: string; readonly labels: string },
  tell: (note: string) => void,
): Promise<Source> {
  const { input, target } = one;
  const [images, labels] = [await readIdx(files.data), await readIdx(files.labels)];
  checkKnown(one, [{ file: files.data, sha256: images.sha256 }], tell);
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
