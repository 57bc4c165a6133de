// Faults of TensorFlow.js' own batch normalisation and constraints, which dlx has not. The numbers
// are worked out by hand.
import { describe, expect, test } from '@jest/globals';
import type { Trainer } from '../../../src/training/trainer.js';
import { datasetOf, trainerOf, trainSteps } from '../../training/trainers.js';
import { openNative } from '../keras.js';

const backend = await openNative();
// Mean 2.5, variance 1.25, mean of squares 7.5.
const dataset = datasetOf(
  { shape: [4, 1], values: [1, 2, 3, 4] },
  { shape: [4, 1], values: [0, 0, 0, 0], kind: 'float' },
);
const sum = {
  Dense: { units: 1, use_bias: false, kernel_initializer: 'ones' },
  name: 'sum',
  trainable: false,
};
const still = { loss: 'mse', optimizer: { name: 'sgd', learning_rate: 1 }, batch_size: 4 };

async function weightsOf(trainer: Trainer): Promise<Record<string, readonly number[]>> {
  return Object.fromEntries(
    [...(await trainer.readWeights())].map(([key, values]) => [key, [...values]]),
  );
}

describe.each(['eager', 'graph'] as const)('batch normalisation, %s', (kind) => {
  test.each([{ scale: false }, { center: false }, { scale: false, center: false }])(
    'trains with %j, where tfjs throws',
    async (args) => {
      using trainer = trainerOf(
        backend,
        {
          ...still,
          optimizer: { name: 'sgd', learning_rate: 0 },
          model: [{ BatchNormalization: args, name: 'bn' }, sum],
        },
        dataset,
        kind,
      );
      const [loss = NaN] = await trainSteps(trainer, dataset, 0, 1);
      // Of normalised values the mean square is variance / (variance + epsilon).
      expect(loss).toBeCloseTo(1.25 / 1.251, 6);
      const weights = await weightsOf(trainer);
      expect(weights['bn/moving_mean']?.[0]).toBeCloseTo(0.01 * 2.5, 7);
      expect(weights['bn/moving_variance']?.[0]).toBeCloseTo(0.99 + 0.01 * 1.25, 6);
      expect(Object.keys(weights).sort()).toEqual([
        ...('center' in args ? [] : ['bn/beta']),
        ...('scale' in args ? [] : ['bn/gamma']),
        'bn/moving_mean',
        'bn/moving_variance',
        'sum/kernel',
      ]);
    },
  );

  test('that is frozen uses its moving statistics and leaves them, where tfjs moves them', async () => {
    using trainer = trainerOf(
      backend,
      {
        ...still,
        model: [
          { BatchNormalization: {}, name: 'bn', trainable: false },
          sum,
          { Dense: { units: 1, kernel_initializer: 'ones' }, name: 'out' },
        ],
        optimizer: { name: 'sgd', learning_rate: 0 },
      },
      dataset,
      kind,
    );
    const losses = await trainSteps(trainer, dataset, 0, 3);
    for (const loss of losses) expect(loss).toBeCloseTo(7.5 / 1.001, 5);
    expect(await weightsOf(trainer)).toMatchObject({
      'bn/moving_mean': [0],
      'bn/moving_variance': [1],
      'bn/gamma': [1],
      'bn/beta': [0],
    });
  });
});

describe.each(['eager', 'graph'] as const)('constraints, %s', (kind) => {
  const one = datasetOf(
    { shape: [1, 1], values: [1] },
    { shape: [1, 1], values: [-1], kind: 'float' },
  );

  // The gradient of (w + 1)² is 2 (w + 1): from 1 a step of 1 leads to -3, from 0 to -2.
  test.each([
    ['non_neg', 'non_neg', 0],
    ['no constraint', null, -3],
    ['unit_norm', 'unit_norm', -1],
    ['max_norm', { name: 'max_norm', max_value: 2 }, -2],
  ])('%s is there after a step, where tfjs forgets it', async (_, constraint, expected) => {
    using trainer = trainerOf(
      backend,
      {
        ...still,
        model: [
          {
            Dense: {
              units: 1,
              use_bias: false,
              kernel_initializer: 'ones',
              kernel_constraint: constraint,
            },
            name: 'out',
          },
        ],
        batch_size: 1,
      },
      one,
      kind,
    );
    await trainSteps(trainer, one, 0, 1);
    expect((await weightsOf(trainer))['out/kernel']?.[0]).toBeCloseTo(expected, 5);
  });
});
