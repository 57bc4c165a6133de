// Files of texts as rows: which files are meant, what of them is a row, and of what class it is.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import type { TextForm } from '../../../src/dataset/facts.js';
import { parseRows } from '../../../src/dataset/table/rows.js';
import {
  classOf,
  isCalledTable,
  textFilesOf,
  textsBelow,
} from '../../../src/dataset/table/text-files.js';
import { temporaryFolder, writeIn } from '../fixtures.js';
import { inPieces } from './reading-helpers.js';

const folder = temporaryFolder();
for (const name of ['train/pos', 'train/neg', '.git']) {
  mkdirSync(join(folder, 'films', name), { recursive: true });
}
for (const name of ['train/pos/2.txt', 'train/pos/1.txt', 'train/neg/1', 'train/urls', '.git/a']) {
  writeIn(folder, `films/${name}`, 'x');
}

async function rowsOf(
  content: string | Uint8Array,
  file: string,
  texts: TextForm,
  isNew = false,
): Promise<(string | number)[][]> {
  const rows: (string | number)[][] = [];
  const format = { delimiter: ',', encoding: 'utf-8', texts, isNew } as const;
  await parseRows(inPieces(Buffer.from(content), 3), file, format, (cells, line) =>
    rows.push([...cells, line]),
  );
  return rows;
}

test('a folder stands for the files in the folders in it', () => {
  const { paths, notes, counts } = textFilesOf(folder, ['films/train', 'films/train/urls']);
  expect(paths.slice(0, 3)).toEqual([
    'films/train/neg/1',
    'films/train/pos/1.txt',
    'films/train/pos/2.txt',
  ]);
  expect(counts).toEqual([3, 1]);
  expect(notes).toEqual([
    expect.stringMatching(/^1 file beside folders, or hidden, left out: .*urls$/),
  ]);
  expect(textFilesOf(folder, 'films/train/pos').paths).toHaveLength(2);
  expect(textFilesOf(folder, 'films/*/pos/*.txt').counts).toEqual([2]);
  expect(textsBelow(join(folder, 'films')).leftOut.map((path) => path.slice(-5))).toEqual([
    '/.git',
    '/urls',
  ]);
  expect(() => textFilesOf(folder, ['films/train', 'films/train/pos'])).toThrow(/named twice/);
  mkdirSync(join(folder, 'nothing'));
  expect(() => textFilesOf(folder, 'nothing')).toThrow(/holds no file: put the texts there/);
});

test('a line is a row, of the class that the file is called by', async () => {
  const lines = 'good, “really”\r\n\r\n\n  bad \rtext\nlast';
  const rows = [
    ['text', 'class', 0],
    ['good, “really”', 'pos', 1],
    ['bad', 'pos', 4],
    ['text', 'pos', 5],
    ['last', 'pos', 6],
  ];
  expect(await rowsOf(lines, 'a/pos.txt', 'lines')).toEqual(rows);
  expect(await rowsOf(gzipSync(lines), 'a/pos.txt.gz', 'lines')).toEqual(rows);
  await expect(rowsOf('\n \n', 'a.txt', 'lines')).rejects.toThrow(
    'a.txt is empty, expected a line a text',
  );
  await expect(rowsOf('a\0b', 'a.txt', 'lines')).rejects.toThrow(/line 1 holds a zero byte/);
});

test('a file is a row, of the class that its folder is called by, or new', async () => {
  const text = ' one\ntwo,\n\n{"x": 1}\n';
  expect(await rowsOf(text, 'a/spam/1', 'files')).toEqual([
    ['text', 'class', 0],
    ['one\ntwo,\n\n{"x": 1}', 'spam', 1],
  ]);
  expect(await rowsOf('', 'a/spam/2.txt', 'files', true)).toEqual([
    ['text', 'file', 0],
    ['', 'a/spam/2.txt', 1],
  ]);
});

test('what a file is called', () => {
  expect(
    ['rt.pos', 'b/neg.TXT', 'neg.txt.zst', 'a.b.txt'].map((file) => classOf(file, 'lines')),
  ).toEqual(['rt.pos', 'neg', 'neg', 'a.b']);
  expect(classOf('a/b/c.txt', 'files')).toBe('b');
  expect(['a.csv', 'a.JSONL.gz', 'a.txt', 'csv'].map(isCalledTable)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
