// The order in which axes lie; NumPy's transpose is what is meant by it.
import { expect, test } from '@jest/globals';
import {
  channelsFirst,
  inLayout,
  permuted,
  turning,
  withAxis,
  withoutAxes,
} from '../../../src/export/onnx/layout.js';

test('from one order to another', () => {
  expect(inLayout([7, 28, 29, 3], channelsFirst)).toEqual([7, 3, 28, 29]);
  expect(turning([0, 1, 2, 3], channelsFirst)).toEqual([0, 3, 1, 2]);
  expect(turning(channelsFirst, [0, 1, 2, 3])).toEqual([0, 2, 3, 1]);
});

test('without some axes, and with a new one', () => {
  expect(withoutAxes(channelsFirst, [1, 2])).toEqual([0, 1]);
  expect(withAxis([0, 2, 1], 1)).toEqual({ layout: [0, 3, 1, 2], place: 2 });
  expect(withAxis([0, 1], 2)).toEqual({ layout: [0, 1, 2], place: 2 });
});

test('values in another order', () => {
  // numpy.arange(6).reshape(1, 2, 3).transpose(2, 0, 1).
  expect([...permuted(Float32Array.of(0, 1, 2, 3, 4, 5), [1, 2, 3], [2, 0, 1])]).toEqual([
    0, 3, 1, 4, 2, 5,
  ]);
  expect([...permuted(Int32Array.of(4, 5), [2], [0])]).toEqual([4, 5]);
});
