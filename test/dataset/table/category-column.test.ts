import { expect, test } from '@jest/globals';
import type { CategoryColumn } from '../../../src/dataset/facts.js';
import {
  categoryPlaces,
  categoryRows,
  categoryWidth,
  fitCategories,
  inOrder,
} from '../../../src/dataset/table/category-column.js';

const column = (more: Partial<CategoryColumn>): CategoryColumn => ({
  column: 'c',
  kind: 'categories',
  distinct: 4,
  missing: 0,
  categories: ['a', 'b'],
  ...more,
});

test('categories stand first, then what the rare share, then a missing value', () => {
  const placed = (more: Partial<CategoryColumn>): readonly number[] => {
    const { of, other, gap } = categoryPlaces(column(more));
    return [categoryWidth(column(more)), of.get('b') ?? -1, other, gap];
  };
  const own = { value: null, indicator: true };
  expect(placed({})).toEqual([2, 1, -1, -1]);
  expect(placed({ rare: 3 })).toEqual([3, 1, 2, -1]);
  expect(placed({ gaps: own })).toEqual([3, 1, -1, 2]);
  expect(placed({ rare: 3, gaps: own })).toEqual([4, 1, 2, 3]);
  expect(placed({ gaps: 'drop' })).toEqual([2, 1, -1, -1]);
  expect(placed({ gaps: { value: 'b', indicator: false } })).toEqual([2, 1, -1, 1]);
  // What fills is one of the rare.
  expect(placed({ rare: 3, gaps: { value: 'z', indicator: false } })).toEqual([3, 1, 2, 2]);
});

test('an index counts as Keras does: a missing value, an unknown one, then the categories', () => {
  const placed = (more: Partial<CategoryColumn>): readonly number[] => {
    const own = column({ categories: ['a', 'b', '7'], encode: 'index', ...more });
    const { of, other, gap } = categoryPlaces(own);
    return [categoryWidth(own), categoryRows(own), of.get('a'), of.get('7'), other, gap].map(
      (one) => one ?? NaN,
    );
  };
  // StringLookup(vocabulary=["a", "b", "7"], mask_token="") of Keras 3.15 gives a 2, 7 4, zz 1 and ""
  // 0; with mask_token=None a 1, 7 3, and zz 0.
  expect(placed({ gaps: { value: null, indicator: true } })).toEqual([1, 5, 2, 4, 1, 0]);
  expect(placed({})).toEqual([1, 4, 1, 3, 0, -1]);
  // Rare ones are as those that were never seen.
  expect(placed({ rare: 2 })).toEqual([1, 4, 1, 3, 0, -1]);
  expect(placed({ gaps: { value: '7', indicator: false } })).toEqual([1, 4, 1, 3, 0, 3]);
  expect(placed({ gaps: { value: 'zz', indicator: false } })).toEqual([1, 4, 1, 3, 0, 0]);
});

test('what nobody called categories is refused where nearly every row differs', () => {
  const texts = Array.from({ length: 40 }, (_, i) => `n${i}`);
  const cells = { name: 'c', kind: 'text', texts, marks: new Set<string>(), missing: 0 } as const;
  const rows = Int32Array.from(texts, (_, i) => i);
  const request = { place: 'a.csv, column "c"', rows, standardize: true, gaps: 'refuse' } as const;
  expect(() => fitCategories(cells, request, { minCount: 1, isWritten: false })).toThrow(
    'a.csv, column "c" holds 40 different texts in 40 rows, too many for categories',
  );
  const { categories } = fitCategories(cells, request, { minCount: 1, isWritten: true });
  expect(categories).toHaveLength(40);
});

test('numbers come by value, then words by their characters', () => {
  expect(['b', '10', 'a', '9', '-1'].sort(inOrder)).toEqual(['-1', '9', '10', 'a', 'b']);
});
