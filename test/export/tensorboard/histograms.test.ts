// How values are spread, beside what NumPy's histogram says of them.
import { expect, test } from '@jest/globals';
import { histogramOf, histogramsOf } from '../../../src/export/tensorboard/histograms.js';

test('thirty buckets of one width, the last one closed', () => {
  // numpy.histogram(range(61), 30): width 2, so that each has two values, and the last one three.
  const found = histogramOf(Float32Array.from({ length: 61 }, (_, i) => i));
  expect(found).toMatchObject({ min: 0, max: 60, num: 61, sum: 1830, sumSquares: 73_810 });
  expect(found?.bucket).toEqual([...new Array<number>(29).fill(2), 3]);
  expect(found?.bucketLimit).toEqual(Array.from({ length: 30 }, (_, i) => 2 * (i + 1)));
});

test('what is not finite is no value', () => {
  const found = histogramOf(Float32Array.of(NaN, 1, Infinity, 3, -Infinity));
  expect(found).toMatchObject({ min: 1, max: 3, num: 2, sum: 4, sumSquares: 10 });
  expect(found?.bucket.reduce((sum, count) => sum + count, 0)).toBe(2);
  expect(histogramOf(Float32Array.of(NaN))).toBe(null);
  expect(histogramOf(new Float32Array())).toBe(null);
});

test('equal values are one bucket, and what has none is left out', () => {
  const values = new Map([
    ['hidden/bias', Float32Array.of(0.5, 0.5)],
    ['lost', Float32Array.of(NaN)],
  ]);
  expect(histogramsOf('weights', values)).toEqual([
    {
      tag: 'weights/hidden/bias',
      histo: {
        min: 0.5,
        max: 0.5,
        num: 2,
        sum: 1,
        sumSquares: 0.5,
        bucketLimit: [0.5],
        bucket: [2],
      },
    },
  ]);
});
