// What a column's cells are, read one after another.
import { describe, expect, test } from '@jest/globals';
import { CellColumn, OddCells, type WantedCells } from '../../../src/dataset/table/cells.js';

const open: WantedCells = { as: 'open', written: null, missing: new Set(['NA']) };

const column = (cells: readonly string[], wanted: Partial<WantedCells> = {}): CellColumn => {
  const made = new CellColumn('x', { ...open, ...wanted });
  for (const cell of cells) made.add(cell);
  return made;
};

describe('a column', () => {
  test('has a number a row, and its texts', () => {
    const { numbers, texts, odd, missing } = column(['1.5', '-2e3', 'x', '', 'NA', 'x']);
    expect(numbers).toEqual([1.5, -2000, NaN, NaN, NaN, NaN]);
    expect(texts).toEqual(['1.5', '-2e3', 'x', '', 'NA', 'x']);
    expect(odd.count).toBe(2);
    expect([...odd.byText]).toEqual([['x', { count: 2, row: 2 }]]);
    expect([...missing.byText]).toEqual([
      ['', { count: 1, row: 3 }],
      ['NA', { count: 1, row: 4 }],
    ]);
  });

  test('refuses a number that float32 does not hold, but not where texts are wanted', () => {
    expect(new CellColumn('x', open).add('3.4e38')).toBe(true);
    expect(new CellColumn('x', open).add('3.5e38')).toBe(false);
    expect(new CellColumn('x', open).add('-3.5e38')).toBe(false);
    expect(new CellColumn('x', { ...open, as: 'text' }).add('3.5e38')).toBe(true);
  });

  test('lets its texts go once so many rows hold nothing but numbers', () => {
    const numbers = Array.from({ length: 10_000 }, (_, i) => String(i));
    expect(column(numbers.slice(1)).texts).toHaveLength(9999);
    expect(column(numbers).texts).toBeNull();
    expect(column(['x', ...numbers]).texts).toHaveLength(10_001);
    expect(column(numbers, { as: 'text' }).texts).toHaveLength(10_000);
  });
});

test('odd cells are counted, and the first thousand texts kept', () => {
  const odd = new OddCells();
  for (let row = 0; row < 1500; row += 1) odd.add(`t${row}`, row);
  odd.add('t7', 1500);
  expect(odd.count).toBe(1501);
  expect(odd.byText.size).toBe(1000);
  expect(odd.byText.get('t7')).toEqual({ count: 2, row: 7 });
});
