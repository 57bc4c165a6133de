// Which tensors a network's weights begin with, and every one that does not fit; the first epoch from
// them is Keras'.
import { describe, expect, test } from '@jest/globals';
import { planNetwork } from '../../src/model/network.js';
import { beginningWith, transferTo, type NamedShape } from '../../src/model/transfer.js';
import { openBackend } from '../../src/tensor/backend.js';
import type { EpochRecord } from '../../src/training/epoch.js';
import { train } from '../../src/training/train.js';
import { openTrainer } from '../../src/training/trainer.js';
import { datasetOf, epochsOf } from '../training/trainers.js';
import { distance, readFixture, type Saved, type SavedWeights } from './fixtures.js';
import { networkOf, specOf } from './specs.js';

const model = [
  { Dense: 5, name: 'hidden' },
  { block: [{ Dense: 4, name: 'inner' }], name: 'block' },
  { Dense: 3, name: 'output' },
];
const network = networkOf(model, [2]);
const keys = network.weights.map(({ key }) => key);
const same: readonly NamedShape[] = network.weights.map(({ key, shape }) => ({ name: key, shape }));
const plain = { rename: {}, only: null };
const misfits = (
  tensors: readonly NamedShape[],
  wishes: Partial<Parameters<typeof transferTo>[2]> = {},
): readonly string[] => transferTo(network, tensors, { ...plain, ...wishes }).misfits;

describe('by the names of layers', () => {
  test('all of the same', () => {
    const { taken, ...rest } = transferTo(network, same, plain);
    expect([...taken]).toEqual(keys.map((key) => [key, key]));
    expect(rest).toEqual({ fresh: [], left: [], misfits: [] });
  });

  test('a layer that only one side has is none of the other, and both are told', () => {
    const tensors = [...same.slice(0, 2), { name: 'head/kernel', shape: [9] }];
    expect(transferTo(network, tensors, plain)).toMatchObject({
      fresh: keys.slice(2),
      left: ['head/kernel'],
      misfits: [],
    });
  });

  test('what has other names is renamed: a layer, a block, a weight', () => {
    const old = same.map(({ name, shape }) => ({
      name: name
        .replace('block/', 'part/')
        .replace('hidden/', 'part/first/')
        .replace('output/bias', 'shift'),
      shape,
    }));
    const rename = { part: 'block', 'part/first': 'hidden', shift: 'output/bias' };
    const { taken, misfits: found } = transferTo(network, old, { ...plain, rename });
    expect(found).toEqual([]);
    expect([...taken]).toEqual(keys.map((key, i) => [key, old[i]?.name]));
  });

  test('only some are taken', () => {
    const of = (only: readonly string[]) => [
      ...transferTo(network, same, { ...plain, only }).taken.keys(),
    ];
    expect(of(['hidden'])).toEqual(['hidden/kernel', 'hidden/bias']);
    expect(of(['block/*'])).toEqual(['block/inner/kernel', 'block/inner/bias']);
    expect(of(['*/kernel'])).toEqual(keys.filter((key) => key.endsWith('kernel')));
  });
});

describe('what does not fit', () => {
  test('is all told, with both shapes', () => {
    const tensors = [
      { name: 'hidden/kernel', shape: [3, 5] },
      { name: 'hidden/scale', shape: [5] },
      ...same.slice(2, 5),
    ];
    expect(misfits(tensors)).toEqual([
      'hidden/kernel is [2, 5] here and [3, 5] in the source',
      'hidden/bias is [5] here, and not in the source',
      'hidden/scale is [5] in the source, and not here',
      'output/bias is [3] here, and not in the source',
    ]);
    // As many values are not the same shape.
    expect(misfits([{ name: 'hidden/kernel', shape: [5, 2] }, ...same.slice(1)])).toEqual([
      'hidden/kernel is [2, 5] here and [5, 2] in the source',
    ]);
    // What is not wanted may be as it likes.
    expect(misfits(tensors, { only: ['block/*'] })).toEqual([]);
  });

  test('names that are not there, on either side', () => {
    expect(misfits(same, { rename: { hiden: 'hidden' } })).toEqual([
      'rename: the source has no "hiden"; there are hidden, output, block/inner',
    ]);
    expect(misfits(same, { rename: { hidden: 'first' } })[0]).toBe(
      'rename: no weights here are called "first"; there are hidden, output, block/inner',
    );
    expect(misfits(same, { rename: { output: 'hidden' } }).slice(0, 2)).toEqual([
      'rename: both hidden/kernel and output/kernel would be hidden/kernel',
      'rename: both hidden/bias and output/bias would be hidden/bias',
    ]);
    expect(misfits(same, { only: ['conv_*'] })).toEqual([
      expect.stringContaining('only: no layer with weights is called "conv_*"'),
    ]);
    expect(misfits(same.slice(2), { only: ['hidden'] })).toEqual([
      'there is no hidden in the source',
    ]);
  });

  test('nothing at all', () => {
    expect(misfits([{ name: 'conv/kernel', shape: [3] }])).toEqual([
      'no layer has the same name: the source has conv, and the model hidden, block/inner, output',
    ]);
    expect(misfits([])).toHaveLength(1);
  });
});

type Fixture = {
  readonly input: Saved;
  readonly targets: Saved;
  readonly given: SavedWeights;
  readonly cases: readonly {
    readonly frozen: readonly string[];
    readonly loss: number;
    readonly val_loss: number;
    readonly weights: SavedWeights;
  }[];
};

describe("the first epoch is that of Keras' set_weights", () => {
  const { input, targets, given, cases } = readFixture<Fixture>('initial-weights');

  test.each(cases)('with $frozen frozen', async ({ frozen, loss, val_loss, weights }) => {
    const backend = await openBackend({ kind: 'cpu' });
    const dataset = datasetOf(input, { ...targets, kind: 'int' });
    const spec = specOf({
      model: [
        { Dense: { units: 5, activation: 'tanh' }, name: 'hidden' },
        { Dense: { units: 3, activation: 'softmax' }, name: 'output' },
      ],
      loss: 'sparse_categorical_crossentropy',
      optimizer: { name: 'sgd', learning_rate: 0.1, momentum: 0.9 },
      batch_size: 24,
      freeze: frozen,
    });
    const values = new Map(
      Object.entries(given).map(([key, { values: of }]) => [key, Float32Array.from(of)]),
    );
    const begun = beginningWith(planNetwork(spec.model, dataset.inputs), values);
    using trainer = openTrainer(backend, spec, begun, dataset);
    expect(await trainer.readWeights()).toEqual(values);
    const epochs: EpochRecord[] = [];
    for await (const epoch of epochsOf(train(trainer, dataset))) epochs.push(epoch);
    const [first] = epochs;
    expect(Math.abs((first?.train['loss'] ?? NaN) - loss)).toBeLessThan(1e-6);
    expect(Math.abs((first?.validation['loss'] ?? NaN) - val_loss)).toBeLessThan(1e-6);
    for (const [key, of] of await trainer.readWeights()) {
      expect([key, distance(of, weights[key]?.values ?? []) < 1e-6]).toEqual([key, true]);
    }
  });
});
