// Operations that give tensors another shape, as they are written.
import { expect, test } from '@jest/globals';
import { nameOf } from '../../../../src/export/onnx/values.js';
import { batch, tensor, translated, whole, writtenBy } from './calls.js';

test('a transposition is written where somebody needs it, and two that cancel never', () => {
  const { writer, result, written } = translated(
    'Transpose',
    [tensor([batch, 4, 6]), whole(0, 2, 1)],
    {
      outputs: [[batch, 6, 4]],
    },
  );
  expect(written).toEqual([]);
  const back = translated('Transpose', [result ?? tensor([]), whole(0, 2, 1)], {
    outputs: [[batch, 4, 6]],
    writer,
  });
  expect(nameOf(writer, back.result ?? tensor([]))).toBe('x');
  expect(writtenBy(writer)).toEqual([]);
  nameOf(writer, result ?? tensor([]));
  expect(writtenBy(writer)).toEqual([['Transpose', 'x', { perm: [0, 2, 1] }]]);
});

test('the batch is what is left in a shape', () => {
  const { written } = translated('Reshape', [tensor([batch, 4, 6]), whole(-1, 24)], {
    outputs: [[batch, 24]],
  });
  expect(written).toEqual([['Reshape', 'x', [-1, 24]]]);
});

test('a shape that is had already is not written', () => {
  const { written } = translated('Reshape', [tensor([batch, 4]), whole(-1, 4)], {
    outputs: [[batch, 4]],
  });
  expect(written).toEqual([]);
});

test('a sequence becomes an image of one row without being turned', () => {
  // [batch, steps, channels], its channels first.
  const { result, written } = translated(
    'Reshape',
    [tensor([batch, 9, 2], [0, 2, 1]), whole(-1, 1, 9, 2)],
    {
      outputs: [[batch, 1, 9, 2]],
    },
  );
  expect(written).toEqual([['Reshape', 'x', [-1, 2, 1, 9]]]);
  expect(result).toMatchObject({ layout: [0, 3, 1, 2] });
});
