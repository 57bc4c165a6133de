import { expect, test } from '@jest/globals';
import { amongAll, columnOf, keptRows, spread } from '../../../src/dataset/table/kept-rows.js';
import type { Meaning } from '../../../src/dataset/table/meaning.js';

const texts = (...cells: readonly string[]): Meaning => ({
  name: 'c',
  kind: 'text',
  texts: cells,
  marks: new Set(['']),
  missing: cells.filter((cell) => cell === '').length,
});
const dates = (...times: readonly number[]): Meaning => ({
  name: 'd',
  kind: 'date',
  times: Float64Array.from(times),
  format: null,
  missing: times.filter(Number.isNaN).length,
});

test('rows in which something is missing are left out, and the others keep their numbers', () => {
  const table = { file: 'a.csv', count: 4 };
  expect(keptRows(table, [texts('a', 'b', 'c', 'd')])).toBeNull();
  const kept = keptRows(table, [texts('a', '', 'c', 'd'), dates(1, 2, 3, NaN)]);
  expect(kept).toEqual(Int32Array.of(0, 2));
  expect(columnOf(texts('a', '', 'c', 'd'), kept)).toMatchObject({ texts: ['a', 'c'], missing: 1 });
  expect(columnOf(dates(1, 2, 3, NaN), kept)).toMatchObject({ times: Float64Array.of(1, 3) });
  expect(amongAll(Int32Array.of(1), kept)).toEqual(Int32Array.of(2));
  const spreadIn = (values: Int32Array, width: number): Int32Array =>
    spread(values, kept, (length) => new Int32Array(length), { count: 4, width });
  expect(spreadIn(Int32Array.of(5, 6), 1)).toEqual(Int32Array.of(5, 0, 6, 0));
  expect(spreadIn(Int32Array.of(5, 6, 7, 8), 2)).toEqual(Int32Array.of(5, 6, 0, 0, 7, 8, 0, 0));
  expect(() => keptRows(table, [texts('', '', 'c', 'd'), dates(1, 2, NaN, NaN)])).toThrow(
    'a.csv has no row in which nothing is missing',
  );
});
