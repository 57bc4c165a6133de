// What is learned of a table that was read and understood: which rows are for what, what its columns
// and its target become, and what a reader should know of it.
import { failure, misuse } from '../../ground/errors.js';
import { sizeInWords } from '../../text/bytes.js';
import type { ColumnFacts, SourceFile } from '../facts.js';
import { allRows, splitData, type CutColumns, type Split, type SplitRows } from '../split.js';
import type { TargetValues } from '../target-values.js';
import { scaleAt } from '../units.js';
import { wishesOf, type TableArguments } from './arguments.js';
import { checkInputs, fitColumns, inputWidth } from './columns.js';
import { mirroredInput, ownTarget } from '../own-target.js';
import { checkInputNames, filledInputs, tableInputs } from './inputs.js';
import { gapRule } from './gaps.js';
import { amongAll, columnOf, spread } from './kept-rows.js';
import { cutColumns } from './keys.js';
import type { Meaning } from './meaning.js';
import { columnNotes } from './notes.js';
import { cellPlace } from './places.js';
import { checkNear, checkScores } from './scores.js';
import { seriesOf, type Series } from './series.js';
import { splitOf } from './splitting.js';
import { storedInputs } from './stored-inputs.js';
import type { CsvTable } from './table.js';
import {
  fitTargets,
  readTargets,
  type FittedTargets,
  type Numbers,
  type PlainTargets,
} from './table-targets.js';
import type { CsvTarget } from './target.js';
import type { ReadTable, UnderstoodTable } from './understood.js';
import { windowPlans, type WindowPlans } from './window-plans.js';

export type { ReadTable, Understood, UnderstoodTable } from './understood.js';

/** What a data set is made of. */
export type PreparedTable = {
  readonly train: UnderstoodTable;
  readonly test: UnderstoodTable | null;
  readonly targetName: string;
  readonly target: CsvTarget;
  /** The target's values in its own units, where it is a number. */
  readonly values: TargetValues;
  /** What the numbers of a target are that has several. */
  readonly several: Numbers;
  readonly rows: SplitRows;
  /** How many of the training table's files are no validation_file. */
  readonly trainingFiles: number;
  /** Given where samples are windows of series. */
  readonly windows: WindowPlans | null;
  /** Gives the values of inputs, in memory or in files. */
  readonly fill: typeof filledInputs;
  readonly fitted: readonly ColumnFacts[];
  /** Whether the input itself is the target. */
  readonly isOwn: boolean;
  readonly notes: readonly string[];
  /** What only decoding its pictures gave. */
  readonly found: readonly string[];
  /** What was read. */
  readonly sources: readonly SourceFile[];
};

/**
 * Fits a table by its training part. What is learned and said is of the rows that are used, whose
 * numbers are then those of all rows. Throws a UserError where there is nothing to learn.
 */
export function fitTable(args: TableArguments, read: ReadTable): Omit<PreparedTable, 'sources'> {
  const { training, held } = read;
  const { train } = training;
  const { table, kept } = train;
  const test = held?.test ?? null;
  const columns = train.columns.map((column) => columnOf(column, kept));
  const plain = readTargets(args, read);
  const series = args.windows && seriesOf(table, args.windows);
  if (series) [train, ...(test ? [test] : [])].forEach(checkWhole);
  const rows = splitData({
    count: kept?.length ?? table.count,
    ...classesOf(plain),
    ...splitOf(args),
    columns: keptColumns(cutColumns(table), kept),
    ...(series ? { order: series.progress } : {}),
    ...validationRows(train, read.trainingFiles),
  });
  checkWeights(train, rows);
  const targets = fitTargets(plain, rows, columns);
  checkTargets(plain, targets, train, test);
  const { target, values } = targets;
  const wishes = wishesOf(args);
  const fits = fitColumns(columns, {
    file: table.file,
    folder: read.folder,
    rows: rows.train,
    standardize: args.standardize,
    wishFor: wishes.of,
    gapsOf: (name) => gapRule(args.missing, name),
  });
  checkScores(columns, fits, placesIn(train));
  if (test) {
    const own = test.columns.map((column) => columnOf(column, test.kept));
    checkScores(own, fits, placesIn(test));
  }
  const isStreamed = streams(args, train);
  const isOwn = read.written.length === 0;
  if (isOwn) checkOwnInput(table, fits, isStreamed);
  if (!isStreamed) checkInputs(table, fits);
  checkInputNames(fits, args.windows !== null);
  const windows = plansOf(args, series, read, rows, target);
  const notes = notesOn(args, read, { columns, fits, rows, targets, windows });
  const placed = inPlaces({ table, kept }, test, targets, rows);
  const { trainingFiles, written, found } = read;
  const targetName = isOwn ? ownTarget : written.map(({ name }) => name).join(', ');
  const fill = isStreamed ? storedInputs : filledInputs;
  const fit = {
    ...placed,
    values,
    several: targets,
    windows,
    fill,
    fitted: fits,
    isOwn,
    notes,
    found,
  };
  return { train, test, targetName, trainingFiles, ...fit };
}

function checkOwnInput(
  { file }: CsvTable,
  fits: readonly ColumnFacts[],
  isStreamed: boolean,
): void {
  checkNoPictures(file, fits);
  mirroredInput(
    tableInputs(fits),
    'table',
    'leave the columns out with exclude that are inputs by themselves, or give them another type',
  );
  if (!isStreamed) return;
  throw failure(`${file} is larger than memory, and target: input needs it there: use fewer rows`);
}

function checkNoPictures(file: string, fits: readonly ColumnFacts[]): void {
  const pictures = fits.find(({ kind }) => kind === 'image');
  if (!pictures) return;
  throw misuse(
    `${file} has the column ${JSON.stringify(pictures.column)} of pictures, and target: input is for numbers of a table: put the pictures into folders, for image_folder with target: input`,
  );
}

function classesOf({
  each: [first],
}: PlainTargets): Pick<Parameters<typeof splitData>[0], 'classes' | 'classNames'> {
  return first?.classes ? { classes: first.train, classNames: first.classes } : { classes: null };
}

// What was spilled lies in a file already; windows are cut in memory.
function streams({ stream, windows }: TableArguments, { table }: UnderstoodTable): boolean {
  return windows === null && (stream ?? table.isSpilled);
}

function streamNote({ bytes, count }: CsvTable, fits: readonly ColumnFacts[]): string {
  return `${count} rows of ${inputWidth(fits)} inputs from ${sizeInWords(bytes)} are more than memory takes: they are streamed, and shuffled through blocks (stream: true)`;
}

// The rows of those files that a spec names for validation, among those that are used.
function validationRows(
  { table: { file, files, count }, kept }: UnderstoodTable,
  trainingFiles: number,
): { readonly validation?: Int32Array } {
  if (files.length === trainingFiles) return {};
  const from = files.slice(0, trainingFiles).reduce((sum, one) => sum + one.count, 0);
  const rows = kept ?? allRows(count);
  const first = rows.findIndex((row) => row >= from);
  if (first <= 0) {
    throw failure(
      `${file}: missing: drop leaves ${first < 0 ? 'no row to validate on' : 'none to train on'}: say missing: fill`,
    );
  }
  return { validation: Int32Array.from({ length: rows.length - first }, (_, i) => first + i) };
}

function plansOf(
  { windows }: TableArguments,
  series: Series | null,
  { training, held }: ReadTable,
  rows: SplitRows,
  { classes }: CsvTarget,
): WindowPlans | null {
  if (!windows || !series) return null;
  return windowPlans({
    windows,
    train: training.train.table,
    test: held?.test.table ?? null,
    series,
    rows,
    isClasses: classes !== null,
  });
}

// By the numbers of all rows.
function inPlaces(
  { table, kept }: Pick<UnderstoodTable, 'table' | 'kept'>,
  test: UnderstoodTable | null,
  { target, numbers }: FittedTargets,
  rows: SplitRows,
): Pick<PreparedTable, 'target' | 'rows'> {
  const width = numbers?.length ?? 1;
  return {
    target: {
      ...target,
      train: inPlace(target.train, kept, table.count, width),
      test: target.test && test && inPlace(target.test, test.kept, test.table.count, width),
    },
    rows: {
      train: amongAll(rows.train, kept),
      validation: amongAll(rows.validation, kept),
      test: amongAll(rows.test, kept),
    },
  };
}

// Where the rows that are used stand.
function placesIn({ table, kept }: UnderstoodTable): CsvTable['at'] {
  return (row) => table.at(kept?.[row] ?? row);
}

function checkTargets(
  { cells }: PlainTargets,
  { target: { scale } }: FittedTargets,
  train: UnderstoodTable,
  test: UnderstoodTable | null,
): void {
  for (const [i, own] of cells.entries()) {
    const standard = scaleAt(scale, i);
    for (const [meaning, table] of [[own.train, train] as const, [own.test, test] as const]) {
      if (!standard || meaning?.kind !== 'number' || !table) continue;
      const at = placesIn(table);
      checkNear(meaning, standard, (row) => cellPlace(at(row), meaning.name));
    }
  }
}

/** Throws a UserError where rows of a table are left out, of which windows are to be cut. */
export function checkWhole({ table, kept }: UnderstoodTable): void {
  if (kept === null) return;
  throw failure(
    `${table.file}: ${table.count - kept.length} of ${table.count} rows would be left out, as missing: drop says, and windows would cross the holes: say missing: fill, or where the target has no value fill it in or remove the row`,
  );
}

function keptColumns({ times, groups }: CutColumns, kept: Int32Array | null): CutColumns {
  if (kept === null) return { times, groups };
  return {
    times: (name) => {
      const { values, shown, isDate } = times(name);
      return {
        values: Float64Array.from(kept, (row) => values[row] ?? NaN),
        shown: (row) => shown(kept[row] ?? 0),
        isDate,
      };
    },
    groups: (name) => {
      const all = groups(name);
      return Array.from(kept, (row) => all[row] ?? '');
    },
  };
}

type Fitted = {
  readonly columns: readonly Meaning[];
  readonly fits: readonly ColumnFacts[];
  readonly rows: Split;
  readonly targets: FittedTargets;
  readonly windows: WindowPlans | null;
};

function notesOn(
  args: TableArguments,
  { told, training: { train }, held }: ReadTable,
  { columns, fits, rows, targets, windows }: Fitted,
): readonly string[] {
  const wishes = wishesOf(args);
  const test = held?.test ?? null;
  return [
    ...told,
    ...[train, ...(test ? [test] : [])].flatMap(droppedNotes),
    ...columnNotes({
      columns,
      fitted: fits,
      rows,
      test: test && test.columns.map((column) => columnOf(column, test.kept)),
      wishFor: wishes.of,
    }),
    ...targets.notes,
    ...rows.notes,
    ...[windows?.train, windows?.test].flatMap((plan) => plan?.notes ?? []),
    ...(test?.table.sha256 === train.table.sha256
      ? [
          'test_file holds the same bytes as file: the test score is that of rows which were trained on',
        ]
      : []),
    // What was asked for is not told.
    ...(args.stream === null && streams(args, train) ? [streamNote(train.table, fits)] : []),
  ];
}

/** Targets of kept rows in the places of all rows. */
export function inPlace(
  values: Int32Array | Float32Array,
  kept: Int32Array | null,
  count: number,
  width = 1,
): Int32Array | Float32Array {
  return values instanceof Int32Array
    ? spread(values, kept, (length) => new Int32Array(length), { count, width })
    : spread(values, kept, (length) => new Float32Array(length), { count, width });
}

/** A sentence where rows are left out. */
export function droppedNotes({
  table,
  kept,
  skipped = 0,
}: Pick<UnderstoodTable, 'table' | 'kept' | 'skipped'>): readonly string[] {
  // Of pictures that are skipped it is told with why.
  const left = kept ? table.count - kept.length - skipped : 0;
  if (left === 0) return [];
  return [
    `${left} of ${table.count} rows of ${table.file} ${left === 1 ? 'is' : 'are'} left out, as missing: drop says: a value is missing there`,
  ];
}

function checkWeights({ table, weights, kept }: UnderstoodTable, { train }: SplitRows): void {
  if (!weights || amongAll(train, kept).some((row) => weights[row] !== 0)) return;
  throw failure(
    `${table.file}: the sample_weight ${JSON.stringify(table.weights?.name)} is 0 in every training row, so that none would be learned from: mend the column, or leave sample_weight out`,
  );
}
