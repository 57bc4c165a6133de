// A graph waits for another run of the same steps on the same data, and for no other.
import { expect, test } from '@jest/globals';
import { graphShelf, stepsKey } from '../../../src/training/compiled/shelf.js';
import type { LoadedGraph } from '../../../src/training/compiled/loaded.js';
import type { RunPlan } from '../../../src/training/compiled/emission.js';
import { datasetOf } from '../trainers.js';
import { specOf } from '../../model/specs.js';

const parts = {
  model: [{ Dense: { units: 2, activation: 'softmax' } }],
  loss: 'sparse_categorical_crossentropy',
  metrics: ['accuracy'],
  optimizer: { name: 'adam', learning_rate: 0.1 },
};
const plan = { together: 1, batchSizes: [2] } as unknown as RunPlan;
const keyOf = (changed: Readonly<Record<string, unknown>>, of = plan) =>
  stepsKey(specOf({ ...parts, ...changed }), of);

test.each([
  ['the seed', { seed: 7 }],
  ['the rate', { optimizer: { name: 'adam', learning_rate: 0.2 } }],
  [
    'its schedule',
    {
      optimizer: {
        name: 'adam',
        learning_rate: { name: 'CosineDecay', initial_learning_rate: 0.1, decay_steps: 9 },
      },
    },
  ],
  ['its length', { epochs: 9 }],
  ['when it stops', { early_stopping: { patience: 1 } }],
  ['what it is called', { name: 'other', tags: ['a'], notes: 'b' }],
])('%s is none of its steps', (_, changed) => {
  expect(keyOf(changed)).toEqual(keyOf({}));
});

test.each([
  ['a layer', { model: [{ Dense: { units: 3, activation: 'softmax' } }] }],
  [
    'what is trained of it',
    { model: [{ Dense: { units: 2, activation: 'softmax' }, trainable: false }] },
  ],
  ['the optimizer', { optimizer: { name: 'sgd', learning_rate: 0.1 } }],
  ['its arguments', { optimizer: { name: 'adam', learning_rate: 0.1, beta_1: 0.8 } }],
  ['the loss', { loss: { name: 'sparse_categorical_crossentropy', from_logits: true } }],
  ['the metrics', { metrics: [] }],
  ['what classes weigh', { class_weight: { '0': 2 } }],
  ['the batch', { batch_size: 3 }],
])('%s is', (_, changed) => {
  expect(keyOf(changed)).not.toEqual(keyOf({}));
});

test('so are the sizes of its batches, and how many a call runs', () => {
  expect(keyOf({}, { ...plan, together: 8 })).not.toEqual(keyOf({}));
  expect(keyOf({}, { ...plan, batchSizes: [2, 1] })).not.toEqual(keyOf({}));
});

test('the shelf holds one graph, and frees the one before it', () => {
  const freed: string[] = [];
  const graph = (name: string) =>
    ({ [Symbol.dispose]: () => freed.push(name) }) as unknown as LoadedGraph;
  const data = () =>
    datasetOf({ shape: [2, 1], values: [0, 1] }, { shape: [2], values: [0, 1], kind: 'int' });
  const [one, other] = [data(), data()];
  const [a, b] = [graph('a'), graph('b')];
  const shelf = graphShelf(2);
  expect(shelf.take(one, keyOf({}))).toBeNull();
  shelf.put(one, keyOf({}), a);
  expect(shelf.take(one, keyOf({ seed: 3 }))).toBe(a);
  // It is in use.
  expect(shelf.take(one, keyOf({}))).toBeNull();
  shelf.put(one, keyOf({}), a);
  shelf.put(one, keyOf({}), b);
  expect(freed).toEqual(['a']);
  // Equal data that is not the same has tables of its own.
  expect(shelf.take(other, keyOf({}))).toBeNull();
  expect(freed).toEqual(['a', 'b']);
  shelf.put(one, keyOf({ metrics: [] }), a);
  expect(shelf.take(one, keyOf({}))).toBeNull();
  shelf.put(one, keyOf({}), b);
  shelf[Symbol.dispose]();
  expect(freed).toEqual(['a', 'b', 'a', 'b']);
});
