// What differs between two runs, by hand.
import { describe, expect, test } from '@jest/globals';
import { diffRuns } from '../../src/comparison/diff.js';
import { makeRecord, scored } from '../run/fixture.js';
import { run } from './runs.js';

const record = makeRecord();
const adam = run('adam');
const other = run('other', {
  ...scored(0.3, 0.9, 0.32, 0.885),
  hashes: { spec: 'x', group: 'x' },
  seed: 7,
  spec: {
    ...record.spec,
    optimizer: { name: 'sgd', learning_rate: 0.1 },
    early_stopping: { patience: 2 },
    model: [
      'Flatten',
      { Dense: { units: 50, activation: 'relu' } },
      { Dense: { units: 10, activation: 'softmax' } },
    ],
  },
  versions: { ...record.versions, tensorflow: '2.22.0' },
  how: { ...record.how, threads: 4 },
  epochs: { planned: 20, done: 9, best: 7 },
});

const brief = (
  differences: readonly { readonly key: string; readonly values: readonly unknown[] }[],
) => differences.map(({ key, values }) => [key, ...values]);

test('specs, environment, costs and scores', () => {
  const diff = diffRuns(adam, other);
  expect(brief(diff.spec)).toEqual([
    ['model', 'Dense 100 relu', 'Dense 50 relu'],
    ['optimizer', 'adam', 'sgd(0.1)'],
    ['early_stopping.patience', null, 2],
    ['seed', 42, 7],
  ]);
  expect(diff.data).toEqual([]);
  expect(brief(diff.environment)).toEqual([
    ['tensorflow', '2.21.0', '2.22.0'],
    ['threads', 2, 4],
  ]);
  expect(brief(diff.costs)).toEqual([
    ['epochs run', 20, 9],
    ['best epoch', 12, 7],
  ]);
  expect(brief(diff.scores)).toEqual([
    ['val_accuracy', 0.8891, 0.9],
    ['val_loss', 0.3123, 0.3],
    ['test_accuracy', 0.8812, 0.885],
    ['test_loss', 0.3345, 0.32],
    ['train_accuracy', 0.92, null],
    ['train_loss', 0.21, null],
  ]);
  expect(diff.notes).toEqual([]);
});

describe('what a reader must know', () => {
  test.each([
    ['a copy', run('adam'), /^both folders are of one run/],
    ['other data', run('b', { data: { ...record.data, sha256: 'd' } }), /judged on other data/],
    [
      'another seed alone',
      run('b', { hashes: { ...record.hashes, spec: 'x' }, seed: 1 }),
      /^one spec with two seeds: .* chance$/,
    ],
    [
      'another loss',
      run('b', { hashes: { spec: 'x', group: 'x' }, spec: { ...record.spec, loss: 'poisson' } }),
      /different loss functions/,
    ],
  ])('%s', (_, two, note) => {
    expect(diffRuns(adam, two).notes).toEqual([expect.stringMatching(note)]);
  });
});
