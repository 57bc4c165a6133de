import { expect, test } from '@jest/globals';
import {
  checkArguments,
  checkUsed,
  targetsOf,
  wishesOf,
  writtenNotation,
  type TableArguments,
} from '../../../src/dataset/table/arguments.js';

const args: TableArguments = {
  file: 'a.csv',
  target: 'y',
  validation_file: null,
  test_file: null,
  test_split: null,
  columns: null,
  exclude: [],
  categorical: [],
  target_type: 'auto',
  positive: null,
  sample_weight: null,
  texts: null,
  windows: null,
  stream: null,
  standardize: true,
  delimiter: ',',
  encoding: 'utf-8',
  decimal: '.',
  thousands: null,
  units: [],
  missing_values: [],
  missing: null,
  validation_split: 0.2,
  split_seed: 42,
  stratify: false,
};

const number = { name: 'number', arguments: {}, key: 'type' } as const;

const said = { scale: null, type: null, separator: null };
const plain = { isScaled: false, labels: null };

test('a target is a column, several of them, or columns and what is said of each', () => {
  expect(targetsOf({ ...args, target: 'price' })).toEqual([{ name: 'price', ...plain }]);
  expect(targetsOf({ ...args, target: ['a', 'b'] })).toEqual([
    { name: 'a', ...plain },
    { name: 'b', ...plain },
  ]);
  const scaled = { ...said, scale: 'standard' } as const;
  expect(targetsOf({ ...args, target: { a: scaled, b: said } })).toEqual([
    { name: 'a', isScaled: true, labels: null },
    { name: 'b', ...plain },
  ]);
  const labels = { ...said, type: 'labels', separator: ';' } as const;
  expect(targetsOf({ ...args, target: { tags: labels } })).toEqual([
    { name: 'tags', isScaled: false, labels: { separator: ';' } },
  ]);
});

const labels = { ...said, type: 'labels' } as const;
const windows = { length: 3, horizon: 1, stride: 1, by: null, time: null, gaps: 'split' } as const;

test.each<[Partial<TableArguments>, string]>([
  [{ target: ['a', 'a'] }, 'and got "a" twice'],
  [{ target: {} }, 'takes as its target the name of a column, a list of some'],
  [{ target: ['a', 'b'], windows }, 'has windows and several targets'],
  [{ target: ['a', 'b'], target_type: 'classes' }, 'remove target_type: classes, or name one'],
  [{ target: { a: labels, b: said } }, 'labels as its target, which cannot have other targets'],
  [{ target: { a: { ...labels, scale: 'standard' } } }, 'which cannot have scale: remove one'],
  [{ target: { a: labels }, windows }, 'which cannot have windows: remove one'],
  [{ target: { a: labels }, target_type: 'classes' }, 'which cannot have target_type'],
  [{ target: { a: labels }, positive: 'x' }, 'which cannot have positive'],
  [{ target: { a: { ...said, separator: ';' } } }, 'a separator for its target: say type: labels'],
])('%j is no target', (change, message) => {
  expect(() => targetsOf({ ...args, ...change })).toThrow(message);
});

test('numbers are written plainly where nothing else is said', () => {
  expect(writtenNotation(args)).toBeNull();
  expect(writtenNotation({ ...args, decimal: ',', units: ['kg'] })).toEqual({
    decimal: ',',
    thousands: null,
    units: ['kg'],
  });
});

test.each<[Partial<TableArguments>, string]>([
  [{ test_file: 'b.csv', test_split: 0.2 }, 'has test_file and test_split: give one of them'],
  [{ thousands: '.' }, 'has "." as decimal and as thousands'],
  [{ sample_weight: 'y' }, 'has "y" as its target and as its sample_weight'],
  [{ sample_weight: 'w', columns: ['w'] }, 'lists its sample_weight "w" under columns'],
  [{ columns: ['x', 'y'] }, 'lists its target "y" under columns'],
  [{ categorical: ['y'] }, 'lists its target "y" under categorical'],
  [{ columns: ['x', 'z', 'x'] }, 'lists the column "x" twice under columns'],
  [{ columns: { y: number } }, 'lists its target "y" under columns'],
  [
    { columns: { x: number }, exclude: ['x'] },
    'has "x" under columns and under exclude: remove one of them; what stands under columns of a spec that this one extends goes with columns: {"x": null}, beside exclude',
  ],
  [{ exclude: ['y'] }, 'leaves out "y", which is no input anyway'],
  [{ columns: { x: number }, categorical: ['x'] }, 'gives the column "x" a type under columns'],
])('%j do not go together', (change, message) => {
  expect(() => checkArguments({ ...args, ...change }, ['y'])).toThrow(message);
});

test('what goes together passes', () => {
  expect(() =>
    checkArguments({ ...args, columns: ['x'], sample_weight: 'w' }, ['y']),
  ).not.toThrow();
});

test('of what something is said is a column of those in use', () => {
  const table = { columns: [], target: null, more: [], weights: null, file: 'a.csv' };
  expect(() => checkUsed(wishesOf(args), table)).not.toThrow();
  expect(() => checkUsed(wishesOf({ ...args, categorical: ['x'] }), table)).toThrow(
    '"x" is listed under categorical, but is not a column used from a.csv',
  );
  expect(() => checkUsed(wishesOf({ ...args, columns: { x: number } }), table)).toThrow(
    '"x" is listed under columns, but is not a column used from a.csv',
  );
});

test('a list of columns takes those alone, a mapping gives types to some', () => {
  const listed = wishesOf({ columns: ['a', 'b'], categorical: ['b'], missing: null });
  expect([listed.only, listed.of('a'), listed.of('b')]).toEqual([
    ['a', 'b'],
    null,
    { type: 'category', min_count: 1, encode: 'one_hot' },
  ]);
  const typed = wishesOf({ columns: { a: number }, categorical: [], missing: null });
  expect([typed.only, typed.of('a'), typed.of('b')]).toEqual([null, { type: 'number' }, null]);
});
