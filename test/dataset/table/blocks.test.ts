// Blocks as rows of texts.
import { expect, test } from '@jest/globals';
import { Nested, textRows, type Block } from '../../../src/dataset/table/blocks.js';

const block: Block = {
  rows: 2,
  from: 1,
  unit: 'row',
  lines: [4, 5],
  columns: [new Float64Array([7, 1, 2.5]), ['x', '', 'a']],
};

test('give each row, and where it stands', () => {
  const rows: unknown[] = [];
  textRows(
    block,
    (cells, line, unit) => rows.push([...cells, line, unit]),
    () => '',
  );
  expect(rows).toEqual([
    ['1', '', 4, 'row'],
    ['2.5', 'a', 5, 'row'],
  ]);
});

test('refuse a cell of several values, by its place', () => {
  const nested = { ...block, columns: [['', 'a', new Nested('[1]')]] };
  expect(() =>
    textRows(
      nested,
      () => undefined,
      (row, column) => `row ${row}, column ${column}`,
    ),
  ).toThrow('row 1, column 0 holds a list or an object, and a cell is one value');
});
