// A .keras file taken apart: a path comes in, its config and its weights come out. The file may be
// anybody's: no part is unpacked that is larger than such a part can be, and none is run.
import { buffer } from 'node:stream/consumers';
import { failure, messageOf, misuse, UserError } from '../ground/errors.js';
import { statOf } from '../ground/reading.js';
import { checkSum, withZip, type Entry, type ZipFile } from '../ground/zip.js';
import { isMapping } from '../words/written.js';

/** What a .keras file holds. */
export type KerasArchive = {
  /** Of Keras. */
  readonly version: string;
  readonly config: unknown;
  /** The bytes of model.weights.h5. */
  readonly weights: Uint8Array;
};

// Ten thousand layers take a few megabytes; Python's own limit of a buffer, and h5wasm's.
const largest: Readonly<Record<string, number>> = {
  'metadata.json': 2 ** 16,
  'config.json': 2 ** 26,
  'model.weights.h5': 2 ** 31 - 1,
};

// Keras stores parts as they are; floats that somebody packed again do not become so small.
const [mostUnchecked, mostExpansion] = [2 ** 26, 100];

/**
 * Reads a .keras file. Throws a UserError, one sentence, where it is none, where it is of another
 * Keras, and where a part of it is not of a size that it could have.
 */
export async function readKerasArchive(path: string): Promise<KerasArchive> {
  if (!statOf(path)?.isFile()) {
    throw misuse(`${path} is no file: import takes a .keras file`, 'not found');
  }
  const parts = await partsOf(path);
  const part = (name: string): Buffer => {
    const found = parts.get(name);
    if (!found) throw failure(`${path} is no file of Keras 3: it has no ${name}`, 'data');
    return found;
  };
  const version = versionOf(jsonOf(path, 'metadata.json', part('metadata.json')));
  if (!version.startsWith('3.')) {
    throw failure(
      `${path} was written by Keras ${version.slice(0, 20)}; open it with Keras 3 and save it again`,
      'data',
    );
  }
  return {
    version,
    config: jsonOf(path, 'config.json', part('config.json')),
    weights: part('model.weights.h5'),
  };
}

async function partsOf(path: string): Promise<ReadonlyMap<string, Buffer>> {
  const parts = new Map<string, Buffer>();
  try {
    await withZip(path, async (zip) => {
      for await (const entry of zip.eachEntry()) {
        const most = largest[entry.fileName];
        if (most === undefined) continue;
        if (parts.has(entry.fileName)) {
          throw failure(
            `${path} has two parts that are called ${entry.fileName}: save it again`,
            'data',
          );
        }
        parts.set(entry.fileName, await partOf(zip, entry, most));
      }
    });
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw failure(`${path} is no .keras file: ${messageOf(error)}`, 'data');
  }
  return parts;
}

async function partOf(zip: ZipFile, entry: Entry, most: number): Promise<Buffer> {
  const { fileName, uncompressedSize: size, compressedSize: packed } = entry;
  if (size > most || (size > mostUnchecked && size > mostExpansion * packed)) {
    throw failure(
      `${fileName} of the .keras file would have ${size} bytes, packed into ${packed}: that is no model of Keras`,
      'data',
    );
  }
  // More than it says is an error of the stream.
  const bytes = await buffer(await zip.openReadStreamPromise(entry));
  checkSum(entry, bytes);
  return bytes;
}

// A layer in a layer stands four deeper; nothing that Keras writes comes near.
const deepest = 256;

function jsonOf(path: string, name: string, bytes: Buffer): unknown {
  if (depthOf(bytes) > deepest) {
    throw failure(`${path} is no model: its ${name} is nested more than ${deepest} deep`, 'data');
  }
  try {
    return JSON.parse(bytes.toString());
  } catch {
    throw failure(`${path} is damaged: its ${name} is no JSON`, 'data');
  }
}

// How deep lists and objects stand in each other, as far as the bytes are JSON: its marks are ASCII.
function depthOf(bytes: Buffer): number {
  let [depth, most, isText] = [0, 0, false];
  for (let i = 0; i < bytes.length; i += 1) {
    const mark = bytes[i];
    if (mark === marks.quote) isText = !isText;
    else if (isText) i += mark === marks.escape ? 1 : 0;
    else if (mark === marks.list || mark === marks.object) most = Math.max(most, (depth += 1));
    else if (mark === marks.listEnd || mark === marks.objectEnd) depth -= 1;
  }
  return most;
}

const marks = { quote: 34, escape: 92, list: 91, listEnd: 93, object: 123, objectEnd: 125 };

function versionOf(metadata: unknown): string {
  const version = isMapping(metadata) ? metadata['keras_version'] : undefined;
  return typeof version === 'string' ? version : 'of no known version';
}
