// What texts come to, counted.
import { expect, test } from '@jest/globals';
import { countedTexts } from '../../../src/dataset/text/counted.js';
import { fitted } from './keras.js';

test('tokens beyond the length of sequences count too', () => {
  const column = fitted(['a a b'], { sequence_length: 2 });
  expect(countedTexts(['b', 'c c c', '', 'a b a z'], column)).toEqual({
    tokens: Int32Array.of(1, 3, 0, 4),
    known: Int32Array.of(1, 0, 0, 3),
  });
});
