// Operations value by value, as they are written.
import { expect, test } from '@jest/globals';
import { batch, floats, tensor, translated } from './calls.js';

const image = [batch, 4, 5, 3];
const first = [0, 3, 1, 2];

test('a tensor stays in the order in which it lies', () => {
  const { result, written } = translated('Relu', [tensor(image, first)], { outputs: [image] });
  expect(written).toEqual([['Relu', 'x']]);
  expect(result).toMatchObject({ shape: image, layout: first });
});

test('a constant along the channels is spread where they lie', () => {
  const { written, writer } = translated(
    'Mul',
    [tensor(image, first), floats([3], [1, 2, 3], 'norm/gamma')],
    { outputs: [image] },
  );
  expect(written).toEqual([['Mul', 'x', [1, 2, 3]]]);
  expect(writer.initializers.map(({ shape }) => shape)).toEqual([[1, 3, 1, 1]]);
});

test('zeros like a tensor are one zero where they are spread', () => {
  const zeros = translated('ZerosLike', [tensor([batch, 3])], { outputs: [[batch, 3]] });
  expect(zeros.written).toEqual([]);
  const { written } = translated('Add', [tensor([batch, 3]), zeros.result ?? tensor([])], {
    outputs: [[batch, 3]],
  });
  expect(written).toEqual([['Add', 'x', [0]]]);
});

test('a cast to the type that it is already is none', () => {
  const attributes = { SrcT: 1, DstT: 1 };
  expect(translated('Cast', [tensor([batch])], { attributes, outputs: [[batch]] }).written).toEqual(
    [],
  );
  const { written } = translated('Cast', [tensor([batch])], {
    attributes: { SrcT: 10, DstT: 1 },
    outputs: [[batch]],
  });
  // TensorProto.FLOAT is 1.
  expect(written).toEqual([['Cast', 'x', { to: 1 }]]);
});

test('e^x − 1 keeps the digits of a small x', () => {
  const { written } = translated('Expm1', [tensor([batch])], { outputs: [[batch]] });
  expect(written.map(([name]) => name)).toEqual(['Mul', 'Tanh', 'Exp', 'Add', 'Mul']);
});

test('what is subtracted is added, so that a reader may make it part of a product', () => {
  const { written } = translated('Sub', [tensor([batch, 2]), floats([2], [1, -2], 'norm/mean')], {
    outputs: [[batch, 2]],
  });
  expect(written).toEqual([['Add', 'x', [-1, 2]]]);
});
