// A step has the same bits wherever it stands in a graph: TensorFlow's optimizer, which turns sums
// and products round by the names around them, leaves those of a step as they are.
import { expect, test } from '@jest/globals';
import { randomNormal } from '../../src/ground/random.js';
import { openNative, specOf } from '../model/keras.js';
import { disagreement } from './agreement.js';
import { datasetOf } from './trainers.js';

const backend = await openNative();
const values = Array.from(randomNormal({ seed: 3, stream: 1 }, 15 * 12));
const dataset = datasetOf(
  { shape: [15, 12], values },
  { shape: [15], values: values.slice(0, 15).map((value) => (value > 0 ? 1 : 0)), kind: 'int' },
);

test.each([1, 2, 3, 4, 5, 6])('a loss that is a product of three (seed %d)', async (seed) => {
  const parts = {
    model: [{ Dense: 1, name: 'head' }],
    loss: { name: 'binary_focal_crossentropy', gamma: 3, from_logits: true },
    optimizer: { name: 'sgd', learning_rate: 0.01 },
    batch_size: 5,
    seed,
  };
  expect(await disagreement(backend, specOf(parts), dataset, 8)).toEqual({
    apart: {},
    inCalls: [],
    together: 8,
  });
});
