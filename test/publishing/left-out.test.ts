// Places of a text whose numbers claim nothing, and such as look alike and do.
import { expect, test } from '@jest/globals';
import { outermost, leftOut, placesOf } from '../../src/publishing/left-out.js';

const masked = (text: string, names: readonly string[] = []): readonly string[] =>
  leftOut(text, names).map(({ start, end, why }) => `${why}: ${text.slice(start, end)}`);

test.each([
  ['on 2026-11-29T01:33:51Z', 'dates: 2026-11-29T01:33:51Z'],
  ['(Guo et al., 2017)', 'dates: (Guo et al., 2017)'],
  ['Keras 3.15', 'versions: Keras 3.15'],
  ['the 95 % interval', 'levels of confidence: 95 %'],
  ['intervals (95 %)', 'levels of confidence: 95 %'],
  ['`` a ` 3 ``', 'code: `` a ` 3 ``'],
])('%s', (text, expected) => {
  expect(masked(text)).toEqual([expected]);
});

test.each([
  'an accuracy of 95 %',
  'Keras 0.88',
  'in 2000 samples',
  '(n = 2000)',
  '`0.5` | 1 | `0.7`',
  '\\` 3 `',
  'may 20 epochs',
  'loss \\<a 5>',
])('%s claims something', (text) => {
  expect(masked(text)).toEqual([]);
});

test('names with digits, and names that are digits, in code', () => {
  expect(masked('adam-2 or adam\\-2, `3` of 3', ['adam-2', '3'])).toEqual([
    'names: adam-2',
    'names: adam\\-2',
    'names: `3`',
  ]);
});

test('a name is a word of its own', () => {
  expect(placesOf('adam adam-wide madam (adam)', 'adam')).toEqual([
    { start: 0, end: 4 },
    { start: 22, end: 26 },
  ]);
});

test('of places within each other the longest counts; those of one length stay', () => {
  const [whole, part, same, beside] = [
    { start: 2, end: 9 },
    { start: 2, end: 5 },
    { start: 2, end: 9 },
    { start: 8, end: 11 },
  ];
  expect(outermost([whole, part, same, beside])).toEqual([whole, same, beside]);
});
