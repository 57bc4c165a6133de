// The weights of recurrent layers in ONNX' order. That the layers give what Keras' give,
// ../onnx.test.ts has onnxruntime show.
import { expect, test } from '@jest/globals';
import { gateRows } from '../../../../src/export/onnx/operations/recurrent.js';

test('gates in another order, their columns as rows', () => {
  // Two inputs, four gates of one unit: input, forget, candidate, output.
  const kernel = Float32Array.of(1, 2, 3, 4, 10, 20, 30, 40);
  // Input, output, forget, candidate.
  expect([...gateRows(kernel, [2, 4], [0, 3, 1, 2])]).toEqual([1, 10, 4, 40, 2, 20, 3, 30]);
});

test('units stay together', () => {
  const kernel = Float32Array.of(1, 2, 3, 4, 5, 6);
  expect([...gateRows(kernel, [1, 6], [2, 0, 1])]).toEqual([5, 6, 1, 2, 3, 4]);
});
