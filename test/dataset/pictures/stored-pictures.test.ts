// Pictures that stay in the packs are those that lie in memory, without those that are corrupt, whatever
// becomes of the cache.
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { decodePictures } from '../../../src/dataset/pictures/decoded.js';
import type { Asked } from '../../../src/dataset/pictures/formats.js';
import { packsIn } from '../../../src/dataset/pictures/packs.js';
import { storePictures } from '../../../src/dataset/pictures/stored-pictures.js';
import { takeStored } from '../../../src/dataset/stored.js';
import { refusal } from '../fixtures.js';
import { flat, madeFolder, writeTree } from './made.js';

const asked: Asked = { height: 2, width: 3, channels: 3, fit: 'stretch', background: 'black' };
const silent = (): void => undefined;

const folder = madeFolder();
const corrupt = [0, 7, 8, 599];
const count = 600;
writeTree(
  folder,
  Object.fromEntries(
    Array.from({ length: count }, (_, i) => [
      `${i}.png`,
      corrupt.includes(i) ? 'text' : flat(2, 3, [i % 256, i >> 8, 5]),
    ]),
  ),
);
const paths = Array.from({ length: count }, (_, i) => join(folder, `${i}.png`));

test('row by row', async () => {
  const cache = madeFolder();
  const { values, ...known } = await decodePictures(
    paths,
    asked,
    silent,
    packsIn(silent, madeFolder()),
  );
  // Decoded now, and found the next time.
  for (let time = 0; time < 2; time += 1) {
    const { stored, ...others } = await storePictures(paths, asked, silent, packsIn(silent, cache));
    expect(others).toEqual(known);
    expect(known.corrupt.map(({ place }) => place)).toEqual(corrupt);
    if (time === 1) rmSync(cache, { recursive: true });
    else expect(readdirSync(cache).length).toBeGreaterThan(0);
    const rows = Int32Array.from({ length: count - corrupt.length }, (_, row) => row);
    const whole = paths.flatMap((_, i) =>
      corrupt.includes(i) ? [] : [...values.subarray(i * 18, (i + 1) * 18)],
    );
    expect([...takeStored(stored, rows)]).toEqual(whole);
    // 0, 7 and 8 are left out: row 6 is the tenth file.
    expect([...takeStored(stored, Int32Array.of(6)).subarray(0, 3)]).toEqual([9, 0, 5]);
  }
});

test('more than the disk has room for is refused before anything is read', async () => {
  const large = { ...asked, height: 8192, width: 8192 };
  const { message } = await refusal(
    storePictures(
      Array<string>(10_000_000).fill('no.png'),
      large,
      silent,
      packsIn(silent, madeFolder()),
    ),
  );
  expect(message).toMatch(/^the decoded pictures take 2013 TB, and there are/);
});
