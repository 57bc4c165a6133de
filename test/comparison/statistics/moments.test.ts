// Mean and variance, by hand.
import { expect, test } from '@jest/globals';
import { sampleMoments } from '../../../src/comparison/statistics/moments.js';

test('the variance is that of a sample', () => {
  // Mean 5; squares 9 + 1 + 1 + 1 + 0 + 0 + 4 + 16 = 32, over 7.
  expect(sampleMoments([2, 4, 4, 4, 5, 5, 7, 9])).toEqual({ mean: 5, variance: 32 / 7 });
});

test('equal values have none, whatever rounding would make of their mean', () => {
  expect(sampleMoments([0.1, 0.1, 0.1])).toEqual({ mean: 0.1, variance: 0 });
});
