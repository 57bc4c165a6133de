// Specs under experiments/ train to the same weights on eager operations and on a graph: all of them
// in the whole form, else as many as have every layer and optimizer among them. And
// what the comparison of weights stands on.
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Dataset } from '../../src/dataset/dataset.js';
import { loadDataset } from '../../src/dataset/datasets.js';
import { language } from '../../src/experiment/language.js';
import { planNetwork } from '../../src/model/network.js';
import { randomNormal } from '../../src/ground/random.js';
import { batchesTogetherIn } from '../../src/training/compiled/traced.js';
import { readSpec } from '../../src/spec/read.js';
import type { Spec } from '../../src/spec/spec.js';
import { experimentFiles } from '../experiments.js';
import { root } from '../folders.js';
import { covering, layersIn } from '../model/covering.js';
import { openNative, specOf } from '../model/keras.js';
import { isWhole } from '../whole.js';
import {
  decidedByRounding,
  disagreement,
  firstBatches,
  firstRows,
  trainedOn,
} from './agreement.js';
import { datasetOf } from './trainers.js';

const backend = await openNative();
const folder = join(root, 'experiments');

const loaded = new Map<string, Dataset>();

/** Nine batches of 32 and a smaller one, of the spec's own data. */
async function loadFew({ dataset }: Spec, from: string): Promise<Dataset> {
  const key = JSON.stringify(dataset);
  const few =
    loaded.get(key) ??
    firstRows(
      await loadDataset(dataset, { folder: from, targets: 'either', notify: () => undefined }),
      300,
      50,
    );
  loaded.set(key, few);
  return few;
}

// What there is to agree on: layers, and the optimizer.
const parts = new Map(
  experimentFiles().map((name) => {
    const { spec } = readSpec(join(folder, name), { language });
    return [name, [...layersIn(spec.model), `optimizer ${spec.optimizer.name}`]] as const;
  }),
);
const chosen = isWhole
  ? experimentFiles()
  : covering(experimentFiles(), (name) => parts.get(name) ?? []);

test.each(chosen)('%s', async (name) => {
  const { spec } = readSpec(join(folder, name), { language });
  const { together: _, ...found } = await disagreement(
    backend,
    spec,
    await loadFew(spec, dirname(join(folder, name))),
  );
  expect(found).toEqual({ apart: {}, inCalls: [] });
});

// TensorFlow adds up more than two gradients in the order of their nodes' names, which must be that
// of one step in all.
test('several steps in a call add gradients up in the order of one step', async () => {
  const model = ['BatchNormalization', { Dense: 1 }];
  const spec = specOf({
    model,
    loss: { name: 'binary_crossentropy', from_logits: true },
    metrics: ['accuracy', 'binary_accuracy', 'rmse'],
    optimizer: 'adam',
    batch_size: 3,
    seed: 3,
  });
  const dataset = datasetOf(
    { shape: [60, 6], values: [...randomNormal({ seed: 3, stream: 1 }, 360)] },
    { shape: [60], values: Array.from({ length: 60 }, (_, i) => i % 2), kind: 'int' },
  );
  const found = await disagreement(backend, spec, dataset, batchesTogetherIn(Infinity));
  expect(found.inCalls).toEqual([]);
  expect(found.together).toBe(8);
});

describe('weights that rounding decides', () => {
  const linear = { Dense: 4, name: 'first' };
  const head = { Dense: 1, name: 'head' };
  const norm = { BatchNormalization: null, name: 'norm' };
  const images = [3, 3, 2];
  test.each<[string, readonly unknown[], readonly number[], readonly string[]]>([
    [
      'a bias before batch normalisation',
      [linear, norm, head],
      [3],
      ['first/bias', 'norm/moving_mean'],
    ],
    ['not with an activation between', [linear, { Activation: 'relu' }, norm, head], [3], []],
    [
      'nor with its own',
      [{ Dense: { units: 4, activation: 'tanh' }, name: 'first' }, norm, head],
      [3],
      [],
    ],
    [
      'nor where the normalisation is frozen',
      [linear, { ...norm, trainable: false }, head],
      [3],
      [],
    ],
    [
      'through a linear layer',
      [linear, { Dense: 3, name: 'second' }, norm, head],
      [3],
      ['first/bias', 'second/bias', 'norm/moving_mean'],
    ],
    [
      'the shift of another normalisation',
      [linear, { BatchNormalization: null, name: 'other' }, norm, head],
      [3],
      ['first/bias', 'other/beta', 'other/moving_mean', 'norm/moving_mean'],
    ],
    [
      'a sum with the input',
      [linear, { Add: null, inputs: ['first', 'input'], name: 'sum' }, norm, head],
      [4],
      ['first/bias', 'norm/moving_mean'],
    ],
    [
      'not where some of it goes elsewhere',
      [
        linear,
        { ...norm, inputs: 'first' },
        { Concatenate: null, inputs: ['first', 'norm'] },
        head,
      ],
      [3],
      [],
    ],
    [
      'through pooling and flattening',
      [
        { Conv2D: { filters: 2, kernel_size: 2 }, name: 'first' },
        { MaxPooling2D: 2 },
        'Flatten',
        norm,
        head,
      ],
      images,
      ['first/bias', 'norm/moving_mean'],
    ],
    [
      'not through a convolution over a border',
      [
        { ...linear },
        { Conv2D: { filters: 2, kernel_size: 2, padding: 'same', use_bias: false } },
        norm,
        'Flatten',
        head,
      ],
      images,
      [],
    ],
  ])('%s', async (_, model, shape, expected) => {
    const spec = specOf({
      model,
      optimizer: { name: 'sgd', learning_rate: 1 },
      batch_size: 8,
      seed: 3,
    });
    const network = planNetwork(spec.model, [{ name: 'x', shape }]);
    const size = shape.reduce((a, b) => a * b, 1);
    const dataset = datasetOf(
      { shape: [8, ...shape], values: [...randomNormal({ seed: 5, stream: 1 }, 8 * size)] },
      { shape: [8], values: [...randomNormal({ seed: 5, stream: 2 }, 8)], kind: 'float' },
    );
    expect([...decidedByRounding(network)].sort()).toEqual([...expected].sort());
    // A step of gradient descent shows the gradients: zero, but for rounding, of these weights
    // alone.
    const before = await trainedOn(backend, spec, dataset, [], 'eager');
    const after = await trainedOn(backend, spec, dataset, firstBatches(spec, dataset, 1), 'eager');
    const moved = network.weights
      .filter(({ trainable }) => trainable)
      .map(
        ({ key }) =>
          [
            key,
            Math.hypot(
              ...(after.weights.get(key) ?? []).map(
                (value, i) => value - (before.weights.get(key)?.[i] ?? NaN),
              ),
            ),
          ] as const,
      );
    expect(
      moved
        .filter(([, distance]) => distance < 1e-5)
        .map(([key]) => key)
        .sort(),
    ).toEqual(expected.filter((key) => !key.endsWith('moving_mean')).sort());
  });
});
