// Numbers of scikit-learn's precision_recall_curve and average_precision_score (1.x).
import { expect, test } from '@jest/globals';
import { precisionRecall, thinned } from '../../src/inference/precision-recall.js';

const positive = [0, 1, 1, 0, 1, 0, 0, 1, 1, 0];
const scores = [0.1, 0.9, 0.8, 0.8, 0.6, 0.6, 0.5, 0.4, 0.95, 0.2];

test('is that of scikit-learn, from the greatest score on', () => {
  const curve = precisionRecall((i) => positive[i] === 1, scores);
  expect(curve?.points.map(({ recall }) => recall)).toEqual([0.2, 0.4, 0.6, 0.8, 0.8, 1, 1, 1]);
  [1, 1, 0.75, 2 / 3, 4 / 7, 0.625, 5 / 9, 0.5].forEach((precision, i) =>
    expect(curve?.points[i]?.precision).toBeCloseTo(precision, 12),
  );
  expect(curve?.average).toBeCloseTo(0.8083333333333333, 12);
  expect(curve?.share).toBe(0.5);
});

test('equal scores are one point; without positives, or with a score that is none, there is no curve', () => {
  expect(precisionRecall((i) => i === 0, [1, 1, 1, 1])).toEqual({
    points: [{ recall: 1, precision: 0.25 }],
    average: 0.25,
    share: 0.25,
  });
  expect(precisionRecall(() => false, [1, 2])).toBeNull();
  expect(precisionRecall(() => true, [1, NaN])).toBeNull();
  expect(precisionRecall(() => true, [])).toBeNull();
});

test('of thousands of points those are drawn where the curve has moved', () => {
  const points = Array.from({ length: 10_000 }, (_, i) => ({ recall: i / 9999, precision: 1 }));
  const few = thinned(points);
  expect(few.length).toBeLessThan(260);
  expect([few[0], few.at(-1)]).toEqual([points[0], points.at(-1)]);
});
