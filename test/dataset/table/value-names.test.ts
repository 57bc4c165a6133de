import { expect, test } from '@jest/globals';
import type { ColumnFacts } from '../../../src/dataset/facts.js';
import { inputWidth } from '../../../src/dataset/table/columns.js';
import { valueNames } from '../../../src/dataset/table/value-names.js';

const seen = { distinct: 2, missing: 1 };
const plain = { decimal: '.', thousands: null, unit: null, min: 0, max: 9 } as const;
const area: ColumnFacts = {
  ...seen,
  column: 'area',
  kind: 'number',
  ...plain,
  mean: 5,
  deviation: 2,
  gaps: { value: 4, indicator: true },
};
const kind: ColumnFacts = {
  ...seen,
  column: 'kind',
  kind: 'categories',
  categories: ['a', 'b'],
  rare: 2,
  gaps: { value: null, indicator: true },
};
const built: ColumnFacts = {
  ...seen,
  column: 'built',
  kind: 'date',
  format: null,
  first: '2020-01-01',
  last: '2021-01-01',
  parts: [
    { part: 'year', mean: 2020, deviation: 0 },
    { part: 'month', mean: 6, deviation: 3 },
  ],
};

test('each number of a row has a name, and the units of its column', () => {
  const { names, scale } = valueNames([area, kind, built]);
  expect(names).toEqual([
    'area',
    'area (missing)',
    'kind=a',
    'kind=b',
    'kind=(rare)',
    'kind (missing)',
    'built (year)',
    'built (month)',
  ]);
  expect(names).toHaveLength(inputWidth([area, kind, built]));
  // What is constant gives 0, which is its mean.
  expect(scale).toEqual([
    { mean: 5, deviation: 2 },
    ...new Array<null>(5).fill(null),
    { mean: 2020, deviation: 1 },
    { mean: 6, deviation: 3 },
  ]);
  expect(valueNames([kind]).scale).toBeNull();
});
