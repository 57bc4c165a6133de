// Names and constants of a graph in the making.
import { expect, test } from '@jest/globals';
import { GraphWriter, reshaping } from '../../../src/export/onnx/writer.js';

test('names are unique, and none is one that was reserved', () => {
  const writer = new GraphWriter(['x', 'hidden/Relu'], 'x');
  writer.layer = 'hidden';
  expect(writer.one('Relu', ['x'])).toBe('hidden/Relu_1');
  expect(writer.one('Relu', ['x'])).toBe('hidden/Relu_2');
  expect(writer.constant('float', [1], Float32Array.of(1), 'x')).toBe('x_1');
});

test('equal small constants are one, of zero and minus zero two', () => {
  const writer = new GraphWriter([], 'x');
  expect(writer.float(0)).toBe(writer.float(0));
  expect(writer.float(0)).not.toBe(writer.float(-0));
  expect(writer.numbers([1, 2])).toBe(writer.numbers([1, 2]));
  expect(writer.numbers([1])).not.toBe(writer.number(1));
  expect(writer.initializers).toHaveLength(5);
});

test('the batch is asked of what is fed, once', () => {
  const writer = new GraphWriter(['x'], 'x');
  writer.shape([{ batches: 1 }, 3]);
  writer.shape([3, { batches: 2 }]);
  expect(writer.nodes.map(({ operation }) => operation)).toEqual([
    'Shape',
    'Concat',
    'Mul',
    'Concat',
  ]);
  expect(writer.shape([2, 3])).toBe(writer.numbers([2, 3]));
});

test('where the batch is in two axes, both are calculated', () => {
  const writer = new GraphWriter(['x'], 'x');
  expect(reshaping(writer, [{ batches: 1 }, 3])).toBe(writer.numbers([-1, 3]));
  reshaping(writer, [{ batches: 1 }, { batches: 1 }]);
  expect(writer.nodes.map(({ operation }) => operation)).toEqual(['Shape', 'Concat']);
});

test('what is no operation’s result gets a copy under the name that it must have', () => {
  const writer = new GraphWriter(['x', 'y', 'z'], 'x');
  writer.call('x', 'y');
  writer.call(writer.one('Relu', ['y']), 'z');
  expect(writer.nodes.map(({ inputs, outputs }) => [inputs, outputs])).toEqual([
    [['x'], ['y']],
    [['y'], ['z']],
  ]);
});
