// IDX files (the format of MNIST), plain or gzipped: a path comes in, an array of unsigned bytes
// goes out. A header is checked against the file's size before memory is taken, and nothing is read
// past what it says.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { constants, createGunzip, gunzipSync } from 'node:zlib';
import { codeOf, failure, messageOf, UserError } from '../../ground/errors.js';
import { unreadable, withDataFile } from '../content.js';
import {
  checkSize,
  cutShort,
  noHeader,
  parseIdxHeader,
  tooLong,
  type IdxFacts,
  type IdxHeader,
} from './idx-header.js';

/** An IDX file's values, row-major. */
export type IdxArray = {
  /** Where it was read, for messages. */
  readonly file: string;
  readonly shape: readonly number[];
  readonly data: Uint8Array;
  /** Of the decoded file, header included: the same for every gzip of it. */
  readonly sha256: string;
};

/** What an IDX file's header says of its values. */
export type IdxShape = Pick<IdxArray, 'file' | 'shape'>;

/** The most bytes that a decoded file may have: 2 GiB. */
export const maximumBytes = 2 ** 31;

// Memory for so many bytes is taken because a gzip file's header says so.
const takenUnseen = 2 ** 26;

/**
 * Reads an IDX file, plain or gzipped, of at most `limit` decoded bytes. Throws a UserError that
 * names the file.
 */
export async function readIdx(path: string, limit = maximumBytes): Promise<IdxArray> {
  return naming(path, async () => {
    const facts = await readFacts(path);
    const header = headerOf(path, { ...facts, limit });
    // What a few megabytes of gzip say they decode to, gigabytes, is counted before memory is taken
    // for it.
    if (facts.gzipped && header.totalBytes > takenUnseen) {
      await passValues(path, facts, header, () => undefined);
    }
    if (!facts.gzipped) return await readPlain(path, header);
    const sink = collector(path, header);
    await decodeInto(path, facts, sink);
    return sink.result();
  });
}

/** The decoded file that an array was read from, header included. */
export function decodedFile({ shape, data }: IdxArray): Uint8Array {
  const header = 4 * (1 + shape.length);
  return new Uint8Array(data.buffer, data.byteOffset - header, header + data.length);
}

// Straight to where the values stay.
function readPlain(path: string, header: IdxHeader): Promise<IdxArray> {
  return withDataFile(path, async (file) => {
    const { bytes, result } = memoryFor(path, header);
    const hash = createHash('sha256');
    for (let filled = 0; filled < bytes.length;) {
      const read = await readSome(file, bytes, filled);
      if (read === 0) throw cutShort(path, header, filled);
      hash.update(bytes.subarray(filled, filled + read));
      filled += read;
    }
    return result(hash.digest('hex'));
  });
}

// So much that hashing it keeps nobody waiting.
const readTogether = 2 ** 22;

async function readSome(file: FileHandle, bytes: Buffer, at: number): Promise<number> {
  const length = Math.min(readTogether, bytes.length - at);
  return (await file.read(bytes, at, length, at)).bytesRead;
}

// Memory for a decoded file, and the array that it is then.
function memoryFor(
  file: string,
  header: IdxHeader,
): { readonly bytes: Buffer; readonly result: (sha256: string) => IdxArray } {
  // TensorFlow copies values as it takes them, and only such as lie at no multiple of 8 bytes need no
  // copy for that.
  const bytes = Buffer.allocUnsafeSlow(header.totalBytes + 4).subarray(4);
  const { shape } = header;
  const data = bytes.subarray(header.headerBytes);
  return { bytes, result: (sha256) => ({ file, shape, data, sha256 }) };
}

/**
 * Reads the header alone: the shape of an IDX file that may be large. Throws a UserError that names
 * the file.
 */
export async function readIdxShape(path: string): Promise<IdxShape> {
  return naming(path, async () => ({
    file: path,
    shape: headerOf(path, { ...(await readFacts(path)), limit: maximumBytes }).shape,
  }));
}

/**
 * How often each value from 0 to 255 occurs in an IDX file, which is read through and not held.
 * Throws a UserError that names the file.
 */
export async function readIdxCounts(path: string): Promise<readonly number[]> {
  return naming(path, async () => {
    const facts = await readFacts(path);
    const counts = new Array<number>(256).fill(0);
    await passValues(path, facts, headerOf(path, { ...facts, limit: maximumBytes }), (values) => {
      for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
    });
    return counts;
  });
}

function headerOf(path: string, facts: Facts & { readonly limit: number }): IdxHeader {
  // A file that is all there must also end as gzip does.
  const isWhole = facts.size <= facts.head.length;
  const head = facts.gzipped
    ? gunzipSync(facts.head, isWhole ? {} : { finishFlush: constants.Z_SYNC_FLUSH })
    : facts.head;
  const header = parseIdxHeader(head, path);
  if (!header) throw noHeader(path, head.length);
  checkSize(path, header, facts);
  return header;
}

async function decodeInto(path: string, { gzipped }: Facts, sink: Sink): Promise<void> {
  const source = createReadStream(path, { highWaterMark: 2 ** 20 });
  const flow = gzipped
    ? pipeline(source, createGunzip({ chunkSize: 2 ** 20 }), sink.take)
    : pipeline(source, sink.take);
  // When the sink refuses, the pipeline may report the abort of its streams instead.
  await flow.catch((error: unknown) => Promise.reject(sink.refusal() ?? error));
}

async function naming<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof UserError) throw error;
    if (codeOf(error)?.startsWith('Z_')) {
      throw failure(
        `${path} is a cut or damaged gzip file (${messageOf(error)}): copy or download it again`,
      );
    }
    throw unreadable(path, error);
  }
}

// `head`: the first bytes of the file, enough for an IDX header, gzipped or not.
type Facts = IdxFacts & { readonly head: Buffer };

function readFacts(path: string): Promise<Facts> {
  return withDataFile(path, async (file, size) => {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0);
    const head = buffer.subarray(0, bytesRead);
    return { size, gzipped: head[0] === 0x1f && head[1] === 0x8b, head };
  });
}

// Gives the values to `take` as they are decoded, and sees that they are as many as the header
// says.
async function passValues(
  path: string,
  facts: Facts,
  header: IdxHeader,
  take: (values: Buffer) => void,
): Promise<void> {
  let count = 0;
  await decodeInto(
    path,
    facts,
    sinkOf((chunk) => {
      const start = Math.max(0, header.headerBytes - count);
      count += chunk.length;
      if (count > header.totalBytes) throw tooLong(path, header);
      take(chunk.subarray(start));
    }),
  );
  if (count < header.totalBytes) throw cutShort(path, header, count);
}

/** Where decoded chunks go. */
type Sink = {
  readonly take: (chunks: AsyncIterable<Buffer>) => Promise<void>;
  /** Why it stopped taking, if it did. */
  readonly refusal: () => UserError | undefined;
};

function sinkOf(take: (chunk: Buffer) => void): Sink {
  let refusal: UserError | undefined;
  return {
    refusal: () => refusal,
    take: async (chunks) => {
      try {
        for await (const chunk of chunks) take(chunk);
      } catch (error) {
        if (error instanceof UserError) refusal = error;
        throw error;
      }
    },
  };
}

// Gathers chunks into memory of the size that the header says.
function collector(file: string, header: IdxHeader): Sink & { readonly result: () => IdxArray } {
  const hash = createHash('sha256');
  const { bytes, result: arrayOf } = memoryFor(file, header);
  let filled = 0;
  const sink = sinkOf((chunk) => {
    hash.update(chunk);
    if (filled + chunk.length > header.totalBytes) throw tooLong(file, header);
    filled += chunk.copy(bytes, filled);
  });
  const result = (): IdxArray => {
    if (filled < header.totalBytes) throw cutShort(file, header, filled);
    return arrayOf(hash.digest('hex'));
  };
  return { ...sink, result };
}
