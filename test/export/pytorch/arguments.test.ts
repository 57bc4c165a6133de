// Arguments read back with their types.
import { expect, test } from '@jest/globals';
import {
  edgesOf,
  isTrue,
  numberOf,
  numberOrNull,
  numbersOf,
  numbersOrNull,
  taggedOf,
  wordOf,
} from '../../../src/export/pytorch/arguments.js';

const given = {
  arguments: {
    units: 3,
    size: [1, 2],
    none: null,
    edges: [
      [1, 2],
      [3, 4],
    ],
    on: true,
    word: 'same',
    activation: { name: 'relu', arguments: {} },
  },
};

test('as they are', () => {
  expect(numberOf(given, 'units')).toBe(3);
  expect(numberOrNull(given, 'none')).toBeNull();
  expect(numbersOf(given, 'size')).toEqual([1, 2]);
  expect(numbersOrNull(given, 'none')).toBeNull();
  expect(edgesOf(given, 'edges')).toEqual([
    [1, 2],
    [3, 4],
  ]);
  expect([isTrue(given, 'on'), isTrue(given, 'none')]).toEqual([true, false]);
  expect(wordOf(given, 'word')).toBe('same');
  expect(taggedOf(given, 'activation').name).toBe('relu');
});

test('what is of another type is a bug', () => {
  expect(() => numberOf(given, 'word')).toThrow('word is no number');
  expect(() => numbersOf(given, 'units')).toThrow('units is no list of numbers');
  expect(() => edgesOf(given, 'size')).toThrow('size is no list of pairs');
  expect(() => taggedOf(given, 'word')).toThrow('word is no activation');
});
