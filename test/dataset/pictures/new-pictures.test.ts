// New pictures in the order of their files, each with its name: pictures, IDX files, lists of paths.
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import type { InputFacts } from '../../../src/dataset/facts.js';
import {
  Batches,
  nothingFound,
  type NewFile,
  type RowBatch,
} from '../../../src/dataset/new-rows.js';
import { pictureReader } from '../../../src/dataset/pictures/new-pictures.js';
import { newFile } from '../../../src/inference/new-data.js';
import { idxBytes, temporaryFolder } from '../fixtures.js';
import { flat, writeTree } from './made.js';

const folder = temporaryFolder();
writeTree(folder, {
  'a.png': flat(1, 1, [10, 10, 10]),
  'b.png': flat(3, 5, [20, 20, 20]),
  'two.idx': idxBytes([2, 1, 1], [30, 40]),
  'no.png': 'text',
  'x.bmp': Buffer.from('BM\x46\0'),
});
const path = (name: string): string => join(folder, name);
const input: InputFacts = {
  name: 'image',
  kind: 'image',
  shape: [1, 1, 1],
  divide_by: 255,
  vocabulary: null,
  columns: null,
  reading: null,
  picture: { fit: 'stretch', background: 'black' },
};
const { picture: _, ...withoutPicture } = input;
const listOf = (text: string): NewFile => ({
  name: 'standard input',
  isList: true,
  pieces: () => Readable.from([Buffer.from(text)]),
});

async function read(
  files: readonly NewFile[],
  how: InputFacts = input,
): Promise<readonly RowBatch[]> {
  const found = nothingFound();
  const batches = new Batches((length) => new Uint8Array(length), 3, 1, found);
  const request = { input: how, target: 'label', rows: 3, keep: [] };
  const reader = pictureReader(request, batches, found, (one) => [newFile(one)]);
  const got: RowBatch[] = [];
  for (const file of files) for await (const batch of reader.read(file)) got.push(batch);
  for await (const batch of reader.rest()) got.push(batch);
  return [...got, ...batches.all()];
}

const rowsOf = (batches: readonly RowBatch[]): readonly (readonly [number, string])[] =>
  batches.flatMap(({ inputs: [values = []], kept }) =>
    Array.from(
      values,
      (value, i) => [value, (kept[i]?.[0] ?? '').slice(folder.length + 1)] as const,
    ),
  );

test('pictures of any size and IDX files follow each other, with their names', async () => {
  const batches = await read(
    ['b.png', 'a.png', 'two.idx', 'a.png'].map((name) => newFile(path(name))),
  );
  expect(batches.map(({ count }) => count)).toEqual([3, 2]);
  expect(rowsOf(batches)).toEqual([
    [20, 'b.png'],
    [10, 'a.png'],
    [30, 'two.idx'],
    [40, 'two.idx'],
    [10, 'a.png'],
  ]);
});

test.each(['\n', '\r\n', '\0'])('a list of paths, with %j between them', async (end) => {
  const text = ['b.png', 'a.png'].map(path).join(end);
  for (const list of [text, text + end]) {
    expect(rowsOf(await read([listOf(list)]))).toEqual([
      [20, 'b.png'],
      [10, 'a.png'],
    ]);
  }
});

describe('refused', () => {
  test.each([
    ['no.png', input, /no\.png is a text file, and no picture: JPEG/],
    ['x.bmp', input, /x\.bmp is BMP, and no picture that is read: save it as PNG or JPEG/],
    ['b.png', withoutPicture, /b\.png has 3 × 5 pixels, and the model takes 1 × 1/],
    ['no.png', withoutPicture, /no\.png is not an IDX file/],
  ])('%s', async (name, how, message) => {
    await expect(read([newFile(path(name))], how)).rejects.toThrow(message);
  });
});
