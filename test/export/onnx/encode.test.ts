// The bytes of a model; what onnx itself makes of them, onnx.test.ts shows.
import { expect, test } from '@jest/globals';
import { encodeModel } from '../../../src/export/onnx/encode.js';

const model = {
  name: 'g',
  about: '',
  version: '1',
  inputs: [],
  outputs: [],
  initializers: [],
  metadata: { a: 'b' },
};
const node = {
  operation: 'Relu',
  name: 'n',
  inputs: ['x'],
  outputs: ['y'],
  attributes: {},
} as const;
const encoded = (domain: '' | 'ai.onnx.ml'): string =>
  Buffer.from(encodeModel({ ...model, nodes: [{ ...node, domain }] })).toString('latin1');

test('begins with version 8 of the format', () => {
  // Field 1, a varint.
  expect(encoded('').startsWith('\x08\x08')).toBe(true);
});

test('asks for opset 17, and for the second table only where it is used', () => {
  // opset_import is field 8: { domain: '', version: 17 }, { domain: 'ai.onnx.ml', version: 3 }.
  expect(encoded('')).toContain('\x42\x04\x0a\x00\x10\x11');
  expect(encoded('')).not.toContain('ai.onnx.ml');
  expect(encoded('ai.onnx.ml')).toContain('\x0a\x0aai.onnx.ml\x10\x03');
});

test('holds what is said of it', () => {
  // metadata_props is field 14.
  expect(encoded('')).toContain('\x72\x06\x0a\x01a\x12\x01b');
});
