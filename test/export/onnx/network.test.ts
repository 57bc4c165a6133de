// A recorded pass in ONNX. That it gives what it should, onnx.test.ts has onnxruntime show.
import { expect, test } from '@jest/globals';
import { writeNetwork } from '../../../src/export/onnx/network.js';
import { stored } from '../../../src/export/onnx/values.js';
import { GraphWriter } from '../../../src/export/onnx/writer.js';

const value = (id: number) => ({ id, shape: [{ batches: 1 }, 2], dtype: 1 });
const pass = (name: string) => ({
  operations: [{ name, attributes: [], inputs: [1], outputs: [value(2)], layer: 'hidden' }],
  constants: new Map(),
  inputs: [value(1)],
  output: value(2),
});

test('operations are called after their layers', () => {
  const writer = new GraphWriter(['x'], 'x');
  expect(writeNetwork(writer, pass('Relu'), [stored(value(1), 'x')])).toBe('hidden/Relu');
});

test('what ONNX has nothing for is refused by the name of its layer', () => {
  const writer = new GraphWriter(['x'], 'x');
  expect(() => writeNetwork(writer, pass('Bessel'), [stored(value(1), 'x')])).toThrow(
    /^the layer hidden cannot be exported to onnx: it computes Bessel/,
  );
});

test('and what is told a number that is not there yet', () => {
  const writer = new GraphWriter(['x'], 'x');
  const told = { ...pass('Cumsum'), constants: new Map() };
  const [operation] = told.operations;
  const operations = operation ? [{ ...operation, inputs: [1, 1] }] : [];
  expect(() => writeNetwork(writer, { ...told, operations }, [stored(value(1), 'x')])).toThrow(
    'the layer hidden cannot be exported to onnx: Cumsum is told its numbers by a computation',
  );
});
