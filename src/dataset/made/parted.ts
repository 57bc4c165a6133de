// What data sets made on the spot have in common: one pool of samples of classes, of which each part
// takes its rows.
import { withFacts, type Dataset, type DatasetDescription, type Samples } from '../dataset.js';
import { splitData, type SplitRequest } from '../split.js';

/** A data set that was made: its samples, their class numbers, and a hash of what they depend on. */
export type Made = {
  readonly name: string;
  readonly description: DatasetDescription;
  readonly samples: Samples;
  readonly classes: NonNullable<SplitRequest['classes']>;
  readonly sha256: string;
};

/** Splits what was made into its parts. Throws a UserError where one would be empty. */
export function partedDataset(
  { name, description, samples, classes, sha256 }: Made,
  args: SplitRequest['arguments'] & { readonly test_split: number },
): Dataset {
  const testSplit = args.test_split;
  const rows = splitData({ count: samples.count, classes, arguments: args, testSplit });
  return withFacts({
    ...description,
    name,
    train: { samples, rows: rows.train },
    validation: { samples, rows: rows.validation },
    test: { samples, rows: rows.test },
    divideBy: 1,
    sha256,
  });
}
