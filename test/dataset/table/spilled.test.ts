// Columns in a file hold what columns in memory do.
import { expect, test } from '@jest/globals';
import { CellColumn } from '../../../src/dataset/table/cells.js';
import { CellTexts } from '../../../src/dataset/table/cell-texts.js';
import { NumberList, pieceRows, Spill } from '../../../src/dataset/table/spilled.js';

const values = Array.from({ length: 2 * pieceRows + 100 }, (_, i) => (i % 7 === 0 ? NaN : i / 3));

const listOf = (spillAt: number): NumberList => {
  const list = new NumberList();
  for (const [i, value] of values.entries()) {
    if (i === spillAt) list.spillTo(Spill.open());
    list.push(value);
  }
  return list;
};

test.each([0, 1, pieceRows, pieceRows + 1, values.length - 1])(
  'numbers that go into a file from the %dth on',
  (spillAt) => {
    const list = listOf(spillAt);
    expect(list.length).toBe(values.length);
    expect(Array.from(list.all())).toEqual(values);
    for (const [from, to] of [
      [0, 5],
      [pieceRows - 3, pieceRows + 3],
      [10, 2 * pieceRows + 50],
      [2 * pieceRows + 1, values.length],
      [7, 7],
    ] as const) {
      expect(Array.from(list.slice(from, to))).toEqual(values.slice(from, to));
    }
  },
);

test('several columns share a file', () => {
  const spill = Spill.open();
  const lists = [1, 2, 3, 4].map((factor) => {
    const list = new NumberList();
    list.spillTo(spill);
    return { list, own: values.map((value) => value * factor) };
  });
  values.forEach((_, i) => lists.forEach(({ list, own }) => list.push(own[i] ?? 0)));
  for (const { list, own } of [...lists, ...lists]) expect(Array.from(list.all())).toEqual(own);
});

const word = (i: number): string => ['red', 'green', '', `w${i % 50}`][i % 4] ?? '';

test.each([0, 100, 20_000])('texts that go into a file from the %dth on', (spillAt) => {
  const texts = new CellTexts();
  for (let i = 0; i < 25_000; i += 1) {
    if (i === spillAt) texts.spillTo(Spill.open());
    texts.add(word(i));
  }
  const wanted = Array.from({ length: 25_000 }, (_, i) => word(i));
  expect(texts.all()).toEqual(wanted);
  expect(texts.slice(8000, 17_000)).toEqual(wanted.slice(8000, 17_000));
  expect(texts.isFull).toBe(false);
});

test('of too many different texts it is told that they are lost', () => {
  const column = new CellColumn('name', { as: 'text', written: null, missing: new Set() });
  column.spillTo(Spill.open());
  for (let i = 0; i < 70_000; i += 1) column.add(`name ${i}`);
  expect(column.hasLostTexts).toBe(true);
  expect(column.texts).toBeNull();
});
