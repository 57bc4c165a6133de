// A table read, understood and fitted: the spec's arguments come in, and everything that a data set
// is made of comes out, but for its inputs.
import { basename } from 'node:path';
import { failure } from '../../ground/errors.js';
import { counted } from '../../text/wrap.js';
import { dataPath } from '../content.js';
import type { LoadContext } from '../dataset.js';
import type { ColumnFacts } from '../facts.js';
import { splitData, type SplitRows } from '../split.js';
import {
  checkArguments,
  checkUsed,
  targetOf,
  wishesOf,
  writtenNotation,
  type TableArguments,
} from './arguments.js';
import type { WantedCells } from './cells.js';
import { checkInputs, fitColumns } from './columns.js';
import { filesOf, type FoundFiles } from './files.js';
import { cutColumns } from './keys.js';
import { meaningsOf, type Meaning, type WantedMeaning } from './meaning.js';
import { columnNotes } from './notes.js';
import { seriesOf } from './series.js';
import { besideColumns, splitOf } from './splitting.js';
import { windowPlans, type WindowPlans } from './window-plans.js';
import { cellPlace, readCsv, type CsvTable } from './table.js';
import { readTarget, standardized, type CsvTarget, type TargetCells } from './target.js';
import { targetNotes } from './target-notes.js';
import { targetValues, type TargetValues } from '../target-values.js';

/** A file of the data set, understood: its columns of inputs, and its weights. */
export type UnderstoodTable = {
  readonly table: CsvTable;
  readonly columns: readonly Meaning[];
  readonly weights: Float32Array | null;
};

/** What a data set is made of. */
export type PreparedTable = {
  readonly train: UnderstoodTable;
  readonly test: UnderstoodTable | null;
  readonly targetName: string;
  readonly target: CsvTarget;
  /** The target's values in its own units, where it is a number. */
  readonly values: TargetValues;
  readonly rows: SplitRows;
  /** How many of the training table's files are no validation_file. */
  readonly trainingFiles: number;
  /** Given where samples are windows of series. */
  readonly windows: WindowPlans | null;
  readonly fitted: readonly ColumnFacts[];
  readonly notes: readonly string[];
};

/**
 * Reads and fits a table. Throws a UserError where its arguments do not go together, and where its
 * files are unfit.
 */
export async function prepareTable(
  args: TableArguments,
  { folder, notify, targets }: LoadContext,
): Promise<PreparedTable> {
  const { name: targetName, isScaled } = targetOf(args);
  checkArguments(args, targetName);
  const { training, held, trainingFiles, told } = await readFiles(args, folder, notify);
  const { train } = training;
  const cells: TargetCells = {
    file: train.table.file,
    train: training.target,
    test: held?.target ?? null,
    type: args.target_type,
    wanted: targets,
    positive: args.positive,
  };
  const read = readTarget(cells);
  const series = args.windows && seriesOf(train.table, args.windows);
  const rows = splitData({
    count: train.table.count,
    classes: read.classes && read.train,
    ...splitOf(args),
    columns: cutColumns(train.table),
    ...(series ? { order: series.progress } : {}),
    ...validationRows(train.table, trainingFiles),
  });
  checkWeights(train, rows);
  const target = isScaled ? standardized(read, cells, rows.train) : read;
  const values = targetValues(
    [read.train, read.test].filter((part) => part instanceof Float32Array),
  );
  const { columns, table } = train;
  const wishes = wishesOf(args);
  const fitted = fitColumns(columns, {
    file: table.file,
    rows: rows.train,
    standardize: args.standardize,
    wishFor: wishes.of,
    gapsOf: () => 'refuse',
  });
  checkInputs(table, fitted);
  const test = held?.test ?? null;
  const windows =
    series && args.windows
      ? windowPlans({
          windows: args.windows,
          train: table,
          test: test?.table ?? null,
          series,
          rows,
          isClasses: target.classes !== null,
        })
      : null;
  const fit = { target, values, rows, windows, fitted };
  const prepared = { train, test, targetName, trainingFiles, ...fit };
  const split = [...rows.notes, ...windowNotes(windows)];
  return { ...prepared, notes: [...told, ...notesOn(prepared, training.target, args, split)] };
}

function windowNotes(windows: WindowPlans | null): readonly string[] {
  return [windows?.train, windows?.test].flatMap((plan) => plan?.notes ?? []);
}

function notesOn(
  {
    train: { columns, table },
    test,
    targetName,
    target,
    rows,
    fitted,
  }: Omit<PreparedTable, 'notes'>,
  cells: Meaning,
  args: TableArguments,
  split: readonly string[],
): readonly string[] {
  const wishes = wishesOf(args);
  // Of windows the target's own past is an input.
  const others = columns.filter(({ name }) => name !== targetName);
  return [
    ...columnNotes({
      columns,
      fitted,
      rows,
      test: test?.columns ?? null,
      isWritten: (name) => wishes.of(name)?.type === 'category',
    }),
    ...targetNotes({ cells, target, rows, columns: others }),
    ...split,
    ...(test?.table.sha256 === table.sha256
      ? [
          'test_file holds the same bytes as file: the test score is that of rows which were trained on',
        ]
      : []),
  ];
}

type ReadFiles = {
  readonly training: Understood & { readonly train: UnderstoodTable };
  readonly trainingFiles: number;
  readonly held: (Understood & { readonly test: UnderstoodTable }) | null;
  /** What is to be told of the files themselves. */
  readonly told: readonly string[];
};

async function readFiles(
  args: TableArguments,
  folder: string,
  notify: LoadContext['notify'],
): Promise<ReadFiles> {
  const files = filesOf(folder, args.file);
  const validating =
    args.validation_file === null
      ? { paths: [], notes: [] }
      : filesOf(folder, args.validation_file);
  const testFiles = args.test_file === null ? null : filesOf(folder, args.test_file);
  const seen = ({ paths }: FoundFiles): readonly string[] =>
    paths.map((path) => dataPath(folder, path));
  const [first = '', ...others] = files.paths;
  notify(`reading ${others.length > 0 ? counted(files.paths.length, 'file') : basename(first)}`);
  // One table, so that columns mean the same in both.
  const training = await readTraining(args, [...seen(files), ...seen(validating)]);
  const held = testFiles && (await readTest(args, seen(testFiles), training));
  const told = [files, validating, testFiles, training.train.table, held?.test.table].flatMap(
    (one) => one?.notes ?? [],
  );
  return { training, held, trainingFiles: files.paths.length, told };
}

// The rows of those files that a spec names for validation.
function validationRows(
  { files, count }: CsvTable,
  trainingFiles: number,
): { readonly validation?: Int32Array } {
  if (files.length === trainingFiles) return {};
  const from = files.slice(0, trainingFiles).reduce((sum, file) => sum + file.count, 0);
  return { validation: Int32Array.from({ length: count - from }, (_, i) => from + i) };
}

/** The target's column, understood. */
export type Understood = { readonly target: Meaning };

async function readTraining(
  args: TableArguments,
  paths: readonly string[],
): Promise<Understood & { readonly train: UnderstoodTable }> {
  const { target_type, sample_weight: weight } = args;
  const { name: target } = targetOf(args);
  const wishes = wishesOf(args);
  const isText = (name: string): boolean => {
    const wish = wishes.of(name);
    if (wish) return wish.type !== 'number';
    return name === target && target_type === 'classes';
  };
  const missing = new Set(args.missing_values);
  const written = writtenNotation(args);
  const table = await readCsv(paths, {
    ...args,
    target,
    columns: wishes.only,
    weight,
    targetGoesIn: args.windows !== null,
    beside: besideColumns(args),
    cellsOf: (name): WantedCells => ({ as: isText(name) ? 'text' : 'open', written, missing }),
  });
  checkUsed(wishes, table);
  return understood(table, {
    isNumber: target_type === 'number',
    wantedOf: (name) => {
      const wish = wishes.of(name);
      return {
        isNumber: wish?.type === 'number',
        ...(wish?.type === 'date' ? { date: wish } : {}),
      };
    },
  });
}

// What a column means is settled by the training file; the test file has to follow.
async function readTest(
  args: TableArguments,
  paths: readonly string[],
  { train, target }: Understood & { readonly train: UnderstoodTable },
): Promise<Understood & { readonly test: UnderstoodTable }> {
  const missing = new Set(args.missing_values);
  const meanings = new Map([...train.columns, target].map((one) => [one.name, one]));
  const table = await readCsv(paths, {
    ...args,
    target: target.name,
    columns: train.columns.map(({ name }) => name),
    exclude: [],
    weight: args.sample_weight,
    beside: [args.windows?.by ?? null, args.windows?.time ?? null].filter((name) => name !== null),
    cellsOf: (name): WantedCells => {
      const meaning = meanings.get(name);
      if (!meaning) return { as: 'open', written: writtenNotation(args), missing };
      return {
        as: meaning.kind === 'number' ? meaning.notation : 'text',
        written: null,
        missing,
      };
    },
  });
  const { train: test, target: held } = understood(table, {
    isNumber: false,
    wantedOf: (name) => {
      const meaning = meanings.get(name);
      return meaning?.kind === 'date' ? { date: meaning } : {};
    },
  });
  return { test, target: held };
}

/** What is known of the columns of a table before they are understood. */
export type Expected = {
  /** Whether the target has to be a number. */
  readonly isNumber: boolean;
  /** What a column has to be. */
  readonly wantedOf: (column: string) => Omit<WantedMeaning, 'column' | 'purpose'>;
};

/** What the columns of a table mean, its target and its weights among them. Throws a UserError as {@link meaningsOf} does. */
export function understood(
  table: CsvTable,
  { isNumber, wantedOf }: Expected,
): Understood & { readonly train: UnderstoodTable } {
  const { columns, target, weights } = table;
  const meanings = meaningsOf(table, [
    ...columns.map((column) => ({
      column,
      purpose: 'input' as const,
      ...wantedOf(column.name),
    })),
    ...(target ? [{ column: target, purpose: 'target' as const, isNumber }] : []),
    ...(weights ? [{ column: weights, purpose: 'weight' as const, isNumber: true }] : []),
  ]);
  const meant = meanings[columns.length];
  if (!meant) throw new Error('a table was read without its target');
  return {
    train: {
      table,
      columns: meanings.slice(0, columns.length),
      weights: weights && weightsIn(table, meanings.at(-1)),
    },
    target: meant,
  };
}

function checkWeights({ table, weights }: UnderstoodTable, { train }: SplitRows): void {
  if (!weights || train.some((row) => weights[row] !== 0)) return;
  throw failure(
    `${table.file}: the sample_weight ${JSON.stringify(table.weights?.name)} is 0 in every training row, so that none would be learned from: mend the column, or leave sample_weight out`,
  );
}

function weightsIn({ at }: CsvTable, weights: Meaning | undefined): Float32Array {
  if (weights?.kind !== 'number') throw new Error('weights were not read as numbers');
  const odd = weights.values.findIndex((value) => !(value >= 0));
  if (odd < 0) return Float32Array.from(weights.values);
  throw failure(
    `${cellPlace(at(odd), weights.name)} is ${weights.values[odd]}, expected a weight of at least 0: mend the cell`,
  );
}
