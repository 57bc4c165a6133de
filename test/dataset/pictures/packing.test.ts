// Packs are given once each, from where they are kept or decoded now.
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { Asked } from '../../../src/dataset/pictures/formats.js';
import { eachPack, type PicturePack } from '../../../src/dataset/pictures/packing.js';
import { packsIn } from '../../../src/dataset/pictures/packs.js';
import { flat, madeFolder, writeTree } from './made.js';

const folder = madeFolder();
const count = 30;
const paths = Array.from({ length: count }, (_, i) => join(folder, `${i}.png`));
writeTree(
  folder,
  Object.fromEntries(paths.map((_, i) => [`${i}.png`, i === 4 ? 'text' : flat(1, 1, [i, 0, 0])])),
);

// 40 MB a picture, of which a pack holds one.
const large: Asked = {
  height: 3656,
  width: 3656,
  channels: 3,
  fit: 'stretch',
  background: 'black',
};
const small: Asked = { ...large, height: 1, width: 1 };

const packsOf = async (
  some: readonly string[],
  asked: Asked,
  cache: string,
): Promise<readonly PicturePack[]> => {
  const notify = (): void => undefined;
  const store = packsIn(notify, cache);
  const packs: PicturePack[] = [];
  await eachPack(some, { asked, notify, store }, (pack) => {
    packs.push(pack);
    if (pack.isNew) store.keep(pack.key, pack);
  });
  return packs;
};

test('a pack holds 64 MiB at most', async () => {
  const packs = await packsOf(paths.slice(0, 3), large, madeFolder());
  expect(packs.map(({ start, hashes }) => [start, hashes.length])).toEqual([
    [0, 1],
    [1, 1],
    [2, 1],
  ]);
});

test('one that was kept without a picture is new once that can be decoded', async () => {
  const cache = madeFolder();
  const [first] = await packsOf(paths, small, cache);
  expect(first?.isNew).toBe(true);
  expect(first?.corrupt).toEqual(new Map([[4, 'is a text file']]));
  const [second] = await packsOf(paths, small, cache);
  expect(second).toEqual({ ...first, values: Buffer.from(first?.values ?? []), isNew: false });
  // As if memory had been short when it was decoded.
  const store = packsIn(() => undefined, cache);
  const values = Uint8Array.from(first?.values ?? []).fill(0, 21, 24);
  const looks = (first?.looks ?? []).map((look, i) => (i === 7 ? null : look));
  store.keep(first?.key ?? '', { looks, values });
  const [third] = await packsOf(paths, small, cache);
  expect(third?.isNew).toBe(true);
  expect(third?.looks).toEqual(first?.looks);
  expect([...(third?.values ?? [])]).toEqual([...(first?.values ?? [])]);
  const [fourth] = await packsOf(paths, small, cache);
  expect(fourth).toEqual(second);
});
