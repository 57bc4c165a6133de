// ONNX' words and numbers for what tensors hold.
import { expect, test } from '@jest/globals';
import { dataTypes, float, int, ints, text, texts } from '../../../src/export/onnx/model.js';

test('the numbers are those of TensorProto.DataType', () => {
  expect(dataTypes).toEqual({
    float: 1,
    uint8: 2,
    int32: 6,
    int64: 7,
    string: 8,
    bool: 9,
    double: 11,
  });
});

test('attributes know their kind', () => {
  expect([int(1), float(1), ints([1]), text('a'), texts(['a'])].map(({ kind }) => kind)).toEqual([
    'int',
    'float',
    'ints',
    'text',
    'texts',
  ]);
});
