import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { InputFacts } from '../../../src/dataset/facts.js';
import { nothingFound, type RowBatch } from '../../../src/dataset/new-rows.js';
import { NamedPictures, withNamedPictures } from '../../../src/dataset/table/named-pictures.js';
import { flat, madeFolder, writeTree } from '../pictures/made.js';

const photo: InputFacts = {
  name: 'photo',
  kind: 'image',
  shape: [1, 1, 1],
  divide_by: 255,
  vocabulary: null,
  reading: null,
  columns: [
    {
      column: 'photo',
      kind: 'image',
      distinct: 2,
      missing: 0,
      height: 1,
      width: 1,
      channels: 1,
      fit: 'stretch',
      background: 'black',
      divide_by: 255,
    },
  ],
};
const table: InputFacts = { ...photo, name: 'table', kind: 'table', shape: [1], columns: [] };

async function* rows(...counts: readonly number[]): AsyncGenerator<RowBatch> {
  for (const count of counts) {
    const inputs = [new Float32Array(count).fill(count), new Uint8Array(0)];
    yield { count, inputs, kept: Array.from({ length: count }, (_, i) => [String(i)]) };
  }
}

const named = (folder: string, names: readonly string[]): NamedPictures => {
  const pictures = new NamedPictures();
  names.forEach((name, row) =>
    pictures.add({ row, input: 1, path: join(folder, name), place: () => `row ${row}` }),
  );
  return pictures;
};

test('each batch has the pictures of its own rows', async () => {
  const folder = madeFolder();
  writeTree(folder, { 'a.png': flat(2, 2, [9, 9, 9]), 'b.png': flat(1, 1, [7, 7, 7]) });
  const pictures = named(folder, ['a.png', 'b.png', 'a.png']);
  const given: RowBatch[] = [];
  for await (const one of withNamedPictures(rows(2, 1), [table, photo], pictures, nothingFound())) {
    given.push(one);
  }
  expect(given.map(({ inputs }) => inputs[1])).toEqual([Uint8Array.of(9, 7), Uint8Array.of(9)]);
  expect(given.map(({ inputs }) => inputs[0])).toEqual([Float32Array.of(2, 2), Float32Array.of(1)]);
});

test('the rows before the first picture that cannot be had are given', async () => {
  const folder = madeFolder();
  writeTree(folder, { 'a.png': flat(1, 1, [9, 9, 9]), 'text.png': 'a text' });
  const found = { ...nothingFound(), rows: 4 };
  const pictures = named(folder, ['a.png', 'a.png', 'text.png', 'none.png']);
  const given: RowBatch[] = [];
  const reading = async (): Promise<void> => {
    for await (const one of withNamedPictures(rows(1, 3), [table, photo], pictures, found)) {
      given.push(one);
    }
  };
  await expect(reading()).rejects.toThrow(/^row 2: .*text\.png is a text file$/);
  expect(given.map(({ count, kept }) => [count, kept])).toEqual([
    [1, [['0']]],
    [1, [['0']]],
  ]);
  expect(found.rows).toBe(2);
});
