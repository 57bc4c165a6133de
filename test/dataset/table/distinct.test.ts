// Different numbers, beside a Set.
import { expect, test } from '@jest/globals';
import { fc } from '../../drawn.js';
import { distinctCount, wholeNames } from '../../../src/dataset/table/distinct.js';
import type { Piece } from '../../../src/dataset/table/pieces.js';

type Pieces = readonly Piece<ArrayLike<number>>[];

function cut(values: ArrayLike<number>, length: number): Pieces {
  const all = Array.from(values);
  const pieces = Math.ceil(all.length / length);
  return Array.from({ length: pieces }, (_, i) => ({
    from: i * length,
    values: all.slice(i * length, (i + 1) * length),
  }));
}

test('are as many as in a Set', () => {
  const value = fc.oneof(fc.double(), fc.integer({ min: -5, max: 5 }), fc.constantFrom(NaN, -0, 0));
  fc.assert(
    fc.property(fc.array(value, { maxLength: 200 }), fc.integer({ min: 1, max: 50 }), (all, by) => {
      expect(distinctCount(cut(all, by))).toBe(new Set(all).size);
    }),
  );
});

test('of a long column, of few values or of all kinds', () => {
  for (const of of [3, 1000, 1_000_000]) {
    const values = Array.from({ length: 50_000 }, (_, i) => ((i * 7919) % of) / 7);
    expect(distinctCount(cut(values, 8192))).toBe(new Set(values).size);
  }
});

test('of more than are counted', () => {
  const values = Float64Array.from({ length: 60_000 }, (_, i) => ((i * 7919) % 20_011) / 3);
  const count = new Set(values).size;
  expect(distinctCount(cut(values, 1000), count)).toBe(count);
  expect(distinctCount(cut(values, 1000), count - 1)).toBeNull();
});

test('names are whole numbers that are all different, by a Set', () => {
  const value = fc.oneof(fc.integer({ min: -60, max: 60 }), fc.constantFrom(0.5, NaN));
  fc.assert(
    fc.property(
      fc.uniqueArray(value, { maxLength: 40 }),
      fc.array(value, { maxLength: 3 }),
      fc.integer({ min: 1, max: 9 }),
      (different, more, by) => {
        const all = [...different, ...more];
        const isNamed = all.every(Number.isInteger) && new Set(all).size === all.length;
        const names = wholeNames(cut(all, by));
        expect(names).toEqual(
          isNamed ? { range: [Math.min(...all), Math.max(...all)], rows: all.length } : null,
        );
      },
    ),
  );
});

test('names of very many rows are told of the first, unless they ascend', () => {
  const ascending = [1, 5, 6, 9, 12, 13];
  expect(wholeNames(cut(ascending, 2), 3)).toEqual({ range: [1, 13], rows: 6 });
  expect(wholeNames(cut([1, 5, 6, 9, 9, 13], 2), 3)).toEqual({ range: null, rows: 3 });
  expect(wholeNames(cut([5, 1, 6, 9, 12, 13], 2), 3)).toEqual({ range: null, rows: 3 });
  expect(wholeNames(cut([5, 1, 5, 9, 12, 13], 2), 3)).toBeNull();
  expect(wholeNames(cut([1, 5, 6, 9.5], 2), 3)).toBeNull();
});
