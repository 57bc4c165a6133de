// All texts of a column at once.
import { expect, test } from '@jest/globals';
import { encodeTexts } from '../../../src/dataset/text/encode.js';
import { fitted } from './keras.js';

test('texts one after another', () => {
  const column = fitted(['a a b'], { sequence_length: 2 });
  expect(encodeTexts(['b', 'c c c', '', 'a'], column, 'a.csv, column "t"')).toEqual({
    width: 2,
    values: Int32Array.of(3, 0, 1, 1, 0, 0, 2, 0),
    tokens: Int32Array.of(1, 3, 0, 1),
    known: Int32Array.of(1, 0, 0, 1),
  });
});

test('values are floats where they are counted', () => {
  const column = fitted(['a a b'], { output_mode: 'count' });
  expect(encodeTexts(['b x', 'a a'], column, 'a.csv, column "t"').values).toEqual(
    Float32Array.of(1, 0, 1, 0, 2, 0),
  );
});

test('more than memory holds are refused', () => {
  const column = fitted(['a'], { sequence_length: 2 ** 20 });
  expect(() =>
    encodeTexts(
      Array.from({ length: 513 }, () => ''),
      column,
      'a.csv, column "t"',
    ),
  ).toThrow(
    'a.csv, column "t" would make 513 × 1048576 inputs, more than dlx holds in memory: say a smaller sequence_length',
  );
});
