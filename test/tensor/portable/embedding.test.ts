import { expect, test } from '@jest/globals';
import { gradientsOf, openBackend } from '../../../src/tensor/backend.js';
import { lookUp } from '../../../src/tensor/portable/embedding.js';
import { tf } from '../../../src/tensor/tfjs.js';

await openBackend({ kind: 'cpu' });

test("rows by their numbers; a row's gradient is the sum of those of its places", () => {
  const table = tf.tensor([1, 2, 3, 4, 5, 6], [3, 2]);
  const numbers = tf.tensor([2, 0, 2, 2], [2, 2], 'int32');
  const rows = lookUp(numbers, table);
  expect(rows.shape).toEqual([2, 2, 2]);
  expect([...rows.dataSync()]).toEqual([5, 6, 1, 2, 5, 6, 5, 6]);
  const by = tf.tensor([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2]);
  const { gradients } = gradientsOf(() => tf.sum(tf.mul(lookUp(numbers, table), by)), [table]);
  // 1 + 5 + 7, 2 + 6 + 8; nothing; 3, 4.
  expect([...(gradients[0]?.dataSync() ?? [])]).toEqual([3, 4, 0, 0, 13, 16]);
});
