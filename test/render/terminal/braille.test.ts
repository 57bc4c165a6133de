// Dots as Unicode has them: U+2800 and a bit each, 1 2 3 7 to the left from the top, 4 5 6 8 to the right.
import { expect, test } from '@jest/globals';
import { brailleField, dotsBetween } from '../../../src/render/terminal/braille.js';

const textOf = (columns: number, rows: number, dots: readonly (readonly [number, number])[]) => {
  const field = brailleField(columns, rows);
  for (const [x, y] of dots) field.dot(x, y, 0);
  return field.lines().map((cells) => cells.map(({ text }) => text).join(''));
};

test.each<[readonly (readonly [number, number])[], readonly string[]]>([
  [[], ['  ', '  ']],
  [[[0, 0]], ['  ', '⡀ ']],
  [
    [
      [1, 0],
      [0, 0],
    ],
    ['  ', '⣀ '],
  ],
  [[[0, 3]], ['  ', '⠁ ']],
  [[[3, 7]], [' ⠈', '  ']],
  [
    [
      [2, 4],
      [2, 5],
      [2, 6],
      [2, 7],
    ],
    [' ⡇', '  '],
  ],
  // Outside of it.
  [
    [
      [-1, 0],
      [4, 0],
      [0, 8],
      [0, -1],
    ],
    ['  ', '  '],
  ],
])('%j', (dots, lines) => {
  expect(textOf(2, 2, dots)).toEqual(lines);
});

test('a cell has the style of what was drawn last, and a mark instead of its dots', () => {
  const field = brailleField(2, 1);
  field.dot(0, 0, 1);
  field.dot(1, 0, 2);
  field.mark(2, 3, 'a', 3);
  expect(field.lines()).toEqual([
    [
      { text: '⣀', style: 2 },
      { text: 'a', style: 3 },
    ],
  ]);
});

test.each<[readonly [number, number], readonly [number, number], readonly (readonly number[])[]]>([
  [
    [0, 0],
    [3, 0],
    [
      [0, 0],
      [1, 0],
      [2, 0],
      [3, 0],
    ],
  ],
  [
    [0, 2],
    [0, 0],
    [
      [0, 2],
      [0, 1],
      [0, 0],
    ],
  ],
  [
    [0, 0],
    [4, 2],
    [
      [0, 0],
      [1, 1],
      [2, 1],
      [3, 2],
      [4, 2],
    ],
  ],
  [[1, 1], [1, 1], [[1, 1]]],
])('from %j to %j', (from, to, dots) => {
  expect(dotsBetween(from, to)).toEqual(dots);
});
