// Packs are found again whole or not at all, and take no more than they may.
import {
  closeSync,
  copyFileSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { packKey, packsIn, type HeldPack, type Pack } from '../../../src/dataset/pictures/packs.js';
import { madeFolder } from './made.js';

const pack = (level: number): Pack => ({
  looks: [{ height: 3, width: 2, isTransparent: false }, null],
  values: new Uint8Array(8).fill(level),
});

test('what is kept is found by its key, with what the pictures were', () => {
  const store = packsIn(() => undefined, madeFolder());
  expect(store.read('a', 2, 4)).toBeNull();
  store.keep('a', pack(7));
  expect(store.read('a', 2, 4)).toEqual({ looks: pack(7).looks, values: Buffer.alloc(8, 7) });
  expect(packKey('x', ['1', '2'])).not.toBe(packKey('x', ['2', '1']));
});

test.each([
  ['cut', (path: string) => truncateSync(path, 100)],
  ['of no more than its sum', (path: string) => truncateSync(path, 64)],
  [
    'with one byte changed',
    (path: string) => {
      const bytes = readFileSync(path);
      bytes[bytes.length - 1] = 8;
      writeFileSync(path, bytes);
    },
  ],
])('a pack that is %s is none', (_, damage) => {
  const folder = madeFolder();
  const store = packsIn(() => undefined, folder);
  store.keep('a', pack(7));
  damage(join(folder, 'a.pack'));
  expect(store.read('a', 2, 4)).toBeNull();
});

test('a pack under the name of another one is none', () => {
  const folder = madeFolder();
  const said: string[] = [];
  const store = packsIn((message) => said.push(message), folder);
  store.keep('a', pack(7));
  copyFileSync(join(folder, 'a.pack'), join(folder, 'b.pack'));
  expect(store.read('b', 2, 4)).toBeNull();
  expect(said).toEqual([
    `${join(folder, 'b.pack')} is damaged, and its pictures are decoded again`,
  ]);
});

test('those that were not used for the longest time go first, and what a killed process left', () => {
  const folder = madeFolder();
  packsIn(() => undefined, folder).keep('a', pack(1));
  const size = readFileSync(join(folder, 'a.pack')).length;
  const store = packsIn(() => undefined, folder, 2 * size);
  for (const key of ['b', 'c']) store.keep(key, pack(2));
  const left = '.d.pack.0123456789ab.part';
  writeFileSync(join(folder, left), 'half');
  const times = { 'a.pack': 1, 'b.pack': 2, 'c.pack': 3, [left]: 1 };
  for (const [name, time] of Object.entries(times)) utimesSync(join(folder, name), time, time);
  // It is used: b is the oldest by now.
  store.read('a', 2, 4);
  store.prune(new Set());
  expect(readdirSync(folder).sort()).toEqual(['a.pack', 'c.pack']);
  // What is used stays, whatever it takes.
  packsIn(() => undefined, folder, size).prune(new Set(['a', 'c']));
  expect(readdirSync(folder).sort()).toEqual(['a.pack', 'c.pack']);
});

describe('held open', () => {
  const pixelsOf = ({ file, at }: HeldPack): readonly number[] => {
    const bytes = Buffer.alloc(8);
    readSync(file, bytes, 0, 8, at);
    closeSync(file);
    return [...bytes];
  };

  test('one that is kept, one that is new, one that is gone', () => {
    const folder = madeFolder();
    const store = packsIn(() => undefined, folder);
    store.keep('a', pack(7));
    // As it is there, it is not written again.
    expect(pixelsOf(store.hold('a', { ...pack(9), isNew: false }))).toEqual(Array(8).fill(7));
    expect(pixelsOf(store.hold('a', { ...pack(9), isNew: true }))).toEqual(Array(8).fill(9));
    const held = store.hold('b', { ...pack(3), isNew: false });
    rmSync(folder, { recursive: true });
    expect(pixelsOf(held)).toEqual(Array(8).fill(3));
  });

  test('one that was cut off is written again', () => {
    const folder = madeFolder();
    const store = packsIn(() => undefined, folder);
    store.keep('a', pack(7));
    truncateSync(join(folder, 'a.pack'), 100);
    expect(pixelsOf(store.hold('a', { ...pack(7), isNew: false }))).toEqual(Array(8).fill(7));
  });

  test('where nothing can be kept, that is refused', () => {
    const folder = madeFolder();
    writeFileSync(join(folder, 'file'), '');
    const store = packsIn(() => undefined, join(folder, 'file', 'packs'));
    expect(() => store.hold('a', { ...pack(1), isNew: true })).toThrow(
      /streamed from the cache, and cannot be kept there .*: make room, or set DLX_CACHE/,
    );
  });

  test('and more than the disk has left', () => {
    const store = packsIn(() => undefined, madeFolder());
    expect(() => store.checkRoom(2 ** 60)).toThrow(
      /^the decoded pictures take \d+ TB, and there are .* left where they are kept/,
    );
    expect(() => store.checkRoom(1)).not.toThrow();
  });
});

test('where nothing can be kept, that is said once', () => {
  const folder = madeFolder();
  writeFileSync(join(folder, 'file'), '');
  const said: string[] = [];
  const store = packsIn((message) => said.push(message), join(folder, 'file', 'packs'));
  store.keep('a', pack(1));
  store.keep('b', pack(1));
  store.prune(new Set());
  expect(said).toEqual([
    expect.stringMatching(/^decoded pictures are not kept for the next time: /),
  ]);
});
