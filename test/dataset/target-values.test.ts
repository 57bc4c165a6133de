// What is known of targets that are numbers.
import { expect, test } from '@jest/globals';
import { targetValues } from '../../src/dataset/target-values.js';

const of = (...parts: readonly (readonly number[])[]) =>
  targetValues(parts.map((part) => Float32Array.from(part)));

test('range, zeros and whether all are whole, over all parts', () => {
  expect(of([3, 0, -2], [], [7, 0])).toEqual({
    min: -2,
    max: 7,
    zeros: 2,
    whole: true,
    pair: null,
  });
  expect(of([1, 2], [2.5])).toMatchObject({ min: 1, max: 2.5, whole: false });
});

test('values that are at most two, ascending', () => {
  expect(of([5, 1], [5]).pair).toEqual([1, 5]);
  expect(of([4, 4]).pair).toEqual([4]);
  expect(of([1, 2, 3]).pair).toBeNull();
  // Minus zero is zero.
  expect(of([0, -0])).toMatchObject({ zeros: 2, pair: [0] });
});

test('of none there is nothing', () => {
  expect(of([])).toEqual({ min: Infinity, max: -Infinity, zeros: 0, whole: true, pair: [] });
});
