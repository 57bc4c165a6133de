// Values of arrays as a network takes them, and the rows of those that it cannot.
import { expect, test } from '@jest/globals';
import {
  asFloats,
  asNumbers,
  asTokens,
  isWhole,
  valuesFrom,
  type ArrayValues,
  type DataArray,
} from '../../../src/dataset/arrays/numbers.js';

const array = (values: ArrayValues, shape: readonly number[]): DataArray => ({
  label: 'f.npz:x',
  type: 'float64',
  shape,
  values,
});

test('doubles are rounded to the nearest float32', () => {
  expect(asFloats(array(Float64Array.of(0.1, 1 / 3), [2]))).toEqual(Float32Array.of(0.1, 1 / 3));
});

test.each([
  [NaN, /^f\.npz:x, row 2 is NaN, which nothing can be learned from/],
  [-Infinity, /^f\.npz:x, row 2 is -Infinity/],
  [1e39, /^f\.npz:x, row 2 is 1e\+39, more than float32 holds/],
])('%d is told with its row', (odd, message) => {
  const values = array(Float64Array.of(1, 2, 3, odd), [2, 2]);
  expect(() => asFloats(values)).toThrow(message);
  expect(() => asNumbers(values)).toThrow(message);
});

test('tokens are whole numbers from 0 to below the vocabulary', () => {
  expect(asTokens(array(BigInt64Array.of(0n, 7n), [2]), 8)).toEqual(Int32Array.of(0, 7));
  expect(() => asTokens(array(BigInt64Array.of(0n, 8n), [2]), 8)).toThrow(
    'f.npz:x, row 2 is 8, expected a token: a whole number from 0 to 7',
  );
  expect(() => asTokens(array(Float32Array.of(0.5), [1]), null)).toThrow('row 1 is 0.5');
  expect(() => asTokens(array(Int32Array.of(-1), [1]), null)).toThrow('row 1 is -1');
});

test('bytes that lie at an odd place are copied', () => {
  const bytes = new Uint8Array([9, ...new Uint8Array(Float32Array.of(1.5).buffer)]);
  expect(valuesFrom(bytes.subarray(1), 'float32')).toEqual(Float32Array.of(1.5));
});

test('which types are whole', () => {
  expect([isWhole('uint8'), isWhole('int64'), isWhole('float64')]).toEqual([true, true, false]);
});
