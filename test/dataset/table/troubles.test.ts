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

const fill =
  "say missing: fill (numbers by the training part's median, words as a category of their own)";

test('a single one is named with its place, and the line to write', async () => {
  expect(missingTrouble(await table, [cells('x', '', 1, 1)])).toEqual([
    `a.csv, line 3, column "x" is empty: fill it in, or remove the line, or ${fill}, or missing: drop (their rows are left out), or leave columns out with exclude`,
  ]);
  expect(missingTrouble(await table, [cells('x', 'NA', 1, 0)], 'new')).toEqual([
    'a.csv, line 2, column "x" is "NA", without a value: fill it in, or remove the line',
  ]);
});

test('several are counted over all columns, each with its first line', async () => {
  expect(
    missingTrouble(await table, [cells('x', '', 7, 1), cells('y', 'NA', 2, 2, 'target')]),
  ).toEqual([
    'a.csv has 9 cells without a value: 7 in "x" (empty, first in line 3), 2 in "y" ("NA", first in line 4); say missing: {"y": drop, "*": fill} (rows without the target are left out, the rest is filled), missing: drop (all of their rows are left out), or fill them in',
  ]);
});

test('the column of the target cannot be left out', async () => {
  const [said = ''] = missingTrouble(await table, [cells('y', '', 2, 2, 'target')]);
  expect(said).toMatch(
    /; say missing: \{"y": drop\} \(rows without the target are left out\), or fill them in$/,
  );
});

test('of new data a file alone can be mended', async () => {
  const [said = ''] = missingTrouble(await table, [cells('x', '', 2, 1)], 'new');
  expect(said).toMatch(/; fill them in, or remove their lines$/);
});

test('windows are not told to leave rows out of their middle', async () => {
  const [input = ''] = missingTrouble(await table, [cells('x', '', 2, 1)], 'windows');
  expect(input).toMatch(/; say missing: fill \([^)]*\), leave columns out with exclude, or fill/);
  // The target's own past is an input: its cells are missing once.
  const twice = [cells('y', '', 2, 1), cells('y', '', 2, 1, 'target')];
  expect(missingTrouble(await table, twice, 'windows')).toEqual([
    'a.csv has 2 cells without a value: 2 in "y" (empty, first in line 3); fill them in, or remove their lines',
  ]);
});

test('of very many columns some are named', async () => {
  const many = Array.from({ length: 30 }, (_, i) => cells(`c${i}`, '', 1, 1));
  const [said = ''] = missingTrouble(await table, many);
  expect(said).toMatch(
    /^a\.csv has 30 cells .* 1 in "c19" \(.*\), and more in 10 other columns; say/,
  );
});
