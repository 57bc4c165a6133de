// Mean and variance, by hand.
import { expect, test } from '@jest/globals';
import { differenceMoments, sampleMoments } from '../../../src/comparison/statistics/moments.js';

test('the variance is that of a sample', () => {
  // Mean 5; squares 9 + 1 + 1 + 1 + 0 + 0 + 4 + 16 = 32, over 7.
  expect(sampleMoments([2, 4, 4, 4, 5, 5, 7, 9])).toEqual({ mean: 5, variance: 32 / 7 });
});

test('equal values have none, whatever rounding would make of their mean', () => {
  expect(sampleMoments([0.1, 0.1, 0.1])).toEqual({ mean: 0.1, variance: 0 });
});

test('what float32 rounds does not vary', () => {
  const values = [0.1, Math.fround(0.1)];
  expect(sampleMoments(values).variance).toBe(0);
  expect(sampleMoments(values.map((value) => value * 1e6)).variance).toBe(0);
  expect(sampleMoments([0.1, 0.1001]).variance).toBeCloseTo(5e-9, 12);
});

test('nor do differences of one sample', () => {
  expect(0.72 - 0.71).not.toBe(0.03 - 0.02);
  const found = differenceMoments([
    [0.72, 0.71],
    [0.03, 0.02],
  ]);
  expect(found.variance).toBe(0);
  expect(found.mean).toBeCloseTo(0.01, 12);
  expect(
    differenceMoments([
      [0.1 + 0.2, 0.3],
      [0.5, 0.5],
    ]),
  ).toEqual({ mean: 0, variance: 0 });
});
