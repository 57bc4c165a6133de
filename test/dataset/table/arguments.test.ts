import { expect, test } from '@jest/globals';
import {
  checkArguments,
  checkUsed,
  targetOf,
  wishesOf,
  writtenNotation,
  type TableArguments,
} from '../../../src/dataset/table/arguments.js';
import { UserError } from '../../../src/ground/errors.js';

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

test('a target is a column, or a column and its scale', () => {
  expect(targetOf({ ...args, target: 'price' })).toEqual({ name: 'price', isScaled: false });
  expect(targetOf({ ...args, target: { price: { scale: 'standard' } } })).toEqual({
    name: 'price',
    isScaled: true,
  });
  expect(() => targetOf({ ...args, target: { price: { shift: 'standard' } } })).toThrow('"shift"');
  expect(() => targetOf({ ...args, target: { a: {}, b: {} } })).toThrow(UserError);
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
  [{ columns: { x: number }, exclude: ['x'] }, 'has "x" under columns and under exclude'],
  [{ exclude: ['y'] }, 'leaves out "y", which is no input anyway'],
  [{ columns: { x: number }, categorical: ['x'] }, 'gives the column "x" a type under columns'],
])('%j do not go together', (change, message) => {
  expect(() => checkArguments({ ...args, ...change }, 'y')).toThrow(message);
});

test('what goes together passes', () => {
  expect(() => checkArguments({ ...args, columns: ['x'], sample_weight: 'w' }, 'y')).not.toThrow();
});

test('of what something is said is a column of those in use', () => {
  const table = { columns: [], target: null, weights: null, file: 'a.csv' };
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
