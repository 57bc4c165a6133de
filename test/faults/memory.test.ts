// Ten thousand steps and more: no tensor left behind, and memory that does not grow.
import { expect, test } from '@jest/globals';
import { randomNormal, randomWords } from '../../src/ground/random.js';
import { train } from '../../src/training/train.js';
import { openNative } from '../model/keras.js';
import { datasetOf, trainerOf } from '../training/trainers.js';

const backend = await openNative();
const steps = process.env['DLX_FAULTS'] === 'whole' ? 30_000 : 10_000;
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

test.each(Object.entries(cases))('%s', async (_, { model, dataset }) => {
  const epochs = Math.ceil(steps / 40);
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
  const late = seen.slice(Math.floor(seen.length / 2));
  expect(new Set(seen.map(({ tensors }) => tensors)).size).toBe(1);
  // The least that was held in the third quarter and in the last: what rises between them is not
  // garbage.
  const least = (part: typeof late): number => Math.min(...part.map(({ megabytes }) => megabytes));
  const half = Math.floor(late.length / 2);
  const perThousand =
    (least(late.slice(half)) - least(late.slice(0, half))) / ((half * 5 * 40) / 1000);
  expect(perThousand).toBeLessThan(1);
});
