// What TensorFlow's values become.
import { expect, test } from '@jest/globals';
import {
  elementType,
  fixed,
  nameIn,
  nameOf,
  plainNumbersOf,
  stored,
} from '../../../src/export/onnx/values.js';
import { GraphWriter } from '../../../src/export/onnx/writer.js';

test('a tensor is turned once for all who want it so', () => {
  const writer = new GraphWriter(['x'], 'x');
  const value = stored({ shape: [2, 3], dtype: 1 }, 'x');
  expect(nameOf(writer, value)).toBe('x');
  expect(nameIn(writer, value, [1, 0])).toBe(nameIn(writer, value, [1, 0]));
  expect(writer.nodes).toHaveLength(1);
});

test('a weight is an initializer of its name, once somebody takes it', () => {
  const writer = new GraphWriter([], 'x');
  const value = fixed({
    shape: [2, 1],
    dtype: 1,
    values: Float32Array.of(1, 2),
    name: 'dense/kernel',
  });
  expect(writer.initializers).toEqual([]);
  expect([nameOf(writer, value), nameOf(writer, value)]).toEqual(['dense/kernel', 'dense/kernel']);
  expect(nameIn(writer, value, [1, 0])).toBe('dense/kernel/transposed');
  expect(writer.initializers.map(({ shape }) => shape)).toEqual([
    [2, 1],
    [1, 2],
  ]);
});

test('a shape that is filled is as large as the batch', () => {
  const writer = new GraphWriter(['x'], 'x');
  nameOf(writer, { kind: 'filled', shape: [{ batches: 1 }, 4], dtype: 1, value: 0 });
  expect(writer.nodes.map(({ operation }) => operation)).toEqual(['Shape', 'Concat', 'Expand']);
});

test('an operation that is told the size of the batch cannot be held', () => {
  const sizes = { kind: 'sizes', dtype: 3, sizes: [{ batches: 1 }] } as const;
  expect(() => plainNumbersOf(sizes, 'Slice')).toThrow('Slice is told the size of the batch');
  expect(() => plainNumbersOf(stored({ shape: [1], dtype: 3 }, 'x'), 'Slice')).toThrow(
    'Slice is told its numbers by a computation',
  );
});

test('types by TensorFlow’s numbers', () => {
  expect([1, 3, 4, 9, 10].map(elementType)).toEqual(['float', 'int32', 'uint8', 'int64', 'bool']);
  expect(() => elementType(2)).toThrow('type 2');
});
