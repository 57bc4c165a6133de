// Decoded pictures, kept beside what dlx fetches: a pack of some pictures comes in and is found again
// by what they hold and how they were asked for. Nothing in it is the only copy: any file may be
// removed, at any time, and a damaged one is decoded anew.
import {
  closeSync,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  statfsSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../../ground/cache.js';
import { codeOf, failure, messageOf } from '../../ground/errors.js';
import { files } from '../../ground/files.js';
import { sha256 } from '../../ground/hash.js';
import { parseJson } from '../../ground/json.js';
import { readFile } from '../../ground/reading.js';
import { sizeInWords } from '../../text/bytes.js';
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
  /**
   * Opens the file that holds a pack, which is kept first where it is new, or is gone; it is the caller's
   * to close. Throws a UserError where it cannot be kept.
   */
  readonly hold: (key: string, pack: Pack & { readonly isNew: boolean }) => HeldPack;
  /** Throws a UserError where packs of so many bytes have no room together. */
  readonly checkRoom: (bytes: number) => void;
  /** Removes what was not used for the longest time, down to the bound; but not those of these keys. */
  readonly prune: (used: ReadonlySet<string>) => void;
};

/** A pack in an open file, and the byte that its pixels begin at. */
export type HeldPack = { readonly file: number; readonly at: number };

/** All packs together take at most so many bytes: 16 GiB, or those that are used. */
const mostBytes = 2 ** 34;

const looksKind = listOf(
  fields({
    height: integer({ min: 0 }),
    width: integer({ min: 0 }),
    isTransparent: boolean(),
  }).nullable(),
).max(Infinity);

const packEnding = '.pack';

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
  const place = (key: string): string => join(folder, `${key}${packEnding}`);
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
    hold: (key, pack) => holdPack(folder, key, pack),
    checkRoom: (bytes) => checkRoom(folder, bytes),
    prune: (used) => prune(folder, most, used),
  };
}

function holdPack(folder: string, key: string, pack: Pack & { readonly isNew: boolean }): HeldPack {
  const path = join(folder, `${key}${packEnding}`);
  const known = pack.isNew ? null : openPack(path, pack.values.length);
  if (known) return known;
  try {
    files.makeFolder(folder);
    files.write(path, packed(key, pack));
  } catch (error) {
    throw failure(
      `the pictures are streamed from the cache, and cannot be kept there (${messageOf(error)}): make room, or set DLX_CACHE to a folder on another disk`,
      'disk',
    );
  }
  const held = openPack(path, pack.values.length);
  if (held) return held;
  throw failure(`${path} is gone as soon as it is written: who empties the cache?`, 'disk');
}

// Null where it is not there, or another one: whoever reads on knows what its length should be.
function openPack(path: string, bytes: number): HeldPack | null {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    if (codeOf(error) !== 'EMFILE' && codeOf(error) !== 'ENFILE') return null;
    throw failure(
      `the pictures are streamed from more files than one process may have open here: raise that bound (ulimit -n), or use fewer pictures`,
      'machine',
    );
  }
  const head = Buffer.alloc(lengthBytes);
  const read = readSync(file, head, 0, lengthBytes, sumBytes);
  const at = sumBytes + lengthBytes + Number(head.readBigUInt64LE());
  if (read === lengthBytes && fstatSync(file).size === at + bytes) return { file, at };
  closeSync(file);
  return null;
}

function checkRoom(folder: string, bytes: number): void {
  files.makeFolder(folder);
  const { bavail, bsize } = statfsSync(folder);
  // Some of them may be there.
  const there = packsOf(folder).reduce((sum, { size }) => sum + size, 0);
  if (bytes - there <= bavail * bsize) return;
  throw failure(
    `the decoded pictures take ${sizeInWords(bytes)}, and there are ${sizeInWords(bavail * bsize)} left where they are kept (${folder}): make size smaller, or set DLX_CACHE to another disk`,
    'disk',
  );
}

/** The pack of these pictures, by their SHA-256, decoded so. */
export function packKey(how: string, hashes: readonly string[]): string {
  return sha256(`pack 2\n${how}\n${hashes.join('\n')}`);
}

// The sum of the key and of all that follows, the length of the looks, the looks, the pixels: a pack
// under another one's name is none.
function packed(key: string, { looks, values }: Pack): Uint8Array {
  const text = Buffer.from(JSON.stringify(looks));
  const all = Buffer.allocUnsafeSlow(sumBytes + lengthBytes + text.length + values.length);
  const body = all.subarray(sumBytes);
  body.writeBigUInt64LE(BigInt(text.length));
  text.copy(body, lengthBytes);
  body.set(values, lengthBytes + text.length);
  all.write(sha256(key, body), 'latin1');
  return all;
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
function prune(folder: string, most: number, used: ReadonlySet<string>): void {
  for (const { path, time } of filesOf(folder, '.part')) {
    if (Date.now() - time > day) remove(path);
  }
  const packs = packsOf(folder);
  let total = packs.reduce((sum, { size }) => sum + size, 0);
  for (const { path, name, size } of packs.toSorted((a, b) => a.time - b.time)) {
    if (total <= most) return;
    if (used.has(name.slice(0, -packEnding.length))) continue;
    remove(path);
    total -= size;
  }
}

type Seen = {
  readonly name: string;
  readonly path: string;
  readonly size: number;
  readonly time: number;
};

function packsOf(folder: string): readonly Seen[] {
  return filesOf(folder, packEnding);
}

function filesOf(folder: string, ending: string): readonly Seen[] {
  return names(folder).flatMap((name) => {
    if (!name.endsWith(ending)) return [];
    const path = join(folder, name);
    const stat = statSync(path, { throwIfNoEntry: false });
    return stat?.isFile() ? [{ name, path, size: stat.size, time: stat.mtimeMs }] : [];
  });
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
