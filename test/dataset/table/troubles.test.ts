// Sentences about cells without a value.
import { expect, test } from '@jest/globals';
import { parseCsv, type CsvTable } from '../../../src/dataset/table/table.js';
import { missingTrouble, type MissingCells } from '../../../src/dataset/table/troubles.js';
import { csvRequest } from '../fixtures.js';

const table: Promise<CsvTable> = parseCsv([Buffer.from('x,y\n1,2\n,3\n4,\n')], 'a.csv', csvRequest);

const cells = (
  column: string,
  text: string,
  count: number,
  row: number,
  purpose: MissingCells['purpose'] = 'input',
): MissingCells => ({ column, purpose, text, cells: { count, row } });

test('none has no sentence', async () => {
  expect(missingTrouble(await table, [])).toEqual([]);
});

test('a single one is named with its place', async () => {
  expect(missingTrouble(await table, [cells('x', '', 1, 1)])).toEqual([
    'a.csv, line 3, column "x" is empty: fill it in, or remove the line',
  ]);
  expect(missingTrouble(await table, [cells('x', 'NA', 1, 0)])).toEqual([
    'a.csv, line 2, column "x" is "NA", without a value: fill it in, or remove the line',
  ]);
});

test('several are counted over all columns, each with its first line', async () => {
  expect(
    missingTrouble(await table, [cells('x', '', 7, 1), cells('y', 'NA', 2, 2, 'target')]),
  ).toEqual([
    'a.csv has 9 cells without a value: 7 in "x" (empty, first in line 3), 2 in "y" ("NA", first in line 4); fill them in, remove their lines, or leave their columns out by listing the others under columns',
  ]);
});

test('the column of the target cannot be left out', async () => {
  const [said = ''] = missingTrouble(await table, [cells('y', '', 2, 2, 'target')]);
  expect(said).toMatch(/; fill them in, or remove their lines$/);
});
