import { openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { storedAmong } from '../../../src/dataset/pictures/stored-among.js';
import { takeStored, type StoredRows } from '../../../src/dataset/stored.js';
import { madeFolder } from './made.js';

test('stored rows are found among others by the numbers of those, and are read near any', () => {
  const path = join(madeFolder(), 'rows');
  writeFileSync(
    path,
    Uint8Array.from({ length: 12 }, (_, i) => i),
  );
  const file = openSync(path, 'r');
  const stored: StoredRows = {
    type: 'uint8',
    size: 2,
    pieces: [
      { file, at: 0, rows: 3 },
      { file, at: 8, rows: 2 },
    ],
  };
  const rows = [2, 3, 9, 10, 14];
  const among = storedAmong(stored, Int32Array.from(rows), 20);
  const all = takeStored(
    among,
    Int32Array.from({ length: 20 }, (_, row) => row),
  );
  expect(rows.map((row) => [...all.subarray(2 * row, 2 * row + 2)])).toEqual([
    [0, 1],
    [2, 3],
    [4, 5],
    [8, 9],
    [10, 11],
  ]);
  expect(among.pieces.reduce((sum, piece) => sum + piece.rows, 0)).toBe(20);
  expect(storedAmong(stored, Int32Array.from([0, 1, 2, 3, 4]), 5)).toBe(stored);
});
