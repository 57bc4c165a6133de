// The score that ranks a run, and its standard error where that is defined; numbers by hand.
import { expect, test } from '@jest/globals';
import { rankingScore } from '../../src/run/score.js';
import { makeRecord } from './fixture.js';

test('of a share of samples has the standard error of one', () => {
  // 0.9 of 100: √(0.9 · 0.1 / 100) = 0.03.
  const record = makeRecord({
    scores: { train: null, validation: { loss: 0.3, accuracy: 0.9 }, test: null },
    data: { ...makeRecord().data, validation: 100 },
  });
  expect(rankingScore(record)).toEqual({
    name: 'val_accuracy',
    mode: 'max',
    value: 0.9,
    n: 100,
    se: expect.closeTo(0.03, 12),
  });
});

test.each([
  ['a loss', { metrics: [], spec: { metrics: [] } }, 'val_loss', 0.3123],
  [
    'a metric that counts no samples',
    {
      metrics: [{ name: 'auc', mode: 'max' as const }],
      spec: { metrics: [{ name: 'auc' }] },
      scores: { train: null, validation: { loss: 1, auc: 0.9 }, test: null },
    },
    'val_auc',
    0.9,
  ],
  [
    'samples that weigh differently',
    { spec: { metrics: ['accuracy'], dataset: { name: 'csv', sample_weight: 'w' } } },
    'val_accuracy',
    0.8891,
  ],
  [
    'what is undefined',
    { scores: { train: null, validation: { loss: 1, accuracy: null }, test: null } },
    'val_accuracy',
    null,
  ],
  [
    'what there is not yet',
    { scores: { train: null, validation: null, test: null } },
    'val_accuracy',
    null,
  ],
])('of %s has none', (_, record, name, value) => {
  expect(rankingScore(makeRecord(record))).toMatchObject({ name, value, se: null });
});

test('a metric of another name counts by what it is', () => {
  const record = makeRecord({
    metrics: [{ name: 'right', mode: 'max' }],
    spec: { metrics: [{ name: 'sparse_categorical_accuracy', label: 'right' }] },
    scores: { train: null, validation: { loss: 0.3, right: 0.5 }, test: null },
    data: { ...makeRecord().data, validation: 25 },
  });
  expect(rankingScore(record)).toMatchObject({ name: 'val_right', se: 0.1 });
});
