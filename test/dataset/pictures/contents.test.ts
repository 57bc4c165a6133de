// Files of pictures are read once, in order, and cut into packs by what they hold.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import {
  contentsByPack,
  eachOf,
  packStart,
  type PackContents,
} from '../../../src/dataset/pictures/contents.js';
import { madeFolder, writeTree } from './made.js';

const folder = madeFolder();
const texts = Array.from({ length: 1500 }, (_, i) => `picture ${i}`);
writeTree(folder, Object.fromEntries(texts.map((text, i) => [`${i}`, text])));
const paths = texts.map((_, i) => join(folder, `${i}`));
const hashes = texts.map((text) => createHash('sha256').update(text).digest('hex'));
// One of 256 begins with a zero byte: of so many there are some.
const ends = hashes.flatMap((hash, i) => (hash.startsWith('00') ? [i + 1] : []));

const packs = async (
  some: readonly string[],
  span: readonly [number, number],
  most: number,
  unread: string[] = [],
): Promise<readonly PackContents[]> => {
  const all: PackContents[] = [];
  for await (const one of contentsByPack(some, span, { pictures: most }, unread)) all.push(one);
  return all;
};

test('a pack ends behind a hash that begins with a zero byte, or when it is full', async () => {
  const all = await packs(paths, [0, 1500], 300);
  expect(ends.length).toBeGreaterThan(2);
  expect(all.flatMap((one) => one.hashes)).toEqual(hashes);
  expect(all.flatMap(({ contents }) => contents.map(String))).toEqual(texts);
  const starts = all.map(({ start }) => start);
  expect(starts).toEqual(expect.arrayContaining(ends.filter((end) => end < 1500)));
  for (const { start, hashes: own } of all) {
    expect(
      own.length === 300 || ends.includes(start + own.length) || start + own.length === 1500,
    ).toBe(true);
    expect(own.slice(0, -1).some((hash) => hash.startsWith('00'))).toBe(false);
  }
});

test('from the middle on they are the same packs', async () => {
  const all = await packs(paths, [0, 1500], 300);
  const middle = await packStart(paths, (ends[0] ?? 0) + 1);
  expect(middle).toBe(ends[1]);
  const turned = [
    ...(await packs(paths, [0, middle], 300)),
    ...(await packs(paths, [middle, 1500], 300)),
  ];
  expect(turned).toEqual(all);
  expect(await packStart(paths.slice(0, 20), 10)).toBe(0);
});

test('behind a file that cannot be read there are no packs, and each such one is told of', async () => {
  const unread: string[] = [];
  const some = [...paths.slice(0, 20), join(folder, 'no'), ...paths.slice(20, 40), folder];
  const all = await packs(some, [0, some.length], 10, unread);
  expect(all.map(({ start }) => start)).toEqual([0, 10]);
  expect(unread.map((text) => /does not exist|is a folder/.exec(text)?.[0])).toEqual([
    'does not exist',
    'is a folder',
  ]);
});

test('each place is worked on once, and the first error is thrown', async () => {
  const seen: number[] = [];
  await eachOf(20, async (place) => void seen.push(place));
  expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i));
  const failing = async (place: number): Promise<void> => {
    throw new Error(`at ${place}`);
  };
  await expect(eachOf(3, failing)).rejects.toThrow('at 0');
});
