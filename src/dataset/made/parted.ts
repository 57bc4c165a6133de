// What data sets made on the spot have in common: one pool of samples of classes, of which each part
// takes its rows.
import { withFacts, type Dataset, type DatasetDescription } from '../dataset.js';
import { onlyInput, residentSource, type InputColumn } from '../source.js';
import { splitData, type SplitArguments, type SplitRequest } from '../split.js';

/** The share that becomes the test part where none is said. */
export const usualTestSplit = 0.2;

/** The share that becomes the test part; of a fold, whose test part is its own, what is set aside beside. */
export function testSplitOf({
  fold,
  test_split: share,
}: Pick<SplitArguments, 'fold'> & { readonly test_split: number }): number | null {
  return fold && share === usualTestSplit ? null : share;
}

/** Samples that were made, row-major, and their class numbers. */
export type MadeSamples = {
  readonly inputs: InputColumn['values'];
  readonly targets: Int32Array;
};

/** A data set that was made: its samples, and a hash of what they depend on. */
export type Made = {
  readonly name: string;
  readonly description: DatasetDescription;
  readonly samples: MadeSamples;
  readonly sha256: string;
};

/** Splits what was made into its parts. Throws a UserError where one would be empty. */
export function partedDataset(
  { name, description, samples: { inputs, targets }, sha256 }: Made,
  args: SplitRequest['arguments'] & { readonly test_split: number },
): Dataset {
  const testSplit = testSplitOf(args);
  const { name: input, shape } = onlyInput(description);
  const { targetName } = description;
  const count = targets.length;
  const source = residentSource('train', {
    count,
    inputs: [{ name: input, shape, divideBy: 1, values: inputs }],
    targets: [{ name: targetName, shape: [], scale: null, values: targets }],
    weights: null,
  });
  const rows = splitData({
    count,
    classes: targets,
    classNames: description.classNames,
    arguments: args,
    testSplit,
  });
  return withFacts({
    ...description,
    name,
    train: { source, rows: rows.train },
    validation: { source, rows: rows.validation },
    test: { source, rows: rows.test },
    sha256,
  });
}
