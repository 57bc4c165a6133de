// A target that is standardised for the loss: the loss is in deviations, metrics are in the
// target's own units, operation by operation and as a graph.
import { describe, expect, test } from '@jest/globals';
import { loadDataset } from '../../src/dataset/datasets.js';
import {
  contextOf,
  load,
  readTagged,
  refusal,
  temporaryFolder,
  writeIn,
} from '../dataset/fixtures.js';
import { openNative } from '../model/keras.js';
import { trainerOf } from './trainers.js';
import { onlyTarget } from '../../src/dataset/source.js';

const backend = await openNative();
const folder = temporaryFolder();
// With the split seed 46, row 1 is for validation (see the tests of tables). Training targets 100,
// 200, 600: mean 300, deviation sqrt((200² + 100² + 300²) / 3) = 216.0246899.
writeIn(folder, 'a.csv', 'x,y\n1,100\n2,700\n3,200\n5,600\n');
writeIn(folder, 'held.csv', 'x,y\n1,400\n2,100\n');
const scaled = {
  name: 'csv',
  file: 'a.csv',
  test_file: 'held.csv',
  split_seed: 46,
  target: { y: { scale: 'standard' } },
};
const deviation = Math.sqrt(140_000 / 3);
const data = await loadDataset(readTagged(scaled), { ...contextOf(folder), targets: 'values' });

test('it is scaled by its training rows, and facts say how', () => {
  const z = (value: number): number => Math.fround((value - 300) / deviation);
  expect([...onlyTarget(data.train.source).values]).toEqual([100, 700, 200, 600].map(z));
  expect([...onlyTarget(data.test.source).values]).toEqual([400, 100].map(z));
  expect(data.facts.targets).toEqual([
    { name: 'y', kind: 'number', scale: { mean: 300, deviation } },
  ]);
  expect(data.targetValues).toMatchObject({ min: 100, max: 700, whole: true });
});

// Weights of 0 give 0 everywhere, which is 300 in the target's own units: errors of 100 and 200.
describe.each(['eager', 'graph'] as const)('metrics, %s', (kind) => {
  test('are in its own units, and the loss in deviations', async () => {
    const names = ['mse', 'mae', 'rmse', 'mape', 'r2_score'];
    using trainer = trainerOf(
      backend,
      {
        model: [{ Dense: { units: 1, kernel_initializer: 'zeros' } }],
        loss: 'mse',
        metrics: names,
        optimizer: { name: 'sgd', learning_rate: 0 },
      },
      data,
      kind,
    );
    const { scores } = await trainer.evaluate(data.test);
    const wanted = {
      loss: 25_000 / deviation ** 2,
      mean_squared_error: 25_000,
      mean_absolute_error: 150,
      root_mean_squared_error: Math.sqrt(25_000),
      mean_absolute_percentage_error: 112.5,
      // 1 − (100² + 200²) / (150² + 150²)
      r2_score: 1 - 50_000 / 45_000,
    };
    expect(Object.keys(scores).sort()).toEqual(Object.keys(wanted).sort());
    for (const [name, value] of Object.entries(wanted)) {
      expect((scores[name] ?? NaN) / value).toBeCloseTo(1, 5);
    }
  });
});

test.each<[Record<string, unknown>, RegExp]>([
  [{ y: { scale: 'standard' }, x: { scale: 'standard' } }, /takes the name of one column/],
  [{ y: { scales: 'standard' } }, /or \{column: \{scale: standard\}\}, and got "scales"$/],
])('%j is refused', async (target, message) => {
  expect((await refusal(load(folder, { ...scaled, target }))).message).toMatch(message);
});

test('classes and constants are not to be scaled', async () => {
  writeIn(folder, 'words.csv', 'x,y\n1,a\n2,b\n3,a\n5,b\n');
  const words = { ...scaled, file: 'words.csv', test_file: 'words.csv' };
  expect((await refusal(load(folder, words))).message).toContain(
    'target "y" is classes, and scale is for numbers: remove scale',
  );
  writeIn(folder, 'same.csv', 'x,y\n1,5.5\n2,7\n3,5.5\n5,5.5\n');
  expect((await refusal(load(folder, { ...scaled, file: 'same.csv' }))).message).toContain(
    'target "y" is 5.5 in every training row, which leaves nothing to scale',
  );
});
