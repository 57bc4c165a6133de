// What a translation is told of its operation.
import { expect, test } from '@jest/globals';
import { Call } from '../../../src/export/onnx/translation.js';
import { GraphWriter } from '../../../src/export/onnx/writer.js';
import { batch, tensor, whole } from './operations/calls.js';

const call = new Call({
  writer: new GraphWriter(['x'], 'x'),
  operation: {
    name: 'Pad',
    attributes: [
      { name: 'axis', type: 0, value: -1 },
      { name: 'strides', type: 0, value: [1, 2] },
      { name: 'keep', type: 0, value: true },
      { name: 'padding', type: 0, value: 'SAME' },
    ],
    inputs: [1, 2],
    outputs: [{ id: 3, shape: [batch, 4], dtype: 1 }],
    layer: 'it',
  },
  inputs: [tensor([batch, 4], [1, 0]), whole(-1)],
  uses: () => 1,
});

test('attributes', () => {
  expect(call.numberAttribute('axis')).toBe(-1);
  expect(call.numbersAttribute('strides')).toEqual([1, 2]);
  expect([call.isSet('keep'), call.isSet('lose')]).toEqual([true, false]);
  expect(call.textAttribute('padding')).toBe('SAME');
  expect(() => call.numberAttribute('depth')).toThrow('depth of Pad is missing');
  expect(() => call.numbersAttribute('axis')).toThrow('axis of Pad is no list');
});

test('inputs', () => {
  expect(call.layout()).toEqual([1, 0]);
  expect(call.axis(1, 2)).toBe(1);
  expect(call.name(0, [1, 0])).toBe('x');
  expect(() => call.input(2)).toThrow();
});
