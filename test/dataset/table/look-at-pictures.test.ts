import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { takeStored } from '../../../src/dataset/stored.js';
import type { PictureWish } from '../../../src/dataset/table/image-cells.js';
import { lookAtPictures, wishOfFitted } from '../../../src/dataset/table/look-at-pictures.js';
import type { UnderstoodTable } from '../../../src/dataset/table/understood.js';
import { sha256 } from '../../../src/ground/hash.js';
import { flat, madeFolder, writeTree } from '../pictures/made.js';

const tableOf = (
  folder: string,
  cells: readonly string[],
  kept: number[] | null,
): UnderstoodTable => ({
  table: {
    file: join(folder, 'a.csv'),
    files: [],
    count: cells.length,
    columns: [],
    target: null,
    more: [],
    weights: null,
    beside: [],
    at: (row) => ({ file: join(folder, 'a.csv'), line: row + 2 }),
    sha256: '',
    bytes: 0,
    isSpilled: false,
    notes: [],
  },
  columns: [{ name: 'photo', kind: 'image', cells, missing: 0, pictures: null }],
  weights: null,
  kept: kept && Int32Array.from(kept),
});

const wish: PictureWish = {
  size: null,
  channels: 3,
  fit: 'stretch',
  background: 'black',
  corrupt: 'refuse',
};
const request = (
  isDecoded: boolean,
  more: Partial<PictureWish> = {},
  stream: boolean | null = null,
) => ({
  stream,
  wishFor: () => ({ ...wish, ...more }),
  isDecoded,
  notify: () => undefined,
});

const made = (): string => {
  const folder = madeFolder();
  writeTree(folder, { 'a.png': flat(1, 1, [1, 2, 3]), 'b.png': flat(1, 1, [4, 5, 6]) });
  writeFileSync(join(folder, 'text.png'), 'a text');
  return folder;
};

const first = async (table: UnderstoodTable, asked: ReturnType<typeof request>) => {
  const { tables, found } = await lookAtPictures([table], asked);
  const [column] = tables[0]?.columns ?? [];
  if (column?.kind !== 'image' || !column.pictures) throw new Error('not looked at');
  return { table: tables[0], pictures: column.pictures, found };
};

test('bytes stand in the places of all rows, and only pictures that are used are looked for', async () => {
  const folder = made();
  const table = tableOf(folder, ['a.png', 'none.png', 'b.png'], [0, 2]);
  const { pictures } = await first(table, request(true));
  expect(pictures.asked).toMatchObject({ height: 1, width: 1, channels: 3 });
  expect([...(pictures.pixels?.values ?? [])]).toEqual([1, 2, 3, 0, 0, 0, 4, 5, 6]);
  const sums = [flat(1, 1, [1, 2, 3]), flat(1, 1, [4, 5, 6])].map((bytes) => sha256(bytes));
  expect(pictures.sha256).toBe(sha256(sums.join('\n')));
  const seen = await first(table, request(false));
  expect(seen.pictures).toMatchObject({ pixels: null, sha256: null });
});

test('what cannot be decoded is named by its row, or leaves its row out', async () => {
  const folder = made();
  const table = tableOf(folder, ['a.png', 'text.png', 'b.png'], [0, 1]);
  const size = { size: [1, 1] } as const;
  await expect(lookAtPictures([table], request(true, size))).rejects.toThrow(
    /a\.csv, line 3, column "photo": .*text\.png is a text file/,
  );
  // To know which rows stay it is decoded in any case.
  for (const isDecoded of [true, false]) {
    const seen = await first(table, request(isDecoded, { ...size, corrupt: 'skip' }));
    expect(seen.table).toMatchObject({ kept: Int32Array.of(0), skipped: 1 });
    expect(seen.found.join()).toMatch(/^column "photo": 1 of 2 pictures skipped/);
  }
  const all = tableOf(folder, ['text.png'], null);
  await expect(lookAtPictures([all], request(true, { ...size, corrupt: 'skip' }))).rejects.toThrow(
    'none of its 1 rows is left',
  );
});

test('in files they are the same, whichever rows are left out', async () => {
  const folder = made();
  const table = tableOf(folder, ['none.png', 'a.png', 'text.png', 'b.png', 'a.png'], [1, 2, 3, 4]);
  const asked = request(true, { size: [1, 1], corrupt: 'skip' }, true);
  const { table: seen, pictures } = await first(table, asked);
  const stored = pictures.pixels?.stored;
  expect(seen?.kept).toEqual(Int32Array.of(1, 3, 4));
  expect(stored && [...takeStored(stored, Int32Array.of(4, 1, 3))]).toEqual([
    1, 2, 3, 1, 2, 3, 4, 5, 6,
  ]);
});

test('two tables have pictures of one size', async () => {
  const folder = made();
  writeTree(folder, { 'c.png': flat(2, 1, [0, 0, 0]) });
  const tables = [tableOf(folder, ['a.png'], null), tableOf(folder, ['c.png'], null)];
  await expect(lookAtPictures(tables, request(false))).rejects.toThrow(
    /^column "photo" has pictures of 2 sizes/,
  );
});

test('tables without pictures stay as they are', async () => {
  const table = { ...tableOf('.', [], null), columns: [] };
  expect(await lookAtPictures([table], request(true))).toEqual({
    tables: [table],
    told: [],
    found: [],
  });
});

test('a fitted column is read again as it was', () => {
  const how = { channels: 3, fit: 'contain', background: 'white' } as const;
  const fitted = {
    column: 'photo',
    kind: 'image',
    distinct: 2,
    missing: 0,
    divide_by: 255,
  } as const;
  expect(wishOfFitted({ ...fitted, ...how, height: 4, width: 6 })).toEqual({
    size: [4, 6],
    ...how,
    corrupt: 'refuse',
  });
});
