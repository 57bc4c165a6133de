import Table from 'cli-table3';
import { expect, test } from '@jest/globals';
import { charactersOf, displayWidth, shortened } from '../../src/text/width.js';

test.each([
  ['adam 0.001', 10],
  ['日本語', 6],
  ['Überanpassung', 13],
  ['e\u0301', 1],
  ['👩‍🔬', 2],
  ['🇩🇪', 2],
  ['\u001b[31mred\u001b[39m', 3],
  ['', 0],
])('%j takes %i columns, and as many as cli-table3 gives it', (text, width) => {
  expect(displayWidth(text)).toBe(width);
  const table = new Table({ style: { head: [], border: [] } });
  table.push([text]);
  // ┌──────┐: the text, with a blank on either side.
  expect(table.toString().split('\n')[0]).toHaveLength(width + 4);
});

test('characters are what a reader counts', () => {
  expect(charactersOf('e\u0301a👩‍🔬🇩🇪')).toEqual(['e\u0301', 'a', '👩‍🔬', '🇩🇪']);
});

// The rules of Unicode's text segmentation (UAX 29): of ASCII only CR and LF stay together.
test('each of ASCII is one, but for the two at the end of a line', () => {
  const plain = Array.from({ length: 95 }, (_, i) => String.fromCodePoint(32 + i));
  expect(charactersOf(plain.join(''))).toEqual(plain);
  expect(charactersOf('a\r\n')).toEqual(['a', '\r\n']);
  expect(charactersOf('')).toEqual([]);
});

test.each([
  ['adam', 4, 'adam'],
  ['adam 0.001', 6, 'adam…'],
  ['日本語', 5, '日本…'],
  ['日本語', 4, '日…'],
  ['👩‍🔬👩‍🔬', 3, '👩‍🔬…'],
  ['adam', 1, '…'],
  ['adam', 0, ''],
])('%j in %i columns is %j', (text, width, short) => {
  expect(shortened(text, width)).toBe(short);
});
