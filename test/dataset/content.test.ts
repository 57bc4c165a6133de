// Files of data: how they are called, their hash, and what is said of one that cannot be read.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import {
  combinedSha256,
  dataPath,
  filePieces,
  unreadable,
  withDataFile,
} from '../../src/dataset/content.js';
import { failure } from '../../src/ground/errors.js';
import { inFolder } from '../folders.js';

test('a data file is named from the current folder where it lies below it', () => {
  expect(dataPath(resolve('specs'), '../data/a.csv')).toBe(join('data', 'a.csv'));
  expect(dataPath(process.cwd(), 'a.csv')).toBe('a.csv');
  expect(dataPath(resolve('..'), 'a.csv')).toBe(resolve('..', 'a.csv'));
  expect(dataPath(resolve('specs'), resolve('data/a.csv'))).toBe(resolve('data/a.csv'));
});

test('one file has its own hash, several have one of all', () => {
  expect(combinedSha256(['ab'])).toBe('ab');
  // printf 'ab\ncd' | sha256sum
  expect(combinedSha256(['ab', 'cd'])).toBe(
    '41b72d4bfcbee9afefc1319dc198260e7dfd43b16d45f56b3bdded5e8427fea7',
  );
});

test.each([
  [
    'ENOENT',
    "a.csv does not exist: mend the path (relative ones start at the spec's folder, after -S at the current one) or put the file there",
  ],
  ['EISDIR', 'a.csv is a folder, expected a file'],
  ['EACCES', 'a.csv may not be read by this user: change its permissions'],
  ['EIO', 'cannot read a.csv: i/o error'],
])('%s: %s', (code, message) => {
  expect(unreadable('a.csv', Object.assign(new Error('i/o error'), { code }))).toMatchObject({
    exitCode: 1,
    message,
  });
});

test('a plain file is opened with its size; a folder, a pipe or nothing is refused', async () => {
  await inFolder(async (folder) => {
    const path = join(folder, 'a.csv');
    writeFileSync(path, 'a,b\n');
    expect(await withDataFile(path, async (_, size) => size)).toBe(4);
    const refused = (place: string): Promise<string> =>
      withDataFile(place, async () => 'read').catch((error: unknown) => (error as Error).message);
    expect(await refused(folder)).toBe(`${folder} is a folder, expected a file`);
    expect(await refused(join(folder, 'no'))).toMatch(/no does not exist: mend the path/);
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    expect(await refused(join(folder, 'pipe'))).toMatch(/ is not a plain file: save its contents/);
    // What the work itself says stays as it is.
    await expect(
      withDataFile(path, () => Promise.reject(failure('too many rows'))),
    ).rejects.toThrow(/^too many rows$/);
  });
});

test.each([
  [
    'https://example.com/a.csv',
    /^https:\/example.com\/a.csv is an address, and dlx reads files alone: download it first$/,
  ],
  ['s3://bucket/a.csv', /is an address/],
  ['~/a.csv', /^~\/a.csv does not exist: ~ means no folder in a spec, write its whole path$/],
])('%s cannot be opened', async (written, message) => {
  const opened = withDataFile(dataPath('.', written), () => Promise.resolve());
  await expect(opened).rejects.toThrow(message);
});

test('the bytes of a file come in their order, and whoever stops closes it', async () => {
  await inFolder(async (folder) => {
    const path = join(folder, 'long');
    const bytes = Buffer.from(Array.from({ length: 2_500_000 }, (_, i) => i % 251));
    writeFileSync(path, bytes);
    const pieces = await withDataFile(path, async (file) => {
      const all: Uint8Array[] = [];
      for await (const piece of filePieces(file)) all.push(piece);
      return all;
    });
    expect(Buffer.concat(pieces).equals(bytes)).toBe(true);
    expect(pieces[0]).toHaveLength(2 ** 16);
    const first = await withDataFile(path, async (file) => {
      for await (const piece of filePieces(file)) return piece[300];
      return null;
    });
    expect(first).toBe(300 - 251);
  });
});
