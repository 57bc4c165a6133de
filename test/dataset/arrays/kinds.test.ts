// What an array is to a network.
import { describe, expect, test } from '@jest/globals';
import {
  inputValues,
  kindOf,
  sampleShape,
  vocabularyOf,
} from '../../../src/dataset/arrays/kinds.js';
import type { ArrayValues, DataArray, ElementType } from '../../../src/dataset/arrays/numbers.js';
import { refusal } from '../fixtures.js';

const array = (
  type: ElementType,
  shape: readonly number[],
  values: ArrayValues = new Uint8Array(),
): DataArray => ({
  label: 'x.npy',
  type,
  shape,
  values,
});
const written = (kind: string): string => `kind: ${kind}`;

test.each([
  ['float32', [9, 4], 'values'],
  ['float64', [9, 4, 4, 3], 'values'],
  ['bool', [9, 4], 'values'],
  ['uint8', [9, 8, 8], 'image'],
  ['uint8', [9, 8, 8, 3], 'image'],
] as const)('%s of %j are %s', (type, shape, kind) => {
  expect(kindOf(array(type, shape), null, written)).toBe(kind);
});

test.each([
  ['int64', [9, 60]],
  ['uint8', [9, 4]],
  ['int32', [9]],
] as const)('of %s of %j nobody knows but the spec', async (type, shape) => {
  expect(await refusal(() => kindOf(array(type, shape), null, written))).toEqual({
    message: `x.npy holds whole numbers (${type}), which may be amounts or tokens: say kind: values or kind: tokens`,
    exitCode: 2,
  });
  expect(kindOf(array(type, shape), 'tokens', written)).toBe('tokens');
});

describe('the shape of a sample', () => {
  test.each([
    ['values', 'float32', [9], [1]],
    ['values', 'float32', [9, 4, 2], [4, 2]],
    ['image', 'uint8', [9, 8, 6], [8, 6, 1]],
    ['image', 'uint8', [9, 8, 6, 3], [8, 6, 3]],
    ['tokens', 'int64', [9, 60], [60]],
  ] as const)('%s of %s, %j: %j', (kind, type, shape, sample) => {
    expect(sampleShape(array(type, shape), kind)).toEqual(sample);
  });

  test.each([
    ['values', 'float32', [], /has a single value, expected rows/],
    [
      'values',
      'float32',
      [9, 1, 1, 1, 1],
      /has the shape 9 × 1 × 1 × 1 × 1, expected rows of 1 to 3 axes/,
    ],
    ['values', 'float32', [0, 3], /has the shape 0 × 3/],
    ['image', 'float32', [9, 8, 8], /images are bytes \(uint8\)/],
  ] as const)('%s of %s, %j is refused', (kind, type, shape, message) => {
    expect(() => sampleShape(array(type, shape), kind)).toThrow(message);
  });
});

test('images stay bytes, tokens become int32, all else float32', () => {
  const bytes = Uint8Array.of(1, 2);
  expect(inputValues(array('uint8', [2], bytes), { kind: 'image', vocabulary: null })).toBe(bytes);
  expect(inputValues(array('uint8', [2], bytes), { kind: 'values', vocabulary: null })).toEqual(
    Float32Array.of(1, 2),
  );
  const tokens = array('int64', [2], BigInt64Array.of(3n, 9n));
  expect(inputValues(tokens, { kind: 'tokens', vocabulary: 10 })).toEqual(Int32Array.of(3, 9));
  expect(vocabularyOf([tokens, array('uint8', [2], bytes)])).toBe(10);
});
