// Numbers of targets in their own units and back, by hand.
import { expect, test } from '@jest/globals';
import { momentsOf, ownValue, ownValues, standardValue } from '../../src/dataset/units.js';

const one = { mean: 10, deviation: 2 };
const each = [one, null, { mean: 0, deviation: 4 }];

test('one scale is that of every number of a row', () => {
  expect([...ownValues(Float32Array.of(0, 1, -1, 2), one, 2)]).toEqual([10, 12, 8, 14]);
  expect(standardValue(14, one, 7)).toBe(2);
  expect(momentsOf(one, 2)).toEqual({ means: [10, 10], deviations: [2, 2] });
});

test('a list has one for each, and null leaves a number as it is', () => {
  expect([...ownValues(Float32Array.of(1, 1, 1, 2, 2, 2), each, 3)]).toEqual([12, 1, 4, 14, 2, 8]);
  expect(each.map((_, i) => standardValue(ownValue(3, each, i), each, i))).toEqual([3, 3, 3]);
  expect(momentsOf(each, 3)).toEqual({ means: [10, 0, 0], deviations: [2, 1, 4] });
});

test('without a scale they are the very same values', () => {
  const values = Float32Array.of(1, 2);
  expect(ownValues(values, null, 1)).toBe(values);
});
