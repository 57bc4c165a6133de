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

// As rows of bytes have it.
const valueOf = (cell: string): number => {
  const value = /^-?\d/.test(cell) ? Number(cell) : NaN;
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER && !/^0\d/.test(cell) ? value : NaN;
};

describe('as bytes', () => {
  test('cells are what they are as texts, whatever stands in them', () => {
    const odd = ['7', '-0.5', '1e3', '', 'x', '007', '0', '0.5', '9007199254740993', 'NA', '1e400'];
    const many = [...Array.from({ length: 10_000 }, (_, i) => `${i / 8}`), ...odd];
    for (const wanted of [open, { ...open, missing: new Set<string>() }]) {
      const [asTexts, asBytes] = [new CellColumn('x', wanted), new CellColumn('x', wanted)];
      const kept = many.map((cell) => {
        const bytes = Buffer.from(`,${cell},`);
        return [asTexts.add(cell), asBytes.addBytes(bytes, 1, bytes.length - 1, valueOf(cell))];
      });
      expect(kept.filter(([text, bytes]) => text !== bytes)).toEqual([]);
      const all = ({ numbers, texts, odd, missing, lost }: CellColumn): unknown => [
        ...[numbers, texts, odd, missing, lost],
      ];
      expect(all(asBytes)).toEqual(all(asTexts));
    }
  });
});

describe('of numbers that have a type', () => {
  test('a cell is what its text is', () => {
    const numbers = [1, 2.5, -3, 1e21, 2 ** 60, NaN, Infinity, 0];
    const [asTexts, asNumbers] = [new CellColumn('x', open), new CellColumn('x', open)];
    expect(numbers.map((value) => asNumbers.addCell(value))).toEqual(
      numbers.map((value) => asTexts.add(String(value))),
    );
    expect(asNumbers).toEqual(asTexts);
  });

  test('it is a number in whatever notation texts are written, and may mean that there is none', () => {
    const notation = { decimal: ',', thousands: '.', unit: 'kg' } as const;
    const made = new CellColumn('x', { ...open, as: notation, missing: new Set(['-999']) });
    for (const cell of [1.234, '1.234 kg', -999]) made.addCell(cell);
    expect(made.numbers).toEqual([1.234, 1234, NaN]);
    expect(made.missing.count).toBe(1);
  });
});
