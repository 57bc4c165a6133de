// The files of pictures, each read once: paths come in, the bytes of those that are decoded into one
// pack together go out, pack by pack, the next ones being read meanwhile.
import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { failure, UserError } from '../../ground/errors.js';
import { itemAt } from '../../ground/known.js';
import { withDataFile } from '../content.js';

/** A file of a picture has at most so many bytes: 1 GiB. */
export const mostFileBytes = 2 ** 30;

/** At a time: libuv has four threads for such work unless it is told otherwise. */
export const together = Math.max(4, availableParallelism());

/** The bytes of a picture's file. Throws a UserError that names it. */
export function pictureBytes(path: string): Promise<Buffer<ArrayBuffer>> {
  return withDataFile(path, async (file, size) => {
    if (size > mostFileBytes) {
      throw failure(
        `${path} has ${size} bytes, more than the ${mostFileBytes} that a picture may have`,
      );
    }
    // In memory of its own, which can be handed to a thread.
    const bytes = Buffer.allocUnsafeSlow(size);
    let done = 0;
    while (done < size) {
      const { bytesRead } = await file.read(bytes, done, size - done, done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    if (done === size) return bytes;
    const shorter = Buffer.allocUnsafeSlow(done);
    bytes.copy(shorter);
    return shorter;
  });
}

/** Pictures that lie in one pack together. */
export type PackContents = {
  /** The place of the first of them among the paths. */
  readonly start: number;
  /** Of the files' bytes. */
  readonly hashes: readonly string[];
  readonly contents: readonly Buffer<ArrayBuffer>[];
};

/** What a pack holds at most. */
export type PackLimits = { readonly pictures: number };

// Of files, so that those of a few packs fit into memory whatever they are.
const mostContentBytes = 2 ** 26;

/**
 * The files from one place up to another, pack by pack. A pack ends after a picture whose hash begins with
 * a zero byte, one of 256: a picture that is added or removed changes the pack that it is in alone.
 * Where a file cannot be read, what is said of it is added to `unread`, and there are no more packs.
 */
export async function* contentsByPack(
  paths: readonly string[],
  [from, to]: readonly [number, number],
  { pictures: most }: PackLimits,
  unread: string[],
): AsyncGenerator<PackContents> {
  let [start, bytes] = [from, 0];
  let hashes: string[] = [];
  let contents: Buffer<ArrayBuffer>[] = [];
  for await (const read of inOrder(paths, from, to)) {
    if (typeof read === 'string') {
      unread.push(read);
      continue;
    }
    const hash = createHash('sha256').update(read).digest('hex');
    hashes.push(hash);
    contents.push(read);
    bytes += read.length;
    if (!isLast(hash) && hashes.length < most && bytes < mostContentBytes) continue;
    if (unread.length === 0) yield { start, hashes, contents };
    start += hashes.length;
    [hashes, contents, bytes] = [[], [], 0];
  }
  if (hashes.length > 0 && unread.length === 0) yield { start, hashes, contents };
}

function isLast(hash: string): boolean {
  return hash.startsWith('00');
}

/**
 * The first place from `from` on that a pack begins at, whatever is before it; 0 where there is none within
 * reach.
 */
export async function packStart(paths: readonly string[], from: number): Promise<number> {
  const to = Math.min(paths.length, from + 1024);
  let place = from;
  for await (const read of inOrder(paths, from, to)) {
    place += 1;
    if (typeof read === 'string') return 0;
    if (isLast(createHash('sha256').update(read).digest('hex'))) {
      return place === paths.length ? 0 : place;
    }
  }
  return 0;
}

// Some are read at a time; a text is what is said of one that cannot be.
async function* inOrder(
  paths: readonly string[],
  from: number,
  to: number,
): AsyncGenerator<Buffer<ArrayBuffer> | string> {
  const pending: Promise<Buffer<ArrayBuffer> | string>[] = [];
  let next = from;
  for (let place = from; place < to; place += 1) {
    for (; next < to && pending.length < together; next += 1) {
      pending.push(readOr(itemAt(paths, next)));
    }
    const first = pending.shift();
    if (first) yield await first;
  }
}

async function readOr(path: string): Promise<Buffer<ArrayBuffer> | string> {
  try {
    return await pictureBytes(path);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

/** Does something for each of so many places, `most` at a time. Throws what is thrown first. */
export async function eachOf(
  count: number,
  work: (place: number) => Promise<void>,
  most = together,
): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let place = next++; place < count; place = next++) await work(place);
  };
  await Promise.all(Array.from({ length: Math.min(most, count) }, worker));
}
