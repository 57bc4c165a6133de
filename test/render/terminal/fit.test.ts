// Which columns fit into a width, and how wide they are then; widths counted by hand.
import { describe, expect, test } from '@jest/globals';
import {
  fitColumns,
  greatest,
  remembered,
  tellingWidth,
  wrapHead,
  type WantedColumn,
} from '../../../src/render/terminal/fit.js';

const column = (
  head: string,
  bodyWidth: number,
  weight = 0,
  leastWidth?: number,
): WantedColumn => ({
  head,
  bodyWidth,
  weight,
  leastWidth,
});

const fitted = (
  room: number,
  ...columns: readonly WantedColumn[]
): readonly (readonly number[])[] =>
  fitColumns(columns, room, 2).map(({ index, width }) => [index, width]);

describe('columns', () => {
  test('are as wide as they would like where there is room', () => {
    // 4 + 2 + 12 = 18.
    const columns = [column('name', 3), column('val accuracy', 6)];
    expect(fitted(18, ...columns)).toEqual([
      [0, 4],
      [1, 12],
    ]);
    expect(fitted(17, ...columns)).toEqual([
      [0, 4],
      [1, 8],
    ]);
  });

  test('have broken heads before any of them goes', () => {
    // 'val accuracy' breaks into pieces of 3 and 8.
    expect(fitted(14, column('name', 4), column('val accuracy', 6, 5))).toEqual([
      [0, 4],
      [1, 8],
    ]);
  });

  test('go by their weight, the greatest first, of equals the last', () => {
    const columns = [
      column('aaaa', 4),
      column('bbbb', 4, 9),
      column('cccc', 4, 5),
      column('dddd', 4, 9),
    ];
    expect(fitted(22, ...columns).map(([index]) => index)).toEqual([0, 1, 2, 3]);
    expect(fitted(21, ...columns).map(([index]) => index)).toEqual([0, 1, 2]);
    expect(fitted(15, ...columns).map(([index]) => index)).toEqual([0, 2]);
    expect(fitted(9, ...columns).map(([index]) => index)).toEqual([0]);
    // What never goes is there though there is no room.
    expect(fitted(3, ...columns)).toEqual([[0, 4]]);
  });

  test('that may be shortened are, before those go that matter more than most', () => {
    const columns = [column('run', 40, 0, 5), column('lr', 10, 3)];
    // At 20 readable columns: 20 + 2 + 10 = 32, and what is left is given back.
    expect(fitted(40, ...columns)).toEqual([
      [0, 28],
      [1, 10],
    ]);
    // 12 are still recognisable: 12 + 2 + 10 = 24.
    expect(fitted(24, ...columns)).toEqual([
      [0, 12],
      [1, 10],
    ]);
    expect(fitted(23, ...columns)).toEqual([[0, 23]]);
  });

  test('of some weight go where nothing else helps', () => {
    const columns = [column('run', 64, 0, 5), column('n', 1, 0.3), column('accuracy', 15, 0)];
    // At the narrowest, 3 + 2 + 1 + 2 + 15 = 23, and without the second 3 + 2 + 15 = 20.
    expect(fitted(23, ...columns)).toEqual([
      [0, 3],
      [1, 1],
      [2, 15],
    ]);
    expect(fitted(22, ...columns)).toEqual([
      [0, 5],
      [2, 15],
    ]);
    expect(fitted(20, ...columns)).toEqual([
      [0, 3],
      [2, 15],
    ]);
    // And at last with less text than at the narrowest.
    expect(fitted(19, ...columns)).toEqual([
      [0, 2],
      [2, 15],
    ]);
  });

  test('that matter little go before text is shortened', () => {
    const columns = [column('run', 20, 0, 5), column('seed', 10, 5)];
    expect(fitted(31, ...columns)).toEqual([[0, 20]]);
  });

  test('are not shortened further than they tell one row from another, while that is possible', () => {
    expect(fitted(20, column('run', 40, 0, 18), column('loss', 6, 9))).toEqual([[0, 20]]);
    expect(fitted(10, column('run', 40, 0, 18))).toEqual([[0, 10]]);
  });
});

describe('texts that are shortened', () => {
  test.each([
    [['adam', 'sgd'], 9, 2],
    // Five characters alike, one that differs, and the sign that something was cut off.
    [['adam_a', 'adam_b', 'x'], 20, 7],
    [['adam_a', 'adam_a'], 20, 2],
    [['a'.repeat(30), 'a'.repeat(31)], 9, 9],
    [[], 9, 2],
  ])('%j, at most %i: still differ at %i', (texts, most, width) => {
    expect(tellingWidth(texts, most)).toBe(width);
  });
});

test.each([
  ['val accuracy', 8, ['val', 'accuracy']],
  ['val accuracy', 12, ['val accuracy']],
  ['optimizer.learning_rate', 14, ['optimizer.', 'learning_rate']],
  ['optimizer.learning_rate', 10, ['optimizer.', 'learning_', 'rate']],
  ['epochs to 0.99', 6, ['epochs', 'to', '0.99']],
  ['s to 0.99', 5, ['s to', '0.99']],
  ['0.5.rate', 4, ['0.5.', 'rate']],
  ['unbreakable', 3, ['unbreakable']],
  ['', 3, ['']],
])('the head %j in %i columns', (head, width, lines) => {
  expect(wrapHead(head, width)).toEqual(lines);
});

test('the greatest of more numbers than a call takes', () => {
  expect(
    greatest(
      Array.from({ length: 300_000 }, (_, i) => i),
      7,
    ),
  ).toBe(299_999);
  expect(greatest([], 7)).toBe(7);
});

test('work is done once a text', () => {
  let calls = 0;
  const lengthOf = remembered((text) => ((calls += 1), text.length));
  expect([lengthOf('ab'), lengthOf('ab'), lengthOf('c')]).toEqual([2, 2, 1]);
  expect(calls).toBe(2);
});
