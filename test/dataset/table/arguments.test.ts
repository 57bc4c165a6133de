import { expect, test } from '@jest/globals';
import {
  checkArguments,
  checkCategorical,
  targetOf,
  writtenNotation,
  type TableArguments,
} from '../../../src/dataset/table/arguments.js';
import { UserError } from '../../../src/ground/errors.js';

const args: TableArguments = {
  file: 'a.csv',
  target: 'y',
  test_file: null,
  test_split: null,
  columns: null,
  categorical: [],
  target_type: 'auto',
  positive: null,
  sample_weight: null,
  standardize: true,
  delimiter: ',',
  encoding: 'utf-8',
  decimal: '.',
  thousands: null,
  units: [],
  missing_values: [],
  validation_split: 0.2,
  split_seed: 42,
  stratify: false,
};

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
])('%j do not go together', (change, message) => {
  expect(() => checkArguments({ ...args, ...change }, 'y')).toThrow(message);
});

test('what goes together passes', () => {
  expect(() => checkArguments({ ...args, columns: ['x'], sample_weight: 'w' }, 'y')).not.toThrow();
});

test('what is categorical is a column of those in use', () => {
  const table = { columns: [], file: 'a.csv' };
  expect(() => checkCategorical([], table)).not.toThrow();
  expect(() => checkCategorical(['x'], table)).toThrow(
    '"x" is listed under categorical, but is not a column used from a.csv',
  );
});
