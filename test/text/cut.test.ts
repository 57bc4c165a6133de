import { expect, test } from '@jest/globals';
import { cutText } from '../../src/text/cut.js';

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
