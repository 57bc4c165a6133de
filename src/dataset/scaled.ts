// Whether the values that go into a model are of a size that training is at home with.
import type { Dataset } from './dataset.js';

// Standard deviations from 0, where values are not standardised column by column.
const far = 10;

/** What is known of the scale of a data set's inputs and of its targets; classes have none. */
export type Scaling = { readonly inputs: boolean; readonly targets: boolean };

/** Whether inputs are standardised, tokens, or small as they are; and targets likewise. */
export function scalingOf({ train, columns, divideBy, inputKind, classes }: Dataset): Scaling {
  const standardized = columns?.some((column) => column.kind === 'number' && column.mean !== 0);
  const { inputs, targets } = train.samples;
  return {
    inputs: inputKind === 'tokens' || standardized === true || isSmall(inputs, divideBy),
    targets: classes !== null || isSmall(targets, 1),
  };
}

function isSmall(values: ArrayLike<number>, divideBy: number): boolean {
  for (let i = 0; i < values.length; i += 1) {
    if (Math.abs(values[i] ?? 0) > far * divideBy) return false;
  }
  return true;
}
