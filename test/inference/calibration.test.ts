import { expect, test } from '@jest/globals';
import { calibrationOf } from '../../src/inference/calibration.js';

test('by hand: two ranges, five answers', () => {
  // 0.5 is in the range that it ends.
  const found = calibrationOf([0.45, 0.5, 0.9, 0.95, 1], (i) => i !== 2 && i !== 0, 2);
  expect(found?.bins).toEqual([
    { from: 0, to: 0.5, count: 2, confidence: 0.475, accuracy: 0.5 },
    {
      from: 0.5,
      to: 1,
      count: 3,
      confidence: expect.closeTo(0.95, 12),
      accuracy: expect.closeTo(2 / 3, 12),
    },
  ]);
  // 2/5 · 0.025 + 3/5 · (0.95 − 2/3).
  expect(found?.error).toBeCloseTo(0.01 + 0.17, 12);
});

test('all right and sure, all wrong and sure, none', () => {
  expect(calibrationOf([1, 1], () => true)?.error).toBe(0);
  expect(calibrationOf([1, 1], () => false)?.error).toBe(1);
  expect(calibrationOf([0], () => true)?.bins[0]).toMatchObject({ from: 0, count: 1 });
  expect(calibrationOf([NaN], () => true)).toBeNull();
});
