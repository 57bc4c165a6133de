import { expect, test } from '@jest/globals';
import { labelReport } from '../../src/inference/label-report.js';

// scikit-learn 1.9.1: precision_recall_fscore_support(y, p, zero_division=nan), its averages, and
// accuracy_score(y, p); of d, which nobody has and nothing answers, there is no score.
test('labels are judged as scikit-learn judges them', () => {
  const y = [1, 0, 1, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0];
  const p = [1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  const report = labelReport(y, p, ['a', 'b', 'c', 'd'], 0);
  const close = (value: number): unknown => expect.closeTo(value, 12);
  const scores = (precision: number, recall: number, f1: number, support: number) => ({
    precision: close(precision),
    recall: close(recall),
    f1: close(f1),
    support,
  });
  expect(report).toEqual({
    kind: 'labels',
    labels: ['a', 'b', 'c', 'd'],
    exact: 0.5,
    each: [
      scores(1, 0.6666666666666666, 0.8, 3),
      scores(1, 0.5, 0.6666666666666666, 2),
      scores(0, 0, 0, 1),
      { precision: null, recall: null, f1: null, support: 0 },
    ],
    micro: scores(0.75, 0.5, 0.6, 6),
    macro: scores(0.6666666666666666, 0.38888888888888884, 0.48888888888888893, 6),
    weighted: scores(0.8333333333333334, 0.5, 0.6222222222222222, 6),
    unanswered: 0,
  });
});
