// Operations that add places, as they are written.
import { expect, test } from '@jest/globals';
import { batch, floats, tensor, translated, whole } from './calls.js';

test('edges in the order in which the axes lie', () => {
  const { written } = translated(
    'PadV2',
    [tensor([batch, 4, 5, 3], [0, 3, 1, 2]), whole(0, 0, 1, 2, 3, 4, 0, 0), floats([], [7])],
    { outputs: [[batch, 7, 12, 3]] },
  );
  expect(written).toEqual([['Pad', 'x', [0, 0, 1, 3, 0, 0, 2, 4], [7]]]);
});

test('no edges at all are not written', () => {
  const { written } = translated('PadV2', [tensor([batch, 4]), whole(0, 0, 0, 0)], {
    outputs: [[batch, 4]],
  });
  expect(written).toEqual([]);
});

test('places within a block come before the batch', () => {
  const { written } = translated(
    'SpaceToBatchND',
    [tensor([batch, 4, 6, 3]), whole(2, 3), whole(0, 0, 0, 0)],
    {
      outputs: [[{ batches: 6 }, 2, 2, 3]],
    },
  );
  // As TensorFlow documents it: [batch, 4/2, 2, 6/3, 3, 3] → [2, 3, batch, 2, 2, 3].
  expect(written.slice(-3)).toEqual([
    ['Reshape', expect.anything(), [-1, 2, 2, 2, 3, 3]],
    ['Transpose', 'it/Reshape', { perm: [2, 4, 0, 1, 3, 5] }],
    ['Reshape', 'it/Transpose', [-1, 2, 2, 3]],
  ]);
});
