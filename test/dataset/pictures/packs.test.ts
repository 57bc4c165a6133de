// Packs are found again whole or not at all, and take no more than they may.
import {
  copyFileSync,
  readdirSync,
  readFileSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { packKey, packsIn, type Pack } from '../../../src/dataset/pictures/packs.js';
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
  store.prune();
  expect(readdirSync(folder).sort()).toEqual(['a.pack', 'c.pack']);
});

test('where nothing can be kept, that is said once', () => {
  const folder = madeFolder();
  writeFileSync(join(folder, 'file'), '');
  const said: string[] = [];
  const store = packsIn((message) => said.push(message), join(folder, 'file', 'packs'));
  store.keep('a', pack(1));
  store.keep('b', pack(1));
  store.prune();
  expect(said).toEqual([
    expect.stringMatching(/^decoded pictures are not kept for the next time: /),
  ]);
});
