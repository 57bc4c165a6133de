// Sizes in words.
import { expect, test } from '@jest/globals';
import { sizeInWords } from '../../src/text/bytes.js';

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [9_960, '10 kB'],
  [999_499, '999 kB'],
  [999_500, '1.0 MB'],
  [2.5e9, '2.5 GB'],
  [3e15, '3000 TB'],
])('%d bytes', (bytes, text) => {
  expect(sizeInWords(bytes)).toBe(text);
});
