// Stretches of Markdown within which words belong to numbers.
import { expect, test } from '@jest/globals';
import { structureOf } from '../../src/publishing/segments.js';

const textsOf = (text: string): readonly string[] =>
  structureOf(text).segments.map((one) => one.text.trim());

test('sentences, but not behind what is shortened', () => {
  expect(textsOf('It is 0.5 (cf. Fig. 3). Then e.g. 4\nof 7; and 8. 9 is')).toEqual([
    'It is 0.5 (cf. Fig. 3).',
    'Then e.g. 4\nof 7;',
    'and 8.',
    '9 is',
  ]);
});

test('headings, items and quotations are their own', () => {
  expect(textsOf('# One 1\ntwo 2\n- three 3\n- four 4\n\n> five 5')).toEqual([
    '# One 1',
    'two 2',
    '- three 3',
    '- four 4',
    '> five 5',
  ]);
});

test('a cell knows its heading and its row; bars that are escaped or in code part nothing', () => {
  const { segments } = structureOf('| a \\| b | `c|d` |\n|---|---:|\n| x | 1 |\n| y | 2 |\nend');
  expect(segments.map(({ text, header, rowHead }) => [text.trim(), header, rowHead])).toEqual([
    ['a \\| b', '', ''],
    ['`c|d`', '', ''],
    ['x', 'a \\| b', ''],
    ['1', '`c|d`', 'x'],
    ['y', 'a \\| b', ''],
    ['2', '`c|d`', 'y'],
    ['end', '', ''],
  ]);
  expect(segments[3]?.around).toBe('| x | 1 |');
});

test('a row of an epoch is about that', () => {
  const { segments } = structureOf('| epoch | loss |\n|--|--|\n| 3 | 0.5 |');
  expect(segments.at(-1)?.around).toBe('| 3 | 0.5 | epoch 3');
});

test('code is masked to its end, and the head but for values', () => {
  const text = '---\ntags: [7]\n- value: 0.5\n  name: test\n---\nx\n\n````\n```\n1\n````\ny';
  const { masks, segments } = structureOf(text);
  expect(masks.map(({ start, end, why }) => [text.slice(start, end), why])).toEqual([
    ['tags: [7]', 'the head'],
    ['  name: test', 'the head'],
    ['````\n```\n1\n````', 'code'],
  ]);
  expect(segments[1]?.text).toBe('- value: 0.5\n  name: test');
});
