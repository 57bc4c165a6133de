// Many pictures at once: in order, from packs that are found or made, by what the files hold.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { decodePictures } from '../../../src/dataset/pictures/decoded.js';
import type { Asked } from '../../../src/dataset/pictures/formats.js';
import { packsIn, type PackStore } from '../../../src/dataset/pictures/packs.js';
import { refusal } from '../fixtures.js';
import { flat, madeFolder, png, writeTree } from './made.js';

const asked: Asked = { height: 1, width: 1, channels: 3, fit: 'stretch', background: 'black' };
const silent = (): void => undefined;

const counting = (folder: string): { readonly store: PackStore; readonly kept: () => number } => {
  const store = packsIn(silent, folder);
  let kept = 0;
  const keep: PackStore['keep'] = (key, pack) => {
    kept += 1;
    store.keep(key, pack);
  };
  return { kept: () => kept, store: { ...store, keep } };
};

test('each at its place; the second time nothing is decoded, wherever the files lie', async () => {
  const [here, there, cache] = [madeFolder(), madeFolder(), madeFolder()];
  const colours = Array.from({ length: 400 }, (_, i) => [i % 256, i >> 8, 5] as const);
  const tree = Object.fromEntries(colours.map((colour, i) => [`${i}.png`, flat(1, 1, colour)]));
  for (const folder of [here, there]) writeTree(folder, tree);
  const pathsIn = (folder: string): readonly string[] =>
    colours.map((_, i) => join(folder, `${i}.png`));
  const first = counting(cache);
  const told: (number | undefined)[] = [];
  const tell = (_: string, fraction?: number): void => void told.push(fraction);
  const decoded = await decodePictures(pathsIn(here), asked, tell, first.store);
  expect([...decoded.values]).toEqual(colours.flat());
  expect(first.kept()).toBe(readdirSync(cache).length);
  expect(told.at(-1)).toBe(1);
  const second = counting(cache);
  expect(await decodePictures(pathsIn(there), asked, silent, second.store)).toEqual(decoded);
  expect(second.kept()).toBe(0);
  // Of the packs one alone holds the new picture.
  const third = counting(cache);
  writeTree(here, { 'new.png': flat(1, 1, [1, 2, 3]) });
  const paths = [join(here, 'new.png'), ...pathsIn(here)];
  const more = await decodePictures(paths, asked, silent, third.store);
  expect([...more.values.subarray(0, 6)]).toEqual([1, 2, 3, 0, 0, 5]);
  expect(third.kept()).toBe(1);
});

test('corrupt ones are told by their places, the next time too', async () => {
  const [folder, cache] = [madeFolder(), madeFolder()];
  writeTree(folder, {
    'a.png': flat(1, 1, [1, 1, 1]),
    'b.png': 'text',
    'c.png': flat(1, 1, [3, 3, 3]),
  });
  const paths = ['a', 'b', 'c'].map((name) => join(folder, `${name}.png`));
  for (let time = 0; time < 2; time += 1) {
    const store = packsIn(silent, cache);
    const { values, corrupt } = await decodePictures(paths, asked, silent, store);
    expect([...values]).toEqual([1, 1, 1, 0, 0, 0, 3, 3, 3]);
    expect(corrupt).toEqual([{ place: 1, why: 'is a text file' }]);
  }
});

test('files that cannot be read are all named', async () => {
  const folder = madeFolder();
  writeTree(folder, { 'a.png': flat(1, 1, [1, 1, 1]), 'folder.png/x': 'x' });
  const paths = ['a.png', 'no.png', 'folder.png', 'gone.png'].map((name) => join(folder, name));
  const { message } = await refusal(decodePictures(paths, asked, silent));
  const named = message.split('\n').map((line) => /(\w+)\.png (.{9})/.exec(line)?.slice(1));
  expect(named).toEqual([
    ['folder', 'is a fold'],
    ['gone', 'does not '],
    ['no', 'does not '],
  ]);
});

test('more than memory is asked for is refused before anything is read', async () => {
  const paths = Array.from({ length: 1000 }, () => 'no.png');
  const large = { ...asked, height: 1000, width: 1000 };
  const { message } = await refusal(decodePictures(paths, large, silent));
  expect(message).toMatch(/^1000 pictures of 1000 × 1000 × 3 are 2\.8 GiB, and at most 2/);
});

test('threads give the same, and what is large or corrupt is told of as without them', async () => {
  const folder = madeFolder();
  writeTree(folder, {
    'a.png': flat(2, 2, [10, 20, 30]),
    'b.png': 'text',
    'c.png': png(6000, 6000, null),
    'd.png': flat(5, 3, [1, 2, 3]),
  });
  const names = Array.from({ length: 40 }, (_, i) => `${'abcd'[i % 4]}.png`);
  const paths = names.map((name) => join(folder, name));
  const one = (threads: number): ReturnType<typeof decodePictures> =>
    decodePictures(paths, asked, silent, packsIn(silent, madeFolder()), threads);
  const wanted = await one(0);
  expect([...wanted.values.subarray(0, 12)]).toEqual([10, 20, 30, 0, 0, 0, 0, 0, 0, 1, 2, 3]);
  expect(wanted.corrupt.slice(0, 2).map(({ place, why }) => [place, why.slice(0, 14)])).toEqual([
    [1, 'is a text file'],
    [2, 'cannot be deco'],
  ]);
  const { corrupt, ...others } = await one(2);
  expect({ ...others, corrupt: [] }).toEqual({ ...wanted, corrupt: [] });
  // Why a broken one cannot be decoded is what libvips said last, of any.
  expect(corrupt.map(({ place }) => place)).toEqual(wanted.corrupt.map(({ place }) => place));
  expect(corrupt[0]).toEqual(wanted.corrupt[0]);
});

test('what is decoded is what was read, whatever becomes of the file', async () => {
  const folder = madeFolder();
  const names = Array.from({ length: 40 }, (_, i) => `${String(i).padStart(2, '0')}.png`);
  writeTree(folder, Object.fromEntries(names.map((name, i) => [name, flat(1, 1, [i, 0, 0])])));
  const paths = names.map((name) => join(folder, name));
  // What tells of the first that was decoded comes after the last one was read.
  const swap = (_: string, fraction?: number): void => {
    if (fraction !== undefined) writeTree(folder, { '39.png': flat(1, 1, [9, 9, 9]) });
  };
  const store = packsIn(silent, madeFolder());
  const first = await decodePictures(paths, asked, swap, store);
  expect([...first.values.subarray(-3)]).toEqual([39, 0, 0]);
  const second = await decodePictures(paths, asked, silent, store);
  expect([...second.values.subarray(-3)]).toEqual([9, 9, 9]);
});
