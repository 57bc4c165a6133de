import { expect, test } from '@jest/globals';
import { cutText, listedWord } from '../../src/text/cut.js';

test.each([
  ['adam', 4, 'adam'],
  ['adamax', 4, 'adam…'],
  // Half of a character is not kept.
  ['ab😀', 3, 'ab…'],
  ['ab😀', 4, 'ab😀'],
  ['', 0, ''],
])('%j cut at %i is %j', (text, most, short) => {
  expect(cutText(text, most)).toBe(short);
});

test.each([
  ['north', 'north'],
  ['per year', 'per year'],
  ['Ünïcode, cellar', '"Ünïcode, cellar"'],
  ['a; b', '"a; b"'],
  ['12" pipe', '"12\\" pipe"'],
  ['', '""'],
  [' x', '" x"'],
])('%j is %s', (word, shown) => {
  expect(listedWord(word)).toBe(shown);
});

test('what is cut is cut within its quotes', () => {
  expect(listedWord('abc, def', 5)).toBe('"abc, …"');
  expect(listedWord('abcdef', 5)).toBe('abcde…');
});
