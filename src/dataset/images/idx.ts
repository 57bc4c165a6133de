// IDX files (the format of MNIST), plain or gzipped: a path comes in, an array of unsigned bytes
// goes out. A header is checked against the file's size before memory is taken, and nothing is read
// past what it says.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { constants, createGunzip, gunzipSync } from 'node:zlib';
import { codeOf, failure, messageOf, UserError } from '../../ground/errors.js';
import { unreadable, withDataFile } from '../content.js';
import { productOf } from '../../ground/product.js';

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

/** What the first bytes of an IDX file say. */
export type IdxHeader = {
  readonly shape: readonly number[];
  readonly headerBytes: number;
  readonly totalBytes: number;
};

/** The most bytes that a decoded file may have: 2 GiB. */
export const maximumBytes = 2 ** 31;

// Memory for so many bytes is taken because a gzip file's header says so.
const takenUnseen = 2 ** 26;

// deflate cannot make more than this from one byte.
const deflateRatio = 1032;
const valueTypes: Readonly<Record<number, string>> = {
  0x09: 'int8',
  0x0b: 'int16',
  0x0c: 'int32',
  0x0d: 'float32',
  0x0e: 'float64',
};

/**
 * The header at the beginning of `bytes`, or undefined while `bytes` is too short to hold it.
 * Throws a UserError that names `file` where it is no IDX file of unsigned bytes.
 */
export function parseIdxHeader(bytes: Uint8Array, file: string): IdxHeader | undefined {
  if (bytes.length < 4) return undefined;
  const [zero, zeroToo, type = 0, dimensions = 0] = bytes;
  if (zero !== 0 || zeroToo !== 0 || !(type === 0x08 || type in valueTypes)) {
    throw failure(
      `${file} is not an IDX file: it does not begin with 00 00 08 and the number of dimensions`,
    );
  }
  if (type !== 0x08) {
    throw failure(
      `${file} holds ${valueTypes[type]} values, expected unsigned bytes (type 08): convert it`,
    );
  }
  if (dimensions < 1 || dimensions > 4) {
    throw failure(`${file} has ${dimensions} dimensions, expected 1 for labels, 3 or 4 for images`);
  }
  const headerBytes = 4 + 4 * dimensions;
  if (bytes.length < headerBytes) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, headerBytes);
  const shape = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
  if (shape.includes(0)) throw failure(`${file} is empty: its header says ${shape.join(' × ')}`);
  return {
    shape,
    headerBytes,
    totalBytes: headerBytes + productOf(shape),
  };
}

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
    const sink = collector(path, header);
    await decodeInto(path, facts, sink);
    return sink.result();
  });
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

function headerOf(path: string, facts: Facts & Bounds): IdxHeader {
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
type Facts = { readonly size: number; readonly gzipped: boolean; readonly head: Buffer };
type Bounds = { readonly limit: number };

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
  const bytes = Buffer.allocUnsafeSlow(header.totalBytes);
  let filled = 0;
  const sink = sinkOf((chunk) => {
    hash.update(chunk);
    if (filled + chunk.length > header.totalBytes) throw tooLong(file, header);
    filled += chunk.copy(bytes, filled);
  });
  const result = (): IdxArray => {
    if (filled < header.totalBytes) throw cutShort(file, header, filled);
    return {
      file,
      shape: header.shape,
      data: bytes.subarray(header.headerBytes),
      sha256: hash.digest('hex'),
    };
  };
  return { ...sink, result };
}

function checkSize(
  file: string,
  header: IdxHeader,
  { size, gzipped, limit }: Facts & Bounds,
): void {
  if (header.totalBytes > limit) {
    throw failure(
      `${file} says it holds ${header.shape.join(' × ')} bytes, more than the ${limit} that dlx reads: use a smaller file`,
    );
  }
  if (gzipped && header.totalBytes > size * deflateRatio) {
    throw failure(
      `${file} is cut short: its header says ${header.shape.join(' × ')} bytes, which ${size} gzipped bytes cannot hold`,
    );
  }
  if (!gzipped && size < header.totalBytes) throw cutShort(file, header, size);
  if (!gzipped && size > header.totalBytes) throw tooLong(file, header);
}

function noHeader(file: string, bytes: number): UserError {
  return failure(
    `${file} is cut short: it has only ${bytes} bytes, too few for the header of an IDX file`,
  );
}

function cutShort(
  file: string,
  { shape, headerBytes, totalBytes }: IdxHeader,
  filled: number,
): UserError {
  return failure(
    `${file} is cut short: its header says ${shape.join(' × ')} = ${totalBytes - headerBytes} values, but it holds ${filled - headerBytes}`,
  );
}

function tooLong(file: string, { shape, headerBytes, totalBytes }: IdxHeader): UserError {
  return failure(
    `${file} is too long: its header says ${shape.join(' × ')} = ${totalBytes - headerBytes} values, but it holds more`,
  );
}
