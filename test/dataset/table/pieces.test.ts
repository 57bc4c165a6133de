// Columns a piece at a time: those in files give what those in memory give.
import { expect, test } from '@jest/globals';
import { fc } from '../../drawn.js';
import {
  mapped,
  numberCount,
  numberPieces,
  storedRows,
  textCount,
  textCounts,
  textPieces,
  type StoredCells,
} from '../../../src/dataset/table/pieces.js';

// More than are read together.
const many = 2 ** 19 + 3;

function notAtOnce(): never {
  throw new Error('all of it is read');
}

function storedNumbers(count: number, value: (row: number) => number) {
  const slice = (from: number, to: number): Float64Array =>
    Float64Array.from({ length: to - from }, (_, i) => value(from + i));
  return {
    get values(): Float64Array {
      return notAtOnce();
    },
    stored: { count, slice },
  };
}

test('numbers in memory are one piece, those in a file follow each other', () => {
  const values = [1, 2, 3];
  expect([...numberPieces({ values })]).toEqual([{ from: 0, values }]);
  expect(numberCount({ values })).toBe(3);
  const column = storedNumbers(many, (row) => row);
  expect(numberCount(column)).toBe(many);
  let next = 0;
  for (const { from, values: some } of numberPieces(column)) {
    expect([from, some[0], some[some.length - 1]]).toEqual([next, next, next + some.length - 1]);
    next += some.length;
  }
  expect(next).toBe(many);
  const doubled = mapped(column, (value) => 2 * value);
  expect([doubled.length, doubled[0], doubled[many - 1]]).toEqual([many, 0, 2 * (many - 1)]);
});

test('texts are counted in the order in which they come, of all rows or of some', () => {
  const texts = ['b', 'a', 'b', 'c', 'a', 'b'];
  const slice = (from: number, to: number): readonly string[] => texts.slice(from, to);
  const column = {
    get texts(): readonly string[] {
      return notAtOnce();
    },
    stored: { count: texts.length, slice },
  };
  expect(textCount(column)).toBe(6);
  expect([...textPieces(column)].flatMap(({ values }) => values)).toEqual(texts);
  for (const one of [column, { texts }]) {
    expect([...textCounts(one)]).toEqual([
      ['b', 3],
      ['a', 2],
      ['c', 1],
    ]);
    expect([...textCounts(one, Int32Array.of(1, 2, 5))]).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
    expect(textCounts(one, new Int32Array(0)).size).toBe(0);
  }
});

test('some rows of a column in a file are read as those of one in memory', () => {
  const all = Array.from({ length: 60 }, (_, row) => row * row);
  const cells: StoredCells<readonly number[]> = {
    count: all.length,
    slice: (from, to) => all.slice(from, to),
  };
  const take = (values: readonly number[], places: Int32Array): readonly number[] =>
    Array.from(places, (place) => values[place] ?? NaN);
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 0, max: 59 }), { maxLength: 60 }),
      fc.nat(60),
      fc.nat(60),
      (chosen, a, b) => {
        const rows = Int32Array.from(chosen).sort();
        const own = storedRows(cells, rows, take);
        const [from, to] = [Math.min(a, b, rows.length), Math.min(Math.max(a, b), rows.length)];
        expect(own.count).toBe(rows.length);
        expect(own.slice(from, to)).toEqual(Array.from(rows, (row) => all[row]).slice(from, to));
      },
    ),
  );
});
