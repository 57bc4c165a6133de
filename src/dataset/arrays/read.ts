// Arrays by the places that a spec or a person names: `x.npy`, `file.npz:name`,
// `file.safetensors:name`. A file that holds several arrays is opened once.
import type { FileHandle } from 'node:fs/promises';
import { fileOfPlace, memberOfPlace } from '../../document/paths.js';
import { failure, messageOf, UserError } from '../../ground/errors.js';
import { checkSum, withZip, type Entry, type ZipFile } from '../../ground/zip.js';
import { didYouMean } from '../../text/suggest.js';
import { withDataFile } from '../content.js';
import { decodeArray, isNpy } from './npy.js';
import type { DataArray } from './numbers.js';
import { openSafetensors, type ArrayFile } from './safetensors.js';

/** Reads arrays, each by its place. Throws a UserError that names the file, and the array in it. */
export type ArrayReader = {
  readonly read: (place: string) => Promise<DataArray>;
  /** The names of the arrays in a file that holds them by name; null where it holds one without. */
  readonly names: (file: string) => Promise<readonly string[] | null>;
};

/** A reader that opens each file once. */
export function arrayReader(): ArrayReader {
  const opened = new Map<string, Promise<DataArray | ArrayFile>>();
  const open = (file: string): Promise<DataArray | ArrayFile> => {
    const found = opened.get(file) ?? openFile(file);
    opened.set(file, found);
    return found;
  };
  return {
    names: async (file) => {
      const content = await open(file);
      return 'names' in content ? content.names : null;
    },
    read: async (place) => {
      const [file, member] = [fileOfPlace(place), memberOfPlace(place)];
      const content = await open(file);
      if (!('names' in content)) {
        if (member === null) return content;
        throw failure(`${file} holds one array, without a name: leave out ":${member}"`);
      }
      return content.read(memberIn(content.names, member, file), place);
    },
  };
}

function memberIn(names: readonly string[], member: string | null, file: string): string {
  const [only, ...others] = names;
  if (only === undefined) throw failure(`${file} holds no arrays`);
  if (member === null) {
    if (others.length === 0) return only;
    throw failure(
      `${file} holds ${names.length} arrays: say which, as ${file}:${only}; it has ${shownNames(names)}`,
    );
  }
  if (names.includes(member)) return member;
  throw failure(
    `${file} holds no array ${JSON.stringify(member)}${didYouMean(member, names.slice(0, 100))}`,
  );
}

function shownNames(names: readonly string[]): string {
  const shown = names.slice(0, 10).map((name) => JSON.stringify(name.slice(0, 60)));
  return `${shown.join(', ')}${names.length > shown.length ? ' …' : ''}`;
}

// Of a file, and of an array in one: all is held in memory.
const mostBytes = 2 ** 32;

async function openFile(path: string): Promise<DataArray | ArrayFile> {
  const head = await withDataFile(path, async (file, size) => {
    if (size > mostBytes) {
      throw failure(
        `${path} has ${size} bytes, more than the ${mostBytes} that dlx reads of arrays`,
      );
    }
    const start = Buffer.alloc(Math.min(8, size));
    await file.read(start, 0, start.length, 0);
    const isZip = start.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004';
    return isZip ? null : await wholeOf(file, size);
  });
  if (head === null) return openZip(path);
  if (isNpy(head)) return decodeArray(head, path);
  if (/\.safetensors$/i.test(path)) return openSafetensors(head, path);
  throw failure(
    `${path} is no file of arrays: dlx reads .npy, .npz and .safetensors${/\.npz$/i.test(path) ? '; it was cut short, or is damaged' : ''}`,
  );
}

// A read gives at most 2 GiB.
const mostRead = 2 ** 30;

async function wholeOf(file: FileHandle, size: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size;) {
    const { bytesRead } = await file.read(bytes, at, Math.min(mostRead, size - at), at);
    if (bytesRead === 0) return bytes.subarray(0, at);
    at += bytesRead;
  }
  return bytes;
}

// The arrays of an .npz are .npy files in a zip.
async function openZip(path: string): Promise<ArrayFile> {
  return zipped(path, async (zip) => {
    const names = new Set<string>();
    for await (const { fileName } of zip.eachEntry()) {
      if (!fileName.endsWith('.npy')) continue;
      const name = fileName.slice(0, -4);
      if (names.has(name)) {
        throw failure(`${path} holds two arrays ${JSON.stringify(name)}: save it again with one`);
      }
      names.add(name);
    }
    return {
      names: [...names],
      read: (name, label) =>
        zipped(path, async (again) => {
          for await (const entry of again.eachEntry()) {
            if (entry.fileName === `${name}.npy`) {
              return decodeArray(await bytesOf(again, entry, label), label);
            }
          }
          throw failure(`${path} holds no array ${JSON.stringify(name)}`);
        }),
    };
  });
}

async function zipped<T>(path: string, work: (zip: ZipFile) => Promise<T>): Promise<T> {
  try {
    return await withZip(path, work);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw failure(`${path} is a cut or damaged .npz file (${messageOf(error)}): save it again`);
  }
}

// Deflate makes no more than 1032 bytes of one.
const mostExpansion = 1032;

async function bytesOf(zip: ZipFile, entry: Entry, label: string): Promise<Uint8Array> {
  const { uncompressedSize: size, compressedSize: packed } = entry;
  if (size > mostBytes || size > mostExpansion * packed + 1024) {
    throw failure(`${label} would have ${size} bytes, packed into ${packed}: that is no array`);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  // More or less than it says is an error of the stream.
  for await (const piece of await zip.openReadStreamPromise(entry)) {
    if (!(piece instanceof Uint8Array)) throw new Error('a stream of bytes gives bytes');
    bytes.set(piece, at);
    at += piece.length;
  }
  checkSum(entry, bytes);
  return bytes;
}
