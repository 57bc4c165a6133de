// Weights laid out anew, by hand.
import { expect, test } from '@jest/globals';
import {
  blocks,
  constant,
  named,
  permuted,
  weightOf,
} from '../../../src/export/pytorch/tensors.js';

const range = (count: number): Float32Array => Float32Array.from({ length: count }, (_, i) => i);

test('axes in another order', () => {
  const matrix = permuted({ shape: [2, 3], values: range(6) }, [1, 0]);
  expect(matrix.shape).toEqual([3, 2]);
  expect([...matrix.values]).toEqual([0, 3, 1, 4, 2, 5]);
  // Value 6a + 2b + c of [2, 3, 2] stands at [c, a, b] of [2, 2, 3].
  const cube = permuted({ shape: [2, 3, 2], values: range(12) }, [2, 0, 1]);
  expect(cube.shape).toEqual([2, 2, 3]);
  expect([...cube.values]).toEqual([0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11]);
  expect([...permuted({ shape: [], values: range(1) }, []).values]).toEqual([0]);
});

test('blocks of columns', () => {
  const { values } = blocks({ shape: [2, 6], values: range(12) }, [1, 0, 2]);
  expect([...values]).toEqual([2, 3, 0, 1, 4, 5, 8, 9, 6, 7, 10, 11]);
});

test('names and constants', () => {
  expect(named('a', { shape: [2], values: range(2) }, [1, 2])).toEqual({
    name: 'a',
    shape: [1, 2],
    values: range(2),
  });
  expect([...constant('b', [2], 3).values]).toEqual([3, 3]);
  expect(() => weightOf({ weight: () => undefined }, 'kernel')).toThrow('no weight kernel');
});
