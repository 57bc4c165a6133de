// An evaluation as a person sees it.
import { expect, test } from '@jest/globals';
import type { Evaluation } from '../../../src/inference/evaluation.js';
import { classReport, valueReport } from '../../../src/inference/report.js';
import { renderEvaluation } from '../../../src/render/terminal/evaluation.js';

const screen = { width: Infinity, color: false };
const evaluation: Omit<Evaluation, 'report'> = {
  run: 'runs/a',
  on: 'validation',
  samples: 4,
  epoch: 7,
  scores: { loss: 0.25, recall: null },
  undefined_because: {},
  notes: [],
  test_reads: 1,
};

test('classes, their means, and who is taken for whom', () => {
  const report = classReport([0, 0, 1, 1], [0, 0, 0, -1], ['no', 'yes']);
  expect(renderEvaluation({ ...evaluation, report }, screen)).toBe(
    `runs/a, epoch 7, on validation: 4 samples
loss 0.2500  recall –

class              precision  recall      f1  support
─────────────────  ─────────  ──────  ──────  ───────
no                    0.6667  1.0000  0.8000        2
yes                        –  0.0000  0.0000        2
accuracy                              0.5000        4
mean over classes     0.6667  0.5000  0.4000        4
mean by support       0.6667  0.5000  0.4000        4
1 class never answered: of precision there is none (–), and no mean has it
1 row gave no number, and count as wrong

is, taken for  no  yes
─────────────  ──  ───
no              2    0
yes             1    0`,
  );
});

test('of many classes the pairs that are taken for each other most often', () => {
  const names = Array.from({ length: 30 }, (_, i) => `c${i}`);
  const report = classReport([3, 3, 4, 5], [4, 4, 4, 3], names);
  const text = renderEvaluation({ ...evaluation, report }, screen);
  expect(
    text
      .split('\n')
      .slice(-4)
      .map((line) => line.trim()),
  ).toEqual([
    'is  taken for  times',
    '──  ─────────  ─────',
    'c3  c4             2',
    'c5  c3             1',
  ]);
});

test('errors of values', () => {
  const report = valueReport([1, 2, 3], [1, 2, 4.5]);
  expect(renderEvaluation({ ...evaluation, report }, screen)).toContain(
    `mean absolute error                 0.5000
root mean squared error             0.8660
median absolute error               0.0000
largest error                       1.5000
mean error (answers less targets)   0.5000
R²                                 -0.1250`,
  );
});
