// Which rows are for training, which for validation and which for the test: row numbers in, row
// numbers out. A split depends on its own seed alone, so runs with other seeds share it and can be
// compared in pairs.
import { failure } from '../ground/errors.js';
import { randomPermutation, streamOf } from '../ground/random.js';
import { boolean, integer, number } from '../words/arguments.js';

/** What every data set takes: how the validation part is cut from the training data. */
export const splitArguments = {
  validation_split: number({ above: 0, below: 1 }).default(0.2),
  split_seed: integer({ min: 0, max: 0xffffffff }).default(42),
  stratify: boolean().default(false),
};

/** The share of the rows that becomes the test part, for data that has no test file of its own. */
export const testSplitArgument = number({ above: 0, below: 1 }).nullable().default(null);

/** The checked {@link splitArguments}. */
export type SplitArguments = {
  readonly validation_split: number;
  readonly split_seed: number;
  readonly stratify: boolean;
};

/** Row numbers of each part, ascending; `test` is empty where no test part was asked for. */
export type SplitRows = {
  readonly train: Int32Array;
  readonly validation: Int32Array;
  readonly test: Int32Array;
};

/**
 * What is to be split: `classes` holds the class of each of `count` rows, or null where the target
 * is a number.
 */
export type SplitRequest = {
  readonly count: number;
  readonly classes: ArrayLike<number> | null;
  readonly arguments: SplitArguments;
  /** Share of the rows for the test part, or null for none. */
  readonly testSplit: number | null;
};

/** The numbers 0 … count − 1. */
export function allRows(count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, row) => row);
}

/**
 * Splits `count` rows: first the test part is taken, then the validation part from what is left.
 * Throws a UserError where a part would be empty.
 */
export function splitData({ count, classes, arguments: args, testSplit }: SplitRequest): SplitRows {
  const { split_seed: seed, validation_split: fraction } = args;
  const strata = args.stratify ? classes : null;
  if (args.stratify && !classes) {
    throw failure('stratify: true needs classes, but the target is a number: remove stratify');
  }
  const first =
    testSplit === null
      ? null
      : splitRows({
          rows: allRows(count),
          purpose: 'test',
          fraction: testSplit,
          seed,
          classes: strata,
        });
  const rest = first ? first.kept : allRows(count);
  const { kept, taken } = splitRows({
    rows: rest,
    purpose: 'validation',
    fraction,
    seed,
    classes: strata,
  });
  return { train: kept, validation: taken, test: first ? first.taken : new Int32Array(0) };
}

/**
 * Throws the UserError that {@link splitData} throws where so many rows would leave a part empty.
 */
export function checkSplit(
  count: number,
  { validation_split: fraction }: SplitArguments,
  testSplit: number | null,
): void {
  const rest =
    testSplit === null
      ? count
      : count - takenCount(count, { purpose: 'test', fraction: testSplit });
  takenCount(rest, { purpose: 'validation', fraction });
}

/** One cut: `fraction` of `rows` (ascending) is taken for a purpose. */
export type Cut = {
  readonly rows: Int32Array;
  readonly purpose: 'validation' | 'test';
  readonly fraction: number;
  readonly seed: number;
  /** The class of every row number; given, each class gives its share. */
  readonly classes: ArrayLike<number> | null;
};

/**
 * Takes ⌈n · fraction⌉ of n rows, as scikit-learn's train_test_split counts them, at random by
 * `seed`; both parts ascend. With classes, each gives its share of them, rounded by the largest
 * remainder (lower class first).
 */
export function splitRows({ rows, purpose, fraction, seed, classes }: Cut): {
  kept: Int32Array;
  taken: Int32Array;
} {
  const count = takenCount(rows.length, { purpose, fraction });
  const order = randomPermutation({ seed, stream: streamOf(`split/${purpose}`) }, rows.length);
  const taken = classes ? takeByClass(rows, order, count, classes) : takeFirst(order, count);
  return { kept: rows.filter((_, i) => !taken[i]), taken: rows.filter((_, i) => taken[i]) };
}

function takenCount(
  rows: number,
  { purpose, fraction }: Pick<Cut, 'purpose' | 'fraction'>,
): number {
  const count = Math.ceil(rows * fraction);
  if (count >= rows) {
    throw failure(
      `${purpose}_split ${fraction} of ${rows} ${rows === 1 ? 'row' : 'rows'} takes ${count} and leaves none to train on: use more data or a smaller ${purpose}_split`,
    );
  }
  return count;
}

function takeFirst(order: Int32Array, count: number): Uint8Array {
  const taken = new Uint8Array(order.length);
  for (const index of order.subarray(0, count)) taken[index] = 1;
  return taken;
}

function takeByClass(
  rows: Int32Array,
  order: Int32Array,
  count: number,
  classes: ArrayLike<number>,
): Uint8Array {
  const wanted = sharesByClass(rows, count, classes);
  const taken = new Uint8Array(rows.length);
  for (const index of order) {
    const stratum = classes[rows[index] ?? 0] ?? 0;
    const left = wanted.get(stratum) ?? 0;
    if (left > 0) taken[index] = 1;
    wanted.set(stratum, left - 1);
  }
  return taken;
}

// How many rows each class gives so that they are `count` together: the largest remainders are
// rounded up.
function sharesByClass(
  rows: Int32Array,
  count: number,
  classes: ArrayLike<number>,
): Map<number, number> {
  const sizes = new Map<number, number>();
  for (const row of rows) sizes.set(classes[row] ?? 0, (sizes.get(classes[row] ?? 0) ?? 0) + 1);
  const shares = [...sizes].map(([stratum, size]) => ({
    stratum,
    whole: Math.floor((size * count) / rows.length),
    rest: (size * count) % rows.length,
  }));
  let missing = count - shares.reduce((sum, { whole }) => sum + whole, 0);
  shares.sort((a, b) => b.rest - a.rest || a.stratum - b.stratum);
  return new Map(shares.map(({ stratum, whole }) => [stratum, whole + (missing-- > 0 ? 1 : 0)]));
}
