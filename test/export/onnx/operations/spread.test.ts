// In which order of axes tensors come together.
import { expect, test } from '@jest/globals';
import { commonLayout } from '../../../../src/export/onnx/operations/spread.js';
import { nameIn } from '../../../../src/export/onnx/values.js';
import { GraphWriter } from '../../../../src/export/onnx/writer.js';
import { batch, floats, tensor, translated } from './calls.js';

const shape = [batch, 4, 5, 3];
const first = [0, 3, 1, 2];

test('one that all are had in', () => {
  const plain = tensor(shape);
  const turned = tensor(shape, first, 'y');
  expect(commonLayout([turned, tensor(shape, first, 'z')], 4)).toEqual(first);
  nameIn(new GraphWriter(['x', 'y'], 'x'), plain, first);
  expect(commonLayout([turned, plain], 4)).toEqual(first);
  expect(commonLayout([plain, turned], 4)).toEqual(first);
});

test('TensorFlow’s where there are constants only', () => {
  expect(commonLayout([floats([2], [1, 2])], 2)).toEqual([0, 1]);
});

test('a tensor of fewer axes is spread over one that is turned back for it', () => {
  const { written } = translated('Add', [tensor(shape, first), tensor([4, 1, 3], undefined, 'y')], {
    outputs: [shape],
  });
  expect(written).toEqual([
    ['Transpose', 'x', { perm: [0, 2, 3, 1] }],
    ['Add', 'it/Transpose', 'y'],
  ]);
});
