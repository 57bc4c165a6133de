// Where windows lie, by hand.
import { expect, test } from '@jest/globals';
import { isEven, padded, padsOf, windowOf } from '../../../src/export/pytorch/windows.js';

const layer = (padding: string, more: object, shape: readonly number[]) => ({
  name: 'conv',
  arguments: { kernel_size: [3], strides: [1], dilation_rate: [1], padding, ...more },
  inputs: [shape],
  output: shape,
  weight: () => undefined,
  inner: () => {
    throw new Error('it holds no layer');
  },
});

const padsFor = (padding: string, more: object, shape: readonly number[]) => {
  const given = layer(padding, more, shape);
  return padsOf(given, windowOf(given, 'kernel_size'));
};

test('what is added before and behind', () => {
  expect(padsFor('valid', {}, [7, 1])).toEqual([[0, 0]]);
  expect(padsFor('same', {}, [7, 1])).toEqual([[1, 1]]);
  // ⌈8 / 2⌉ = 4 windows reach over (4 − 1) · 2 + 3 = 9 places.
  expect(padsFor('same', { strides: [2] }, [8, 1])).toEqual([[0, 1]]);
  // A window of 3 with gaps of 2 reaches over 5.
  expect(padsFor('causal', { dilation_rate: [2] }, [8, 1])).toEqual([[4, 0]]);
  // Windows that jump further than they reach leave places out.
  expect(padsFor('same', { kernel_size: [1], strides: [3] }, [6, 1])).toEqual([[0, 0]]);
});

test('as PyTorch writes it, the last axis first', () => {
  expect(
    padded('x', [
      [1, 2],
      [3, 4],
    ]),
  ).toBe('F.pad(x, (3, 4, 1, 2))');
  expect(padded('x', [[0, 0]])).toBe('x');
  expect([isEven([[1, 1]]), isEven([[0, 1]])]).toEqual([true, false]);
});

test('windows without strides of their own lie side by side', () => {
  const given = { ...layer('valid', {}, [4, 1]), arguments: { pool_size: [2], strides: null } };
  expect(windowOf(given, 'pool_size')).toEqual({ size: [2], strides: [2], dilation: [1] });
});
