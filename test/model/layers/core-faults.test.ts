// Faults of TensorFlow.js' own layers, which dlx has not: masks that stay, seeds that are ignored,
// names that count what the process made before.
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { drawInitial, initializers } from '../../../src/model/initializers.js';
import { checkPlainArguments } from '../../../src/words/check.js';
import { train } from '../../../src/training/train.js';
import { datasetOf, trainerOf, trainSteps } from '../../training/trainers.js';
import { filled } from '../drawing.js';
import { networkOf, openNative } from '../keras.js';

const backend = await openNative();

// Every draw comes from the seed: whoever asks Math.random fails.
beforeEach(() => {
  jest.spyOn(Math, 'random').mockImplementation(() => {
    throw new Error('Math.random was asked');
  });
});
afterEach(() => {
  jest.restoreAllMocks();
});

describe('dropout in training', () => {
  const size = 64;
  const dataset = datasetOf(filled([1, size], 1), { ...filled([1, 1], 9), kind: 'float' });
  const parts = {
    model: [{ Dropout: 0.5 }, { Dense: { units: 1, use_bias: false }, name: 'out' }],
    loss: 'mse',
    optimizer: { name: 'sgd', learning_rate: 0.001 },
    batch_size: 1,
  };

  // Of one sample of ones, a weight moves in a step exactly if its input was kept.
  async function masksOf(kind: 'eager' | 'graph', seed: number): Promise<readonly string[]> {
    using trainer = trainerOf(backend, { ...parts, seed }, dataset, kind);
    const kernel = async (): Promise<Float32Array> =>
      (await trainer.readWeights()).get('out/kernel') as Float32Array;
    const masks: string[] = [];
    let before = Float32Array.from(await kernel());
    for (let step = 0; step < 6; step += 1) {
      await trainSteps(trainer, dataset, step, step + 1);
      const after = Float32Array.from(await kernel());
      masks.push(Array.from(after, (value, i) => (value === before[i] ? '0' : '1')).join(''));
      before = after;
    }
    return masks;
  }

  test.each(['eager', 'graph'] as const)(
    'takes another mask each step, by its seed (%s)',
    async (kind) => {
      const masks = await masksOf(kind, 0);
      expect(new Set(masks).size).toBe(masks.length);
      const kept = masks.join('').replaceAll('0', '').length / (masks.length * size);
      expect(Math.abs(kept - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / (masks.length * size)));
      expect(await masksOf(kind, 0)).toEqual(masks);
      expect(await masksOf(kind, 1)).not.toEqual(masks);
    },
  );
});

describe('seed 0', () => {
  const random = initializers.filter(
    ({ name }) => !['zeros', 'ones', 'constant', 'identity'].includes(name),
  );
  test.each(random.map((entry) => [entry.name, entry] as const))(
    'is a seed for %s as any other',
    (name, entry) => {
      const draw = (seed: number): readonly number[] => [
        ...drawInitial({ name, arguments: checkPlainArguments(entry.arguments, {}) }, [5, 4], {
          seed,
          stream: 1,
        }),
      ];
      expect(draw(0)).toEqual(draw(0));
      expect(draw(0)).not.toEqual(draw(1));
    },
  );
});

describe('one seed', () => {
  const dataset = datasetOf(
    { shape: [12, 2], values: Array.from({ length: 24 }, (_, i) => Math.sin(i)) },
    { shape: [12], values: Array.from({ length: 12 }, (_, i) => i % 3), kind: 'int' },
  );
  const model = [
    { Dense: { units: 6, activation: 'relu' } },
    { Dropout: 0.3 },
    { GaussianNoise: 0.1 },
    { Dense: { units: 3, activation: 'softmax' } },
  ];

  async function trained(seed: number): Promise<readonly (readonly number[])[]> {
    using trainer = trainerOf(
      backend,
      {
        model,
        loss: 'sparse_categorical_crossentropy',
        optimizer: 'adam',
        batch_size: 5,
        epochs: 2,
        seed,
      },
      dataset,
      'graph',
    );
    for await (const _ of train(trainer, dataset)) continue;
    return [...(await trainer.readWeights()).values()].map((values) => [...values]);
  }

  test('decides weights, order, dropout and noise of a run', async () => {
    const first = await trained(0);
    expect(await trained(0)).toEqual(first);
    const other = await trained(1);
    for (const [i, weight] of first.entries()) expect(other[i]).not.toEqual(weight);
  });
});

describe('names', () => {
  const model = [
    { Dense: { units: 4 } },
    { Dense: { units: 4 } },
    { Dropout: 0.5 },
    { Dense: { units: 2 } },
  ];

  test('count the layers of a model, not those of the process', () => {
    const keys = (): readonly string[] => networkOf(model, [3]).weights.map(({ key }) => key);
    const expected = [
      'dense/kernel',
      'dense/bias',
      'dense_1/kernel',
      'dense_1/bias',
      'dense_2/kernel',
      'dense_2/bias',
    ];
    expect(keys()).toEqual(expected);
    networkOf([{ Dense: { units: 1 } }], [3]);
    expect(keys()).toEqual(expected);
  });
});
