import { expect, test } from '@jest/globals';
import { gradientsOf } from '../../../src/tensor/backend.js';
import { gatherRows } from '../../../src/tensor/native/embedding.js';
import { tf } from '../../../src/tensor/tfjs.js';
import { openNative } from '../../model/keras.js';

const { native } = await openNative();

test("rows by their numbers; a row's gradient is the sum of those of its places", () => {
  if (!native) throw new Error('no native TensorFlow');
  const table = tf.tensor([1, 2, 3, 4, 5, 6], [3, 2]);
  const numbers = tf.tensor([2, 0, 2, 2], [2, 2], 'int32');
  const rows = gatherRows(native, numbers, table);
  expect(rows.shape).toEqual([2, 2, 2]);
  expect([...rows.dataSync()]).toEqual([5, 6, 1, 2, 5, 6, 5, 6]);
  const by = tf.tensor([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2]);
  const { gradients } = gradientsOf(
    () => tf.sum(tf.mul(gatherRows(native, numbers, table), by)),
    [table],
  );
  // 1 + 5 + 7, 2 + 6 + 8; nothing; 3, 4.
  expect([...(gradients[0]?.dataSync() ?? [])]).toEqual([3, 4, 0, 0, 13, 16]);
});
