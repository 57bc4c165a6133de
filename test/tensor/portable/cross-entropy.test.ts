import { expect, test } from '@jest/globals';
import { gradientsOf, openBackend } from '../../../src/tensor/backend.js';
import {
  oneHotRows,
  sigmoidCrossEntropy,
  softmaxCrossEntropy,
  sparseSoftmaxCrossEntropy,
} from '../../../src/tensor/portable/cross-entropy.js';
import { tf } from '../../../src/tensor/tfjs.js';

await openBackend({ kind: 'cpu' });

const near = (wanted: readonly number[]): readonly unknown[] =>
  wanted.map((value) => expect.closeTo(value, 5));

test('of a softmax with class numbers, and with probabilities', () => {
  // −log of 1/3; of a probability that float32 does not hold: 1000 below the largest.
  const logits = tf.tensor([0, 0, 0, 1000, 0, 0], [2, 3]);
  const labels = tf.tensor1d([2, 1], 'int32');
  expect([...sparseSoftmaxCrossEntropy(logits, labels).dataSync()]).toEqual(
    near([Math.log(3), 1000]),
  );
  const half = tf.tensor([0.5, 0.5, 0, 1, 0, 0], [2, 3]);
  expect([...softmaxCrossEntropy(logits, half).dataSync()]).toEqual(near([Math.log(3), 0]));
});

test('of a sigmoid, without overflow, and with its slope at 0: σ(0) − y', () => {
  const logits = tf.tensor([0, 1000, -1000], [3, 1]);
  const targets = tf.tensor([1, 0, 0], [3, 1]);
  expect([...sigmoidCrossEntropy(logits, targets).dataSync()]).toEqual(near([Math.LN2, 1000, 0]));
  const { gradients } = gradientsOf(() => tf.sum(sigmoidCrossEntropy(logits, targets)), [logits]);
  expect([...(gradients[0]?.dataSync() ?? [])]).toEqual(near([-0.5, 1, 0]));
});

test('class numbers as rows', () => {
  const rows = oneHotRows(tf.tensor1d([1, 0], 'int32'), 3);
  expect([rows.dtype, ...rows.dataSync()]).toEqual(['float32', 0, 1, 0, 1, 0, 0]);
});
