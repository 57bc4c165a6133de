// Whether the values that go into a model are of a size that training is at home with.
import type { Dataset } from './dataset.js';
import type { InputColumn, Source } from './source.js';

// Standard deviations from 0, where values are not standardised column by column.
const far = 10;

/** What is known of the scale of a data set's inputs and of its targets; classes have none. */
export type Scaling = { readonly inputs: boolean; readonly targets: boolean };

/** Whether all inputs are standardised, tokens, or small as they are; and targets likewise. */
export function scalingOf({ train, columns, inputs: described, classes }: Dataset): Scaling {
  const standardized = columns?.some((column) => column.kind === 'number' && column.mean !== 0);
  const { source } = train;
  const { inputs, targets } = source;
  const kinds = new Map(described.map(({ name, kind }) => [name, kind]));
  return {
    inputs: inputs.every((input, i) => {
      const kind = kinds.get(input.name);
      if (kind === 'tokens' || (kind === 'table' && standardized === true)) return true;
      return input.stored ? isSmallThroughout(source, i) : isSmall(input);
    }),
    targets: classes !== null || targets.every(({ values }) => isSmall({ values, divideBy: 1 })),
  };
}

// Rows gathered at a time where they lie in a file.
const some = 10_000;

function isSmallThroughout({ count, gather }: Source, place: number): boolean {
  for (let from = 0; from < count; from += some) {
    const rows = Int32Array.from({ length: Math.min(some, count - from) }, (_, i) => from + i);
    const input = gather(rows).inputs[place];
    if (input && !isSmall(input)) return false;
  }
  return true;
}

function isSmall({ values, divideBy }: Pick<InputColumn, 'values' | 'divideBy'>): boolean {
  for (let i = 0; i < values.length; i += 1) {
    if (Math.abs(values[i] ?? 0) > far * divideBy) return false;
  }
  return true;
}
