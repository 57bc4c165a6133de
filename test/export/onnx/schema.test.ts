// The descriptors of onnx.proto: a model's bytes, by hand.
import { expect, test } from '@jest/globals';
import { modelBytes } from '../../../src/export/onnx/schema.js';

test('fields by their numbers, zeros that are set included', () => {
  const bytes = modelBytes({
    irVersion: 0n,
    graph: { node: [{ opType: 'Neg', input: ['x'] }] },
  });
  // ir_version: 1, varint; graph: 7, of 8 bytes; node: 1, of 8; input: 1, op_type: 4.
  expect([...bytes]).toEqual([
    0x08, 0, 0x3a, 10, 0x0a, 8, 0x0a, 1, 0x78, 0x22, 3, 0x4e, 0x65, 0x67,
  ]);
});
