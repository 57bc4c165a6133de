// Ten thousand steps and more: no tensor left behind, and memory that does not grow. Of networks that
// take longer a tenth, in which no tensor is left: their memory is looked at in the whole form.
import { expect, test } from '@jest/globals';
import { randomNormal, randomWords } from '../../src/ground/random.js';
import { train } from '../../src/training/train.js';
import { openNative } from '../model/keras.js';
import { datasetOf, trainerOf } from '../training/trainers.js';
import { isWhole } from '../whole.js';

const backend = await openNative();
const steps = isWhole ? 30_000 : 10_000;
const fewer = isWhole ? steps : 1000;
const key = { seed: 1, stream: 1 };
const classes = {
  shape: [320],
  values: Array.from(randomWords(key, 320), (word) => word % 3),
  kind: 'int' as const,
};
const head = { Dense: { units: 3, activation: 'softmax' } };
const cases = {
  MLP: {
    model: [{ Dense: { units: 16, activation: 'relu' } }, { Dropout: 0.3 }, head],
    dataset: datasetOf(
      { shape: [320, 8], values: Array.from(randomNormal(key, 320 * 8)) },
      classes,
    ),
  },
  CNN: {
    model: [{ Conv2D: { filters: 4, kernel_size: 3 } }, 'BatchNormalization', 'Flatten', head],
    dataset: datasetOf(
      { shape: [320, 6, 6, 1], values: Array.from(randomNormal(key, 320 * 36)) },
      classes,
    ),
  },
  LSTM: {
    model: [{ Embedding: { input_dim: 9, output_dim: 4 } }, { LSTM: 4 }, head],
    dataset: datasetOf(
      {
        shape: [320, 6],
        values: Array.from(randomWords(key, 320 * 6), (word) => word % 9),
        tokens: true,
      },
      classes,
    ),
  },
};

test.each(Object.entries(cases))('%s', async (name, { model, dataset }) => {
  const taken = name === 'MLP' ? steps : fewer;
  const epochs = Math.ceil(taken / 40);
  using trainer = trainerOf(
    backend,
    {
      model,
      loss: 'sparse_categorical_crossentropy',
      metrics: ['accuracy'],
      optimizer: 'adam',
      batch_size: 8,
      epochs,
      seed: 1,
    },
    dataset,
    'graph',
  );
  const seen: { readonly epoch: number; readonly tensors: number; readonly megabytes: number }[] =
    [];
  for await (const { epoch } of train(trainer, dataset)) {
    // As a commit reads it.
    await trainer.readState();
    if (epoch && epoch.epoch % 5 === 0) {
      seen.push({
        epoch: epoch.epoch,
        tensors: backend.tensorCount(),
        megabytes: process.memoryUsage().rss / 2 ** 20,
      });
    }
  }
  expect(new Set(seen.map(({ tensors }) => tensors)).size).toBe(1);
  // Over fewer steps the heap's own growth would look like a leak.
  if (taken >= 10_000) expect(growth(seen.map(({ megabytes }) => megabytes))).toBeLessThan(1);
});

/**
 * How memory rises, in MB per thousand steps, of a value every 200 steps: the least that was held
 * in the last fifth of the steps against that in the first. What is held between is garbage. The
 * heap also grows by some 3 MB at once, now and then: over fewer steps that looks like a leak.
 */
function growth(megabytes: readonly number[]): number {
  const fifth = Math.floor(megabytes.length / 5);
  const first = Math.min(...megabytes.slice(0, fifth));
  const last = Math.min(...megabytes.slice(-fifth));
  return (last - first) / ((megabytes.length - fifth) * 0.2);
}

test('a leak is told from garbage and from a heap that grew once', () => {
  const values = (at: (index: number) => number): number[] =>
    Array.from({ length: 50 }, (_, index) => 450 + at(index));
  expect(growth(values((index) => index * 0.2))).toBeCloseTo(1, 9);
  expect(growth(values((index) => (index % 7) + index * 0.25))).toBeGreaterThan(1);
  expect(growth(values((index) => Math.floor(index / 10) * 20))).toBeGreaterThan(1);
  expect(growth(values((index) => index % 7))).toBe(0);
  expect(growth(values((index) => (index < 37 ? 0 : 5)))).toBeLessThan(1);
});
