// Whether the values that go into a model are of a size that training is at home with.
import type { Dataset } from './dataset.js';
import type { InputColumn } from './source.js';

// Standard deviations from 0, where values are not standardised column by column.
const far = 10;

/** What is known of the scale of a data set's inputs and of its targets; classes have none. */
export type Scaling = { readonly inputs: boolean; readonly targets: boolean };

/** Whether all inputs are standardised, tokens, or small as they are; and targets likewise. */
export function scalingOf({ train, columns, inputs: described, classes }: Dataset): Scaling {
  const standardized = columns?.some((column) => column.kind === 'number' && column.mean !== 0);
  const { inputs, targets } = train.source;
  const kinds = new Map(described.map(({ name, kind }) => [name, kind]));
  return {
    inputs: inputs.every((input) => {
      const kind = kinds.get(input.name);
      return kind === 'tokens' || (kind === 'table' && standardized === true) || isSmall(input);
    }),
    targets: classes !== null || targets.every(({ values }) => isSmall({ values, divideBy: 1 })),
  };
}

function isSmall({ values, divideBy }: Pick<InputColumn, 'values' | 'divideBy'>): boolean {
  for (let i = 0; i < values.length; i += 1) {
    if (Math.abs(values[i] ?? 0) > far * divideBy) return false;
  }
  return true;
}
