// Products, convolutions and poolings, as they are written.
import { expect, test } from '@jest/globals';
import { batch, floats, tensor, translated } from './calls.js';

const dense = () =>
  translated('MatMul', [tensor([batch, 2]), floats([2, 1], [1, 2], 'dense/kernel')], {
    attributes: { transpose_a: false, transpose_b: false },
    outputs: [[batch, 1]],
  });
const bias = floats([1], [3], 'dense/bias');

test('a bias goes into the product that nobody else takes', () => {
  const { writer, result } = dense();
  const { written } = translated('BiasAdd', [result ?? tensor([]), bias], {
    outputs: [[batch, 1]],
    writer,
  });
  expect(written).toEqual([['Gemm', 'x', [1, 2], [3]]]);
});

test('and is added where somebody does', () => {
  const { writer, result } = dense();
  const { written } = translated('BiasAdd', [result ?? tensor([]), bias], {
    outputs: [[batch, 1]],
    uses: 2,
    writer,
  });
  expect(written.map(([name]) => name)).toEqual(['MatMul', 'Add']);
});

test('what SAME puts around an image, of which one more comes after', () => {
  // 5 places, a window of 2 by 2: three places of 6 in all.
  const { written } = translated('MaxPool', [tensor([batch, 5, 5, 1])], {
    attributes: { ksize: [1, 2, 2, 1], strides: [1, 2, 2, 1], padding: 'SAME' },
    outputs: [[batch, 3, 3, 1]],
  });
  expect(written).toEqual([
    ['Transpose', 'x', { perm: [0, 3, 1, 2] }],
    ['MaxPool', 'it/Transpose', { kernel_shape: [2, 2], strides: [2, 2], pads: [0, 0, 1, 1] }],
  ]);
});

test('kernels have their filters first', () => {
  const kernel = floats(
    [1, 2, 3, 4],
    Array.from({ length: 24 }, (_, i) => i),
    'conv/kernel',
  );
  const { writer } = translated('Conv2D', [tensor([batch, 5, 5, 3], [0, 3, 1, 2]), kernel], {
    attributes: { strides: [1, 1, 1, 1], padding: 'VALID', dilations: [1, 1, 1, 1] },
    outputs: [[batch, 5, 4, 4]],
  });
  const [turned] = writer.initializers;
  expect(turned).toMatchObject({ name: 'conv/kernel/transposed', shape: [4, 3, 1, 2] });
  // Of the first filter: channel by channel, both columns.
  expect([...((turned?.values ?? []) as Float32Array)].slice(0, 6)).toEqual([0, 12, 4, 16, 8, 20]);
});
