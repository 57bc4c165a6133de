import { expect, test } from '@jest/globals';
import { bestRun, rankedBy } from '../../src/comparison/best-run.js';
import { scored } from '../run/fixture.js';
import { run } from './runs.js';

const none = { train: null, validation: null, test: null };
const runs = [
  run('none', { scores: none }),
  run('a', scored(0.3, 0.8, 0.1, 0.99)),
  run('b', scored(0.4, 0.9, 0.5, 0.7)),
  run('c', scored(0.3, 0.9, 0.5, 0.7)),
];

test('the best on validation, whatever the test set says; of equals the first', () => {
  expect(bestRun(runs, { metric: 'accuracy', mode: 'max' })?.record.name).toBe('b');
  expect(bestRun(runs, { metric: 'loss', mode: 'min' })?.record.name).toBe('a');
  expect(bestRun(runs.slice(0, 1), { metric: 'loss', mode: 'min' })?.record.name).toBe('none');
  expect(bestRun([], { metric: 'loss', mode: 'min' })).toBeUndefined();
});

test('by the first metric, or where there is none by the loss', () => {
  expect(rankedBy({ metrics: [{ name: 'auc', mode: 'max' }] })).toEqual({
    metric: 'auc',
    mode: 'max',
  });
  expect(rankedBy({ metrics: [] })).toEqual({ metric: 'loss', mode: 'min' });
});
