import { expect, test } from '@jest/globals';
import { summaryOf } from '../../src/survey/summary.js';

// Mean, deviation and histogram: NumPy 2's mean, std and histogram(bins=20).
test('numbers are what NumPy says, and what is missing is counted', () => {
  const found = summaryOf([2.5, -1, 7, NaN, 7, 3.25, 0.5]);
  expect(found).toMatchObject({ count: 6, missing: 1, min: -1, max: 7 });
  expect(found?.mean).toBeCloseTo(3.2083333333333335, 12);
  expect(found?.deviation).toBeCloseTo(3.008379501030783, 12);
  expect(found?.histogram).toEqual([1, 0, 0, 1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 2]);
});

test('whole numbers that are few have a bar each', () => {
  expect(summaryOf([3, 5, 5, 6])?.histogram).toEqual([1, 0, 2, 1]);
  expect(summaryOf([7, 7])?.histogram).toEqual([2]);
});

test('numbers whose distance is no number are in their bars', () => {
  expect(summaryOf([-1.5e308, 1.5e308, 0.5])?.histogram).toHaveLength(20);
  expect(summaryOf([-1.5e308, 1.5e308, 0.5])?.histogram.filter((one) => one > 0)).toEqual([
    1, 1, 1,
  ]);
});

test('there is nothing to sum up where all is missing', () => {
  expect([summaryOf([]), summaryOf([NaN])]).toEqual([null, null]);
});
