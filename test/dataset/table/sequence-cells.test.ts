import { expect, test } from '@jest/globals';
import { readSequences, sequenceIn } from '../../../src/dataset/table/sequence-cells.js';

const none: ReadonlySet<string> = new Set();

test.each([
  ['1 2.5  -3', ' ', [1, 2.5, -3]],
  ['1, 2e3,.5', ',', [1, 2000, 0.5]],
  ['4;5', ';', [4, 5]],
  ['[1, 2.5]', 'json', [1, 2.5]],
  ['[]', 'json', []],
  ['7', ';', [7]],
] as const)('%j between %j', (text, separator, numbers) => {
  expect(sequenceIn(text, separator)).toEqual(Float64Array.from(numbers));
});

test.each([
  ['1;x;3', ';', 'has "x" among its numbers'],
  ['1;;3', ';', 'has "" among its numbers'],
  ['1 1e60', ' ', 'has 1e60, which is more than a float32 holds'],
  ['[1, null]', 'json', 'is no JSON array of numbers, as [1, 2.5]'],
  ['[1, 2', 'json', 'is no JSON array of numbers, as [1, 2.5]'],
] as const)('%j between %j is none', (text, separator, wrong) => {
  expect(sequenceIn(text, separator)).toBe(wrong);
});

test('what stands between numbers is found out where it can be one thing', () => {
  const separatorOf = (texts: readonly string[]): unknown => {
    const read = readSequences(texts, none, null);
    return 'wrong' in read ? read.wrong : read.separator;
  };
  expect(separatorOf(['1', '2 3', ''])).toBe(' ');
  expect(separatorOf(['1, 2', '3'])).toBe(',');
  expect(separatorOf(['1; 2', '3'])).toBe(';');
  expect(separatorOf(['[1, 2]', '[]'])).toBe('json');
  expect(separatorOf(['1,2;3'])).toContain('say which stands between numbers');
  expect(separatorOf(['1', '2'])).toContain('no cell with several numbers');
});

test('a cell without a value is none, and one without numbers is one of none', () => {
  const read = readSequences(['1;2', '', '?'], new Set(['?']), null);
  expect(read).toEqual({ sequences: [Float64Array.of(1, 2), null, null], separator: ';' });
  expect(readSequences(['1;2', '3;a'], none, null)).toEqual({
    wrong: 'has "a" among its numbers',
    row: 1,
  });
});
