// Which rows are for training, which for validation and which for the test: what a spec says of it in,
// row numbers out. A split depends on its own seed alone, so runs with other seeds share it and can
// be compared in pairs.
import { failure, misuse } from '../ground/errors.js';
import { streamOf } from '../ground/random.js';
import { boolean, choice, either, integer, number, settings, text } from '../words/arguments.js';
import { cutRows, groupRows, lastRows, randomRows, stratifiedRows, type CutRows } from './cuts.js';
import { holdOut, type Fold } from './folds.js';

const share = number({ above: 0, below: 1 });

/** A share of the rows, and how it is cut. */
const cutKind = settings({
  by: choice(['random', 'time', 'group', 'order']),
  column: text().nullable().default(null),
  fraction: share.default(0.2),
  stratify: boolean().default(false),
});

/** A share of the rows alone, which is cut at random, or with how it is cut. */
const shareKind = either(share, cutKind);

/** What every data set takes: how the validation part is cut from the training data. */
export const splitArguments = {
  validation_split: shareKind.default(0.2),
  split_seed: integer({ min: 0, max: 0xffffffff }).default(42),
  stratify: boolean().default(false),
};

/** The share of the rows that becomes the test part, for data that has no test file of its own. */
export const testSplitArgument = shareKind.nullable().default(null);

/** How a part is cut off, once it is checked. */
export type CutArguments = {
  readonly by: 'random' | 'time' | 'group' | 'order';
  readonly column: string | null;
  readonly fraction: number;
  readonly stratify: boolean;
};

/** A share of the rows alone, or with how it is cut. */
export type Share = number | CutArguments;

/** The checked {@link splitArguments}. */
export type SplitArguments = {
  readonly validation_split: Share;
  readonly split_seed: number;
  readonly stratify: boolean;
  /** Of a run of a cross-validation its fold, whose rows are the test part. */
  readonly fold?: Fold;
};

/** Row numbers of each part, ascending; `test` is empty where no test part was asked for. */
export type SplitRows = {
  readonly train: Int32Array;
  readonly validation: Int32Array;
  readonly test: Int32Array;
};

/** What rows are put in order by. */
export type TimeColumn = {
  /** Of every row, ascending with time. */
  readonly values: ArrayLike<number>;
  /** A row's time as it is written. */
  readonly shown: (row: number) => string;
  /** Whether values are milliseconds of dates. */
  readonly isDate: boolean;
};

/** The columns that rows are cut by, by name; each throws a UserError where there is none of it. */
export type CutColumns = {
  readonly times: (column: string) => TimeColumn;
  /** The group of every row. */
  readonly groups: (column: string) => ArrayLike<string>;
};

/**
 * What is to be split: `classes` holds the class of each of `count` rows, or null where the target
 * is a number.
 */
export type SplitRequest = {
  readonly count: number;
  readonly classes: ArrayLike<number> | null;
  /** What they are called, where that is known, for messages. */
  readonly classNames?: readonly string[] | null;
  readonly arguments: SplitArguments;
  /** The rows of the validation part, where the data says so; none is cut then. */
  readonly validation?: Int32Array;
  /** What becomes the test part, or null for none. A share alone is cut as validation is. */
  readonly testSplit: Share | null;
  /** Left out where rows have no columns. */
  readonly columns?: CutColumns;
  /**
   * Of rows of series how far along they are, which is what comes last where they are cut by: order;
   * those of one time are then on one side.
   */
  readonly order?: ArrayLike<number>;
};

/** Parts, and what is to be said of them. */
export type Split = SplitRows & { readonly notes: readonly string[] };

/** The numbers 0 … count − 1. */
export function allRows(count: number): Int32Array {
  const rows = new Int32Array(count);
  for (let row = 0; row < count; row += 1) rows[row] = row;
  return rows;
}

/** How each part is cut off; test is null where there is none. */
export function cutsOf(
  { validation_split, stratify, fold }: SplitArguments,
  testSplit: Share | null,
): { readonly validation: CutArguments; readonly test: CutArguments | null } {
  const usual = { by: 'random' as const, column: null, stratify };
  const how = (one: Share, like: Omit<CutArguments, 'fraction'>): CutArguments => {
    if (typeof one === 'number') return { ...like, fraction: one };
    return { ...one, stratify: one.stratify || stratify };
  };
  const own = how(validation_split, usual);
  const validation = fold ? how(validation_split, likeFold(fold)) : own;
  return { validation, test: testSplit === null ? null : how(testSplit, own) };
}

// What a fold keeps apart, as groups or times, a share of the rest does, too.
function likeFold({ by, column }: Fold): Omit<CutArguments, 'fraction'> {
  return by === 'stratified'
    ? { by: 'random', column: null, stratify: true }
    : { by, column, stratify: false };
}

/** The columns that a split goes by. */
export function columnsOf(args: SplitArguments, testSplit: Share | null): readonly string[] {
  const { validation, test } = cutsOf(args, testSplit);
  return [...new Set([validation, test, args.fold].flatMap((cut) => cut?.column ?? []))];
}

/**
 * Splits `count` rows: first the test part is taken, then the validation part from what is left. Of a
 * fold that test part belongs to nobody, and the fold is taken from the rest in its place.
 * Throws a UserError where a part would be empty, or what is said of it does not go together.
 */
export function splitData(request: SplitRequest): Split {
  const { count, arguments: args, testSplit } = request;
  const { validation, test } = cutsOf(args, testSplit);
  const notes: string[] = [];
  const all = request.validation ? rowsBut(request.validation, count) : allRows(count);
  const first = test && cutOff(all, test, 'test', request, notes);
  const fold = args.fold && foldOf(first?.kept ?? all, args.fold, request, notes);
  const rest = fold?.kept ?? first?.kept ?? all;
  const held = fold?.taken ?? first?.taken ?? new Int32Array(0);
  if (request.validation) {
    return { train: rest, validation: request.validation, test: held, notes };
  }
  const { kept, taken } = cutOff(rest, validation, 'validation', request, notes);
  return { train: kept, validation: taken, test: held, notes };
}

function rowsBut(given: Int32Array, count: number): Int32Array {
  const taken = new Uint8Array(count);
  for (const row of given) taken[row] = 1;
  return cutRows(allRows(count), taken).kept;
}

function foldOf(
  rows: Int32Array,
  fold: Fold,
  { classes, classNames = null, columns, order, arguments: { split_seed: seed } }: SplitRequest,
  notes: string[],
): CutRows {
  const { by, column, repeat } = fold;
  const needed = (): CutColumns => {
    if (columns && column !== null) return columns;
    throw noColumns(fold);
  };
  const times = by === 'time' ? needed().times(column ?? '') : null;
  const parts = holdOut(rows, fold, {
    key: { seed, stream: streamOf(`fold/${repeat}`) },
    classes,
    classNames,
    groups: by === 'group' ? needed().groups(column ?? '') : null,
    times: by === 'order' ? (order ?? null) : (times?.values ?? null),
    together: order !== undefined && by === 'time',
  });
  if (times && order === undefined) notes.push(...tieNotes(parts, times, 'test'));
  return parts;
}

function noColumns({ by }: Fold): Error {
  return misuse(
    `cross_validation is by: ${by}, and this data has no columns: say by: order or by: random`,
    'arguments',
    { key: 'cross_validation' },
  );
}

type Purpose = 'validation' | 'test';

function cutOff(
  rows: Int32Array,
  cut: CutArguments,
  purpose: Purpose,
  { classes, columns, order, arguments: { split_seed: seed } }: SplitRequest,
  notes: string[],
): CutRows {
  checkCut(cut, purpose, classes !== null);
  const count = takenCount(rows.length, purpose, cut.fraction);
  const key = { seed, stream: streamOf(`split/${purpose}`) };
  switch (cut.by) {
    case 'random':
      return cut.stratify && classes
        ? stratifiedRows(rows, count, key, classes)
        : randomRows(rows, count, key);
    case 'order':
      return lastRows(rows, count, order ?? null);
    case 'time': {
      const times = named(cut, purpose, columns).times(cut.column ?? '');
      const parts = lastRows(rows, count, times.values);
      // Series that are measured together are cut at one time.
      const together = order && wholeTimes(rows, parts, times.values);
      if (together) return together;
      notes.push(...tieNotes(parts, times, purpose));
      return parts;
    }
    case 'group': {
      const groups = named(cut, purpose, columns).groups(cut.column ?? '');
      const parts = groupRows(rows, count, key, groups);
      if (parts) return parts;
      throw failure(
        `${purpose}_split by ${JSON.stringify(cut.column)} needs two groups at least, and all ${rows.length} rows are of ${JSON.stringify(groups[rows[0] ?? 0])}: name another column, or split by: order`,
      );
    }
  }
}

function named(
  { by }: CutArguments,
  purpose: Purpose,
  columns: CutColumns | undefined,
): CutColumns {
  if (columns) return columns;
  throw misuse(
    `${purpose}_split is by: ${by}, and this data has no columns: say by: order or by: random`,
  );
}

function checkCut(
  { by, column, stratify }: CutArguments,
  purpose: Purpose,
  hasClasses: boolean,
): void {
  const wants = by === 'time' || by === 'group';
  if (wants && column === null) {
    throw misuse(
      `${purpose}_split is by: ${by} and names no column: add column: the one with the ${by === 'time' ? 'times' : 'groups'}`,
    );
  }
  if (!wants && column !== null) {
    throw misuse(
      `${purpose}_split is by: ${by}, which goes by no column: remove column, or say by: time or by: group`,
    );
  }
  if (stratify && by !== 'random') {
    throw misuse(
      `${purpose}_split is by: ${by}, which takes whole stretches or groups of rows: remove stratify, or say by: random`,
    );
  }
  if (stratify && !hasClasses) {
    throw failure('stratify: true needs classes, but the target is a number: remove stratify');
  }
}

// All rows of the time at which a part begins belong to it; null where that leaves none before.
function wholeTimes(
  rows: Int32Array,
  { taken }: CutRows,
  values: ArrayLike<number>,
): CutRows | null {
  const timeOf = (row: number): number => values[row] ?? 0;
  const begin = taken.reduce((least, row) => Math.min(least, timeOf(row)), Infinity);
  const parts = cutRows(
    rows,
    Uint8Array.from(rows, (row) => (timeOf(row) >= begin ? 1 : 0)),
  );
  return parts.kept.length === 0 ? null : parts;
}

// Rows of one time on both sides of a cut.
function tieNotes(
  { kept, taken }: CutRows,
  { values, shown }: TimeColumn,
  purpose: Purpose,
): readonly string[] {
  let begin = taken[0] ?? 0;
  for (const row of taken) if ((values[row] ?? 0) < (values[begin] ?? 0)) begin = row;
  const isTied = (row: number): boolean => values[row] === values[begin];
  const tied = (rows: Int32Array): number =>
    rows.reduce((sum, row) => sum + (isTied(row) ? 1 : 0), 0);
  const before = tied(kept);
  if (before === 0) return [];
  return [
    `the ${purpose} part begins at ${JSON.stringify(shown(begin))}, which ${before + tied(taken)} rows share: by their order ${before} of them ${before === 1 ? 'is' : 'are'} before it`,
  ];
}

/**
 * Throws the UserError that {@link splitData} throws where so many rows would leave a part empty.
 */
export function checkSplit(count: number, args: SplitArguments, testSplit: Share | null): void {
  const { validation, test } = cutsOf(args, testSplit);
  if (test) checkCut(test, 'test', true);
  if (args.fold && args.fold.column !== null) throw noColumns(args.fold);
  checkCut(validation, 'validation', true);
  if (validation.column !== null) named(validation, 'validation', undefined);
  const rows = test ? count - takenCount(count, 'test', test.fraction) : count;
  const rest = args.fold ? rows - Math.ceil(rows / args.fold.folds) : rows;
  takenCount(rest, 'validation', validation.fraction);
}

// ⌈n · fraction⌉ of n rows, as scikit-learn's train_test_split counts them.
function takenCount(rows: number, purpose: Purpose, fraction: number): number {
  const count = Math.ceil(rows * fraction);
  if (count >= rows) {
    throw failure(
      `${purpose}_split ${fraction} of ${rows} ${rows === 1 ? 'row' : 'rows'} takes ${count} and leaves none to train on: use more data or a smaller ${purpose}_split`,
    );
  }
  return count;
}
