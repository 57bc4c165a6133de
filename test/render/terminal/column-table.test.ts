import { expect, test } from '@jest/globals';
import type { DataSummary } from '../../../src/dataset/dataset.js';
import type { ColumnFacts } from '../../../src/dataset/facts.js';
import { renderColumnTable } from '../../../src/render/terminal/column-table.js';

const screen = { width: Infinity, color: false };
const counts = { distinct: 40, missing: 0 };
const fitted = { mean: 1, deviation: 2 };

const price: ColumnFacts = {
  column: 'price',
  kind: 'number',
  ...counts,
  decimal: ',',
  thousands: '.',
  unit: '€',
  min: -0.5,
  max: 1200,
  ...fitted,
};
const town: ColumnFacts = {
  column: 'town',
  kind: 'categories',
  distinct: 7,
  missing: 0,
  categories: ['Aachen', 'Bonn', 'C', 'D', 'E', 'F'],
};
const classes: DataSummary = {
  columns: [price, town],
  targetName: 'diag',
  classes: 2,
  classNames: ['healthy', 'cancer'],
};

test('columns, what they are and hold, and the target with its positive class', () => {
  expect(renderColumnTable(classes, screen).split('\n')).toEqual(
    [
      'column  is               distinct  missing  holds',
      '──────  ───────────────  ────────  ───────  ──────────────────────────────────────────────────────────────────',
      'price   number                 40        0  -0.5 to 1200, in "€", a decimal comma, "." between thousands',
      'town    categories              7        0  Aachen, Bonn, C, D, E …',
      'diag    target, classes         2           healthy, cancer; cancer is the positive one',
    ].map((line, i) => (i === 1 ? expect.stringMatching(/^─+( {2}─+){4}$/) : line)),
  );
});

test('a target of values has its range', () => {
  const values: DataSummary = {
    columns: [town],
    targetName: 'y',
    classes: null,
    classNames: null,
    targetValues: { min: 10, max: 100, zeros: 0, whole: true, pair: [10, 100] },
  };
  expect(renderColumnTable(values, screen)).toMatch(/\ny +target, number +10 to 100$/);
});

test('the range of a target has the digits that a float32 holds', () => {
  // 135.41 and 3402.87 as float32.
  const [min, max] = [135.41000366210938, 3402.8701171875];
  const values: DataSummary = {
    columns: [town],
    targetName: 'y',
    classes: null,
    classNames: null,
    targetValues: { min, max, zeros: 0, whole: false, pair: null },
  };
  expect(renderColumnTable(values, screen)).toMatch(/ 135\.41 to 3402\.87$/);
});

test('of very many columns the first are shown, and the rest counted', () => {
  const many = Array.from({ length: 800 }, (_, i) =>
    i % 8 === 7 ? { ...town, column: `c${i}` } : { ...price, column: `p${i}` },
  );
  const lines = renderColumnTable({ ...classes, columns: many }, screen).split('\n');
  expect(lines).toHaveLength(2 + 20 + 1 + 1);
  expect(lines.at(-1)).toBe('and 780 more columns: 682 of numbers, 98 of categories');
});

test('nothing of data that is no table', () => {
  expect(renderColumnTable({ ...classes, columns: null }, screen)).toBe('');
});

test('a word with a comma is one, as a category, a class and what fills a gap', () => {
  const cellar: ColumnFacts = {
    ...town,
    missing: 3,
    categories: ['north', 'Ünïcode, cellar', 'a long one, which is cut'],
    gaps: { value: 'Ünïcode, cellar', indicator: false },
  };
  const data = { ...classes, columns: [cellar], classNames: ['no; not', 'yes, it is'] };
  const shown = renderColumnTable(data, screen);
  expect(shown).toContain(
    'north, "Ünïcode, cellar", "a long one, which is…"; missing is "Ünïcode, cellar"',
  );
  expect(shown).toContain('"no; not", "yes, it is"; "yes, it is" is the positive one');
});
