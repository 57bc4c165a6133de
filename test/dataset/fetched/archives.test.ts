import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parseTar } from 'nanotar';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  fetchArchivedSet,
  type ArchivedSet,
  type ArchivePlaces,
} from '../../../src/dataset/fetched/archives.js';
import { root } from '../../folders.js';
import { refusal, writeIn } from '../fixtures.js';
import { madeFolder } from '../pictures/made.js';

const name = 'cifar-100-binary.tar.gz';
const packed = readFileSync(join(root, 'test/fixtures/cifar', name));
const members = new Map(
  parseTar(Uint8Array.from(gunzipSync(packed))).map((one) => [one.name, one.data]),
);
const train = Buffer.from(members.get('cifar-100-binary/train.bin') ?? []);
const held = Buffer.from(members.get('cifar-100-binary/test.bin') ?? []);
const sumOf = (kind: string, bytes: Uint8Array): string =>
  createHash(kind).update(bytes).digest('hex');

const set: ArchivedSet = {
  name: 'toy',
  mirrors: [],
  archives: [
    {
      name,
      bytes: packed.length,
      sha256: sumOf('sha256', packed),
      folder: 'cifar-100-binary',
      files: { 'train.bin': sumOf('md5', train), 'test.bin': sumOf('sha256', held) },
      inKeras: { archives: ['toy_archive'], folders: ['toy-target/inner'] },
    },
  ],
};

const server = createServer((request, response) => {
  if (request.url === `/good/${name}`) response.end(packed);
  else if (request.url === `/cut/${name}`) response.end(packed.subarray(0, 100));
  else response.writeHead(404).end();
});
let address = '';
beforeAll(
  () =>
    new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        const at = server.address();
        address = `http://127.0.0.1:${typeof at === 'object' ? at?.port : ''}`;
        resolve();
      });
    }),
);
afterAll(() => void server.close());

const placesIn = (folder: string, mirrors: readonly string[] = []): ArchivePlaces => ({
  cache: join(folder, 'cache/toy'),
  keras: join(folder, 'keras'),
  mirrors: mirrors.map((one) => `${address}/${one}`),
  patience: { connect: 2000, idle: 2000 },
});

const found = async (places: ArchivePlaces) => {
  const notes: string[] = [];
  const files = await fetchArchivedSet(set, (note) => void notes.push(note), places);
  const [one, other] = [files.get('train.bin'), files.get('test.bin')];
  expect([one?.bytes.length, other?.bytes.length]).toEqual([train.length, held.length]);
  expect(sumOf('sha256', one?.bytes ?? held)).toBe(sumOf('sha256', train));
  return { from: one?.file, notes };
};

test("Keras' unpacked folder comes before its archive", async () => {
  const folder = madeFolder();
  mkdirSync(join(folder, 'keras/toy-target/inner'), { recursive: true });
  writeFileSync(join(folder, 'keras/toy_archive'), packed);
  const places = placesIn(folder);
  expect(await found(places)).toEqual({
    from: `${join(folder, 'keras/toy_archive')}, train.bin`,
    notes: [],
  });
  writeIn(join(folder, 'keras/toy-target/inner'), 'train.bin', train);
  const place = writeIn(join(folder, 'keras/toy-target/inner'), 'test.bin', held);
  expect(await found(places)).toEqual({
    from: join(folder, 'keras/toy-target/inner/train.bin'),
    notes: [],
  });
  // What is not the pinned one is passed over, and said to be.
  writeFileSync(place, held.subarray(1));
  const again = await found(places);
  expect(again.from).toContain('toy_archive');
  expect(again.notes).toEqual([
    `passing over ${place}: it has the SHA256 ${sumOf('sha256', held.subarray(1))}, expected ${sumOf('sha256', held)}`,
  ]);
});

test('a mirror is asked, and what it gave is kept', async () => {
  const folder = madeFolder();
  const places = placesIn(folder, ['gone', 'cut', 'good']);
  const { notes } = await found(places);
  expect(notes.filter((note) => !note.startsWith('downloading'))).toEqual([
    `${address}/gone: HTTP 404`,
    `${address}/cut: ${name}: it has the SHA-256 ${sumOf('sha256', packed.subarray(0, 100))}, expected ${sumOf('sha256', packed)}`,
  ]);
  expect(readdirSync(join(folder, 'cache'))).toEqual(['toy']);
  expect(readdirSync(join(folder, 'cache/toy'))).toEqual([name]);
  expect((await found(placesIn(folder))).notes).toEqual([]);
});

test('where no place has it, one sentence says where to put it', async () => {
  const folder = madeFolder();
  const places = placesIn(folder, ['gone']);
  expect((await refusal(fetchArchivedSet(set, () => undefined, places))).message).toBe(
    `toy is not on this machine, and no source gave it (${address}/gone: HTTP 404): put ${name} into ${join(folder, 'cache/toy')}`,
  );
});
