// A word of a command line is what a shell makes of it.
import { expect, test } from '@jest/globals';
import { shellWord } from '../../src/text/shell.js';

test.each([
  ['runs/adam-20260102T030405Z-a1/spec.yaml', 'runs/adam-20260102T030405Z-a1/spec.yaml'],
  ['my runs', "'my runs'"],
  ["it's", String.raw`'it'\''s'`],
  ['$HOME', "'$HOME'"],
  ['~', "'~'"],
  ['', "''"],
])('%j', (word, shown) => {
  expect(shellWord(word)).toBe(shown);
});
