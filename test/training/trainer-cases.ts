// Whole runs of a tiny network on whichever backend a test file opens: the same twice, leaving
// nothing behind.
import { expect, test } from '@jest/globals';
import type { Backend } from '../../src/tensor/backend.js';
import { randomNormal, randomWords } from '../../src/ground/random.js';
import type { EpochRecord } from '../../src/training/epoch.js';
import type { WeightValues } from '../../src/model/model.js';
import type { Trainer } from '../../src/training/trainer.js';
import { train } from '../../src/training/train.js';
import { datasetOf, epochsOf, trainerOf } from './trainers.js';

const key = { seed: 9, stream: 9 };
const dataset = datasetOf(
  { shape: [50, 6, 6, 1], values: Array.from(randomNormal(key, 50 * 36)) },
  {
    shape: [50],
    values: Array.from(randomWords({ ...key, stream: 10 }, 50), (word) => word % 3),
    kind: 'int',
  },
);

const everything = {
  model: [
    { Conv2D: { filters: 3, kernel_size: 3, use_bias: false }, name: 'conv' },
    'BatchNormalization',
    { Activation: 'relu' },
    'MaxPooling2D',
    'Flatten',
    { Dropout: 0.3 },
    { Dense: { units: 8, activation: 'relu' }, name: 'hidden' },
    { Dense: { units: 3, activation: 'softmax' }, name: 'output' },
  ],
  loss: 'sparse_categorical_crossentropy',
  metrics: ['accuracy'],
  optimizer: 'adam',
  batch_size: 16,
  epochs: 3,
  seed: 7,
};
const dense = [
  { Dense: { units: 4, activation: 'tanh' }, name: 'first' },
  'BatchNormalization',
  { Dense: { units: 3, activation: 'softmax' }, name: 'last' },
];

type Run = {
  readonly epochs: readonly Omit<EpochRecord, 'seconds'>[];
  readonly tensors: readonly number[];
  readonly before: WeightValues;
  readonly after: WeightValues;
};

async function run(
  backend: Backend,
  kind: Trainer['kind'],
  parts: Readonly<Record<string, unknown>>,
): Promise<Run> {
  using trainer = trainerOf(backend, { ...everything, ...parts }, dataset, kind);
  const before = await trainer.readWeights();
  const epochs: Omit<EpochRecord, 'seconds'>[] = [];
  const tensors: number[] = [];
  for await (const { seconds: _, ...epoch } of epochsOf(train(trainer, dataset))) {
    epochs.push(epoch);
    tensors.push(backend.tensorCount());
  }
  return { epochs, tensors, before, after: await trainer.readWeights() };
}

function bytesOf(weights: WeightValues): Record<string, string> {
  return Object.fromEntries(
    [...weights].map(([name, values]) => [
      name,
      Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('hex'),
    ]),
  );
}

/** The names of the weights that a run has moved. */
function moved({ before, after }: Run): string[] {
  const [then, now] = [bytesOf(before), bytesOf(after)];
  return Object.keys(then).filter((name) => then[name] !== now[name]);
}

/** Declares the tests. */
export function testTrainers(backend: Backend, kind: Trainer['kind'] = 'eager'): void {
  test('a run repeated gives the same epochs and the same bytes, another seed others', async () => {
    const [first, second, other] = [
      await run(backend, kind, {}),
      await run(backend, kind, {}),
      await run(backend, kind, { seed: 8 }),
    ];
    expect(second.epochs).toEqual(first.epochs);
    expect(bytesOf(second.after)).toEqual(bytesOf(first.after));
    expect(bytesOf(other.before)).not.toEqual(bytesOf(first.before));
    expect(other.epochs).not.toEqual(first.epochs);
  });

  test('every weight moves, and the number of tensors does not', async () => {
    const { tensors, ...rest } = await run(backend, kind, {});
    expect(moved({ tensors, ...rest })).toEqual([...rest.before.keys()]);
    expect(tensors).toEqual([tensors[0], tensors[0], tensors[0]]);
  });

  test('a closed trainer leaves no tensor', async () => {
    await run(backend, kind, {});
    const before = backend.tensorCount();
    await run(backend, kind, {});
    expect(backend.tensorCount()).toBe(before);
  });

  test('frozen layers stay, those before and after them move', async () => {
    const model = [
      { Dense: 4, name: 'first' },
      { BatchNormalization: null, name: 'norm', trainable: false },
      { Dense: 4, name: 'middle', trainable: false },
      { Dense: { units: 3, activation: 'softmax' }, name: 'last' },
    ];
    expect(moved(await run(backend, kind, { model: ['Flatten', ...model] }))).toEqual([
      'first/kernel',
      'first/bias',
      'last/kernel',
      'last/bias',
    ]);
  });

  test('a network with nothing to train is only measured', async () => {
    const model = [
      'Flatten',
      { Dense: { units: 3, activation: 'softmax' }, name: 'only', trainable: false },
    ];
    const result = await run(backend, kind, { model });
    expect(moved(result)).toEqual([]);
    expect(result.epochs.map(({ validation }) => validation)).toEqual(
      [0, 1, 2].map(() => result.epochs[0]?.validation),
    );
    expect(result.epochs[0]?.train['accuracy']).toBe(result.epochs[0]?.validation['accuracy']);
  });

  test('a layer that leads nowhere stays as it is', async () => {
    const model = [
      { Flatten: null, name: 'flat' },
      { Dense: 5, name: 'aside' },
      ...dense.map((layer, i) => (i === 0 ? { ...(layer as object), inputs: ['flat'] } : layer)),
    ];
    const result = await run(backend, kind, { model });
    expect(moved(result).filter((name) => name.startsWith('aside'))).toEqual([]);
    expect(moved(result).length).toBe(8);
  });

  test('a learning rate of 0 moves nothing but averages', async () => {
    const result = await run(backend, kind, {
      model: ['Flatten', ...dense],
      optimizer: { name: 'sgd', learning_rate: 0 },
    });
    expect(moved(result)).toEqual([
      'batch_normalization/moving_mean',
      'batch_normalization/moving_variance',
    ]);
  });

  test('a loss that is no number ends the run', async () => {
    const { epochs } = await run(backend, kind, {
      model: ['Flatten', ...dense.map((layer) => layer)],
      loss: 'mse',
      optimizer: { name: 'sgd', learning_rate: 1e38, momentum: 0.9 },
    });
    expect(epochs.length).toBe(1);
    expect(Number.isFinite(epochs[0]?.train['loss'])).toBe(false);
    expect(epochs[0]?.best).toBe(false);
  });

  test('the rate falls on a plateau and stops early where the spec says so', async () => {
    const stuck = {
      model: ['Flatten', ...dense],
      optimizer: { name: 'sgd', learning_rate: 1e-30 },
      epochs: 6,
      reduce_lr_on_plateau: { patience: 1, factor: 0.5, min_delta: 10 },
    };
    const { epochs } = await run(backend, kind, {
      ...stuck,
      early_stopping: { patience: 3, min_delta: 10 },
    });
    expect(epochs.map(({ learning_rate }) => learning_rate / 1e-30)).toEqual([1, 1, 0.5, 0.25]);
  });
}
