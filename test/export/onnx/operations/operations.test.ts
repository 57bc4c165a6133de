// The table from TensorFlow's operations to ONNX'. What its entries write, onnxruntime runs in
// ../onnx.test.ts.
import { expect, test } from '@jest/globals';
import { elementwise } from '../../../../src/export/onnx/operations/elementwise.js';
import { joining } from '../../../../src/export/onnx/operations/joining.js';
import { operations } from '../../../../src/export/onnx/operations/operations.js';
import { padding } from '../../../../src/export/onnx/operations/padding.js';
import { products } from '../../../../src/export/onnx/operations/products.js';
import { recurrent } from '../../../../src/export/onnx/operations/recurrent.js';
import { reducing } from '../../../../src/export/onnx/operations/reducing.js';
import { shaping } from '../../../../src/export/onnx/operations/shaping.js';

test('holds every operation of its parts, each once', () => {
  const parts = [elementwise, joining, padding, products, recurrent, reducing, shaping];
  const names = parts.flatMap((part) => Object.keys(part));
  expect(Object.keys(operations).sort()).toEqual([...names].sort());
  expect(new Set(names).size).toBe(names.length);
});
