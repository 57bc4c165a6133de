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
import { withFacts } from '../../src/dataset/dataset.js';
import { onlyTarget, residentSource } from '../../src/dataset/source.js';
import { outputsOf } from '../../src/experiment/finishing.js';
import { present } from '../../src/ground/known.js';

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

// Two numbers a row, of which the first is in deviations of 2 from 10: weights of 0 give (10, 0).
describe.each(['eager', 'graph'] as const)('several numbers, %s', (kind) => {
  const source = residentSource('train', {
    count: 2,
    inputs: [{ name: 'table', shape: [1], divideBy: 1, values: Float32Array.of(1, 2) }],
    targets: [
      {
        name: 'pair',
        shape: [2],
        numbers: ['a', 'b'],
        scale: [{ mean: 10, deviation: 2 }, null],
        values: Float32Array.of(1, 3, -2, 1),
      },
    ],
    weights: null,
  });
  const part = { source, rows: Int32Array.of(0, 1) };
  const pairs = withFacts({
    inputs: [{ name: 'table', kind: 'table', shape: [1], vocabulary: null }],
    classes: null,
    classNames: null,
    targetName: 'pair',
    targetNumbers: ['a', 'b'],
    columns: null,
    notes: [],
    name: 'pairs',
    sha256: '',
    train: part,
    validation: part,
    test: part,
  });

  test('each has its own scale', async () => {
    using trainer = trainerOf(
      backend,
      {
        model: [{ Dense: { units: 2, kernel_initializer: 'zeros' } }],
        loss: 'mse',
        metrics: ['mae', 'rmse', 'r2_score'],
        optimizer: { name: 'sgd', learning_rate: 0 },
      },
      pairs,
      kind,
    );
    const evaluated = await trainer.evaluate(part, { keepOutputs: true });
    expect(evaluated.scores).toEqual({
      // (1 + 9 + 4 + 1) / 4
      loss: 3.75,
      // Own units: targets (12, 3), (6, 1), outputs (10, 0): errors 2, 3, 4, 1.
      mean_absolute_error: 2.5,
      root_mean_squared_error: expect.closeTo(Math.sqrt(30 / 4), 5),
      // 1 − (4 + 16) / (9 + 9) and 1 − (9 + 1) / (1 + 1), and their mean.
      r2_score: expect.closeTo((1 - 20 / 18 + 1 - 10 / 2) / 2, 5),
    });
    const { predictions, targets } = outputsOf(part, present(evaluated.outputs, 'outputs'));
    expect([predictions.shape, [...predictions.values]]).toEqual([
      [2, 2],
      [10, 0, 10, 0],
    ]);
    expect([targets.shape, [...targets.values]]).toEqual([
      [2, 2],
      [12, 3, 6, 1],
    ]);
    expect(pairs.facts.targets).toEqual([
      {
        name: 'pair',
        kind: 'number',
        scale: [{ mean: 10, deviation: 2 }, null],
        numbers: ['a', 'b'],
      },
    ]);
  });
});

test('no column is no target', async () => {
  const { message } = await refusal(load(folder, { ...scaled, target: {} }));
  expect(message).toMatch(/takes as its target the name of a column, a list of some, or \{column:/);
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
