// Graphs and eager steps are two ways to the same numbers: TensorFlow rewrites a graph before it
// runs it, so to 1e-5.
import { describe, expect, test } from '@jest/globals';
import { openNative, specOf } from '../../model/keras.js';
import type { Dataset } from '../../../src/dataset/dataset.js';
import {
  randomNormal,
  randomPermutation,
  randomWords,
  streamOf,
} from '../../../src/ground/random.js';
import { planNetwork } from '../../../src/model/network.js';
import { variablesOf } from '../../../src/training/stepper.js';
import { tracePlanFor, type Trainer } from '../../../src/training/trainer.js';
import { batchesTogetherIn } from '../../../src/training/compiled/traced.js';
import { train } from '../../../src/training/train.js';
import { datasetOf, epochsOf, trainerOf } from '../trainers.js';

const backend = await openNative();

/** Random pictures of three classes: 77 of them, so that the last batch is smaller. */
function pictures(): Dataset {
  const count = 77;
  const values = [...randomNormal({ seed: 1, stream: 1 }, count * 64)];
  const targets = [...randomWords({ seed: 1, stream: 2 }, count)].map((word) => word % 3);
  return datasetOf(
    { shape: [count, 8, 8, 1], values },
    { shape: [count], values: targets, kind: 'int' },
  );
}

const dense = [
  { Flatten: null },
  { Dense: { units: 7, activation: 'tanh' } },
  { Dropout: 0.4 },
  { Dense: { units: 3, activation: 'softmax' } },
];
const convolutional = [
  { Conv2D: { filters: 4, kernel_size: 3, padding: 'same', use_bias: false }, name: 'first' },
  { BatchNormalization: null },
  { Activation: 'relu' },
  { MaxPooling2D: 2 },
  { Conv2D: { filters: 4, kernel_size: 3, padding: 'same' }, name: 'second' },
  { Add: null, inputs: ['max_pooling2d', 'second'] },
  { GlobalAveragePooling2D: null },
  { Dropout: 0.2 },
  { Dense: { units: 3, activation: 'softmax' } },
];

const optimizers = [
  'sgd',
  { name: 'sgd', momentum: 0.9, nesterov: true },
  'adagrad',
  { name: 'rmsprop', centered: true, momentum: 0.5 },
  'adam',
];

type Trained = {
  readonly losses: readonly number[];
  readonly weights: ReadonlyMap<string, Float32Array>;
};

async function trained(
  kind: Trainer['kind'],
  parts: Readonly<Record<string, unknown>>,
): Promise<Trained> {
  const dataset = pictures();
  using trainer = trainerOf(
    backend,
    {
      loss: 'sparse_categorical_crossentropy',
      metrics: ['accuracy'],
      batch_size: 5,
      epochs: 3,
      seed: 9,
      ...parts,
    },
    dataset,
    kind,
  );
  const losses: number[] = [];
  for await (const { train: trainScores, validation } of epochsOf(train(trainer, dataset))) {
    losses.push(trainScores['loss'] ?? NaN, validation['loss'] ?? NaN);
  }
  return { losses, weights: await trainer.readWeights() };
}

/** Norm of the difference over norm, tensor by tensor. */
async function expectEqualTraining(parts: Readonly<Record<string, unknown>>): Promise<void> {
  const [graph, eager] = [await trained('graph', parts), await trained('eager', parts)];
  graph.losses.forEach((loss, i) =>
    expect(Math.abs(loss / (eager.losses[i] ?? NaN) - 1)).toBeLessThan(1e-5),
  );
  expect(graph.losses.length).toBe(6);
  expect([...graph.weights.keys()]).toEqual([...eager.weights.keys()]);
  const norm = (values: Float32Array): number => Math.hypot(...values);
  for (const [key, values] of graph.weights) {
    const other = eager.weights.get(key) ?? new Float32Array();
    expect({
      key,
      near: norm(values.map((value, i) => value - (other[i] ?? NaN))) <= 1e-5 * norm(other),
    }).toEqual({ key, near: true });
  }
}

describe('a graph trains to the numbers of eager steps', () => {
  test.each(optimizers.map((optimizer) => [JSON.stringify(optimizer), optimizer] as const))(
    'dense, %s',
    async (_, optimizer) => {
      await expectEqualTraining({ model: dense, optimizer });
    },
  );

  test('convolutions, batch normalisation, a skip and dropout', async () => {
    const parts = { model: convolutional, optimizer: 'adam' };
    await expectEqualTraining(parts);
  });

  test('the numbers that change from step to step are fed: a schedule', async () => {
    const parts = {
      model: dense,
      optimizer: {
        name: 'adam',
        learning_rate: {
          name: 'ExponentialDecay',
          initial_learning_rate: 0.1,
          decay_steps: 3,
          decay_rate: 0.5,
        },
      },
    };
    await expectEqualTraining(parts);
  });

  test('a network with nothing to train', async () => {
    const parts = {
      model: [{ Flatten: null }, { Dense: { units: 3, activation: 'softmax' }, trainable: false }],
      optimizer: 'adam',
    };
    await expectEqualTraining(parts);
  });
});

test('training twice on a graph gives the same bits', async () => {
  const parts = { model: convolutional, optimizer: 'adam' };
  expect(await trained('graph', parts)).toEqual(await trained('graph', parts));
});

test('several steps in a call give the bits of one step a call', async () => {
  const dataset = pictures();
  const after = async (together: number): Promise<readonly number[]> => {
    using trainer = trainerOf(
      backend,
      {
        model: convolutional,
        loss: 'sparse_categorical_crossentropy',
        optimizer: 'adam',
        batch_size: 4,
        seed: 3,
      },
      dataset,
      'graph',
      8,
    );
    const batches = Array.from({ length: 16 }, (_, step) => ({
      rows: dataset.train.rows.subarray(step * 4, step * 4 + 4),
      epoch: 1,
      step,
      numbers: { rate: 0.01, beta_1_power: 0.9 ** (step + 1), beta_2_power: 0.999 ** (step + 1) },
    }));
    for (let i = 0; i < batches.length; i += together) {
      trainer.train(batches.slice(i, i + together));
    }
    return [...(await trainer.readWeights()).values()].flatMap((values) => [...values]);
  };
  expect(await after(8)).toEqual(await after(1));
});

test('calls of several steps are planned for runs that are long enough for them to pay', () => {
  const togetherIn = (epochs: number): number => {
    const spec = specOf({ model: dense, batch_size: 7, epochs });
    const plan = tracePlanFor(
      backend,
      spec,
      planNetwork(spec.model, [{ name: 'x', shape: [8, 8, 1] }]),
      pictures(),
    );
    for (const variable of variablesOf(plan.parts.state).values()) variable[Symbol.dispose]();
    return plan.together;
  };
  // 77 pictures are 11 batches.
  expect([1, 181, 182, 10_000].map(togetherIn)).toEqual([1, 1, 8, 8]);
  // As many as leave none of an epoch's for calls of their own, where there is such a number.
  const inEpochs = [16, 1500, 7 * 201, 6, 11, 1];
  expect(inEpochs.map((full) => batchesTogetherIn(2000, full))).toEqual([8, 10, 7, 6, 8, 8]);
});

test('nothing is left behind: the count of tensors is the same after every epoch', async () => {
  const dataset = pictures();
  const before = backend.tensorCount();
  {
    using trainer = trainerOf(
      backend,
      {
        model: convolutional,
        loss: 'sparse_categorical_crossentropy',
        optimizer: 'adam',
        batch_size: 5,
        epochs: 3,
      },
      dataset,
      'graph',
    );
    const counts = [];
    for await (const _ of train(trainer, dataset)) counts.push(backend.tensorCount());
    expect(new Set(counts).size).toBe(1);
  }
  expect(backend.tensorCount()).toBe(before);
});

test.each(['graph', 'eager'] as const)(
  'the first step whose loss is no number is known, on %s steps',
  async (kind) => {
    // The last of 20 samples cannot be told from an infinity: in batches of 4 it is in step 5 of
    // the first epoch at the latest.
    const values = Array.from({ length: 20 }, (_, i) => (i === 19 ? 3e38 : i / 20));
    const dataset = datasetOf(
      { shape: [20, 1], values },
      { shape: [20], values: values.map((value) => value / 2), kind: 'float' },
    );
    using trainer = trainerOf(
      backend,
      {
        model: [{ Dense: { units: 1, kernel_initializer: 'ones' } }],
        loss: 'mse',
        optimizer: { name: 'sgd', learning_rate: 1e-3 },
        batch_size: 4,
        epochs: 3,
        seed: 4,
      },
      dataset,
      kind,
    );
    const order = randomPermutation({ seed: 4, stream: streamOf('order'), epoch: 1 }, 20);
    const epochs = [];
    for await (const {
      train: { loss },
      diverged_at_step,
    } of epochsOf(train(trainer, dataset))) {
      epochs.push({ finite: Number.isFinite(loss), diverged_at_step });
    }
    expect(epochs).toEqual([
      { finite: false, diverged_at_step: Math.floor(order.indexOf(19) / 4) + 1 },
    ]);
  },
);
