import { expect, test } from '@jest/globals';
import { openBackend } from '../../../src/tensor/backend.js';
import { batchNorm, batchNormInference } from '../../../src/tensor/portable/normalization.js';
import { tf } from '../../../src/tensor/tfjs.js';

await openBackend({ kind: 'cpu' });

const x = tf.tensor([1, 10, 3, 30], [2, 2]);
const [scale, offset] = [tf.tensor1d([2, 1]), tf.tensor1d([0.5, 0])];

test("channels are brought to the batch's own mean 0 and variance 1, then scaled and shifted", () => {
  const { output, mean, variance } = batchNorm(x, scale, offset, 0, (tensor) => tensor);
  expect([...mean.dataSync(), ...variance.dataSync()]).toEqual([2, 20, 1, 100]);
  // ±1 in both channels.
  expect([...output.dataSync()]).toEqual([-1.5, -1, 2.5, 1]);
});

test('or to mean and variance that are given', () => {
  const [mean, variance] = [tf.tensor1d([0, 10]), tf.tensor1d([3, 24])];
  // √(3 + 1) is 2, √(24 + 1) is 5.
  const output = batchNormInference(x, scale, offset, mean, variance, 1);
  expect([...output.dataSync()]).toEqual([1.5, 0, 3.5, 4]);
});
