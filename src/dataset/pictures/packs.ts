// Decoded pictures, kept beside what dlx fetches: a pack of some pictures comes in and is found again
// by what they hold and how they were asked for. Nothing in it is the only copy: any file may be
// removed, at any time, and a damaged one is decoded anew.
import { readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../../ground/cache.js';
import { messageOf } from '../../ground/errors.js';
import { files } from '../../ground/files.js';
import { sha256 } from '../../ground/hash.js';
import { parseJson } from '../../ground/json.js';
import { readFile } from '../../ground/reading.js';
import { boolean, fields, integer, listOf } from '../../words/arguments.js';
import { checkJson } from '../../words/json.js';
import type { PictureLook } from './decoder.js';

/** Pictures decoded alike, one after another; a look is null where one could not be decoded. */
export type Pack = {
  readonly looks: readonly (PictureLook | null)[];
  readonly values: Uint8Array;
};

/** Where packs are kept. */
export type PackStore = {
  /** The pack of this key, or null where there is none that is whole. */
  readonly read: (key: string, count: number, bytes: number) => Pack | null;
  /** Keeps a pack, or says once that it cannot. */
  readonly keep: (key: string, pack: Pack) => void;
  /** Removes what was not used for the longest time, down to the bound. */
  readonly prune: () => void;
};

/** All packs together take at most so many bytes: 16 GiB. */
const mostBytes = 2 ** 34;

const looksKind = listOf(
  fields({
    height: integer({ min: 0 }),
    width: integer({ min: 0 }),
    isTransparent: boolean(),
  }).nullable(),
).max(Infinity);

const sumBytes = 64;
const lengthBytes = 8;

/**
 * The packs in a folder. A pack has its name once it is whole; it is known by the SHA-256 at its
 * head, whoever wrote it.
 */
export function packsIn(
  notify: (message: string) => void,
  folder = cacheFolder('pictures'),
  most = mostBytes,
): PackStore {
  let isKept = true;
  const place = (key: string): string => join(folder, `${key}.pack`);
  return {
    read: (key, count, bytes) => {
      const path = place(key);
      const content = read(path);
      if (!content) return null;
      const pack = unpacked(key, content, count, bytes);
      if (!pack) notify(`${path} is damaged, and its pictures are decoded again`);
      else touch(path);
      return pack;
    },
    keep: (key, pack) => {
      if (!isKept) return;
      try {
        files.makeFolder(folder);
        files.write(place(key), packed(key, pack));
      } catch (error) {
        isKept = false;
        notify(`decoded pictures are not kept for the next time: ${messageOf(error)}`);
      }
    },
    prune: () => prune(folder, most),
  };
}

/** The pack of these pictures, by their SHA-256, decoded so. */
export function packKey(how: string, hashes: readonly string[]): string {
  return sha256(`pack 2\n${how}\n${hashes.join('\n')}`);
}

// The sum of the key and of all that follows, the length of the looks, the looks, the pixels: a pack
// under another one's name is none.
function packed(key: string, { looks, values }: Pack): Uint8Array {
  const text = Buffer.from(JSON.stringify(looks));
  const body = Buffer.allocUnsafe(lengthBytes + text.length + values.length);
  body.writeBigUInt64LE(BigInt(text.length));
  text.copy(body, lengthBytes);
  body.set(values, lengthBytes + text.length);
  return Buffer.concat([Buffer.from(sha256(key, body)), body]);
}

function unpacked(key: string, content: Buffer, count: number, bytes: number): Pack | null {
  const body = content.subarray(sumBytes);
  if (content.toString('latin1', 0, sumBytes) !== sha256(key, body)) return null;
  const start = lengthBytes + Number(body.readBigUInt64LE());
  const looks = checkJson(looksKind, parseJson(body.toString('utf8', lengthBytes, start)));
  const values = body.subarray(start);
  if (!('value' in looks) || looks.value.length !== count) return null;
  return values.length === count * bytes ? { looks: looks.value, values } : null;
}

function read(path: string): Buffer | null {
  try {
    const content = readFile(path);
    return content && content.length >= sumBytes + lengthBytes ? content : null;
  } catch {
    // What may not be read is decoded.
    return null;
  }
}

function touch(path: string): void {
  try {
    utimesSync(path, new Date(), new Date());
  } catch {
    // Another process may have removed it, or it is somebody else's.
  }
}

const day = 24 * 60 * 60 * 1000;

// Of a killed process a part may be left, which nobody goes on with.
function prune(folder: string, most: number): void {
  const seen = names(folder).flatMap((name) => {
    const stat = statSync(join(folder, name), { throwIfNoEntry: false });
    return stat?.isFile()
      ? [{ path: join(folder, name), size: stat.size, time: stat.mtimeMs }]
      : [];
  });
  const parts = seen.filter(({ path }) => path.endsWith('.part'));
  for (const { path, time } of parts) if (Date.now() - time > day) remove(path);
  const packs = seen.filter(({ path }) => path.endsWith('.pack'));
  let total = packs.reduce((sum, { size }) => sum + size, 0);
  for (const { path, size } of packs.sort((a, b) => a.time - b.time)) {
    if (total <= most) return;
    remove(path);
    total -= size;
  }
}

function names(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // It stays, and is tried again.
  }
}
