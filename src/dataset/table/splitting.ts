// How the rows of a table are split: its arguments in, what splitting takes out.
import { misuse } from '../../ground/errors.js';
import { defaultOf } from '../../words/check.js';
import type { Fold } from '../folds.js';
import { columnsOf, splitArguments, type Share, type SplitArguments } from '../split.js';
import type { TableArguments } from './arguments.js';
import type { WindowArguments } from './series.js';
import { windowShare } from './windows.js';

/** The share that becomes the test part where neither a test file nor a share is given. */
const usualTestSplit = 0.2;

/**
 * How a table is split: what its arguments say; of windows a share alone is the last rows. Throws a misuse
 * where windows would be drawn at random.
 */
export function splitOf(args: TableArguments): {
  readonly arguments: SplitArguments;
  readonly testSplit: Share | null;
} {
  const { windows, validation_file, test_file, test_split } = args;
  if (
    validation_file !== null &&
    args.validation_split !== defaultOf(splitArguments.validation_split)
  ) {
    throw misuse('dataset table has validation_file and validation_split: give one of them');
  }
  // Of a cross-validation nothing is set aside but what was said to be.
  const testSplit =
    test_file !== null
      ? null
      : test_split === null && args.fold
        ? null
        : (test_split ?? usualTestSplit);
  if (!windows) return { arguments: args, testSplit };
  if (args.sample_weight !== null) {
    throw misuse('dataset table has windows and sample_weight: a window has no weight, remove it');
  }
  const fold = args.fold && windowFold(args.fold, windows);
  const { validation_split: said } = args;
  // A share alone is cut as the folds are.
  const validation_split =
    fold && typeof said === 'number' ? said : windowShare(said, windows, 'validation_split');
  return {
    arguments: { ...args, validation_split, ...(fold ? { fold } : {}) },
    testSplit:
      typeof testSplit === 'number' || testSplit === null
        ? testSplit
        : windowShare(testSplit, windows, 'test_split'),
  };
}

// Where rows have a time they have it for the folds, too.
function windowFold(fold: Fold, { time }: WindowArguments): Fold {
  return fold.by === 'time' ? { ...fold, column: fold.column ?? time } : fold;
}

/** The columns that rows are split by and put in order by. */
export function besideColumns(args: TableArguments): readonly string[] {
  const { arguments: split, testSplit } = splitOf(args);
  const { by = null, time = null } = args.windows ?? {};
  const names = [...columnsOf(split, testSplit), by, time];
  return [...new Set(names.filter((name) => name !== null))];
}
