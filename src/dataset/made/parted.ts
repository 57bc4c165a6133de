// What data sets made on the spot have in common: one pool of samples of classes, of which each part
// takes its rows.
import { withFacts, type Dataset, type DatasetDescription } from '../dataset.js';
import { onlyInput, residentSource, type InputColumn } from '../source.js';
import { splitData, type SplitRequest } from '../split.js';

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
  const testSplit = args.test_split;
  const { name: input, shape } = onlyInput(description);
  const { targetName } = description;
  const count = targets.length;
  const source = residentSource('train', {
    count,
    inputs: [{ name: input, shape, divideBy: 1, values: inputs }],
    targets: [{ name: targetName, shape: [], scale: null, values: targets }],
    weights: null,
  });
  const rows = splitData({ count, classes: targets, arguments: args, testSplit });
  return withFacts({
    ...description,
    name,
    train: { source, rows: rows.train },
    validation: { source, rows: rows.validation },
    test: { source, rows: rows.test },
    sha256,
  });
}
