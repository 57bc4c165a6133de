// Hashes of what a data set's numbers come from, the door to its files, and sentences about those
// that cannot be read.
import { constants } from 'node:fs';
import { isAbsolute, relative, resolve } from 'node:path';
import { open, type FileHandle } from 'node:fs/promises';
import { codeOf, failure, messageOf, problemSaid, UserError } from '../ground/errors.js';
import { sha256 } from '../ground/hash.js';

/**
 * Where a spec in `folder` has a data file, as messages name it: from the current folder where it
 * lies below it.
 */
export function dataPath(folder: string, path: string): string {
  const full = resolve(folder, path);
  const near = relative('.', full);
  if (isAbsolute(path) || near.startsWith('..')) return full;
  return near === '' ? '.' : near;
}

/** One hash for several files by their hashes: a single file's stays its own. */
export function combinedSha256(hashes: readonly string[]): string {
  return hashes.length === 1 ? (hashes[0] ?? '') : sha256(hashes.join('\n'));
}

/** Where a path is written, which says where a relative one starts. */
export type PathPlace = 'spec' | 'command line';

const starts: Readonly<Record<PathPlace, string>> = {
  spec: "relative ones start at the spec's folder, after -S at the current one",
  'command line': 'relative ones start at the current folder',
};

/** What to say of a file that the system would not give. */
export function unreadable(path: string, error: unknown, place: PathPlace = 'spec'): UserError {
  const message = whyUnreadable(path, error, place);
  return failure(message, 'data', { problems: [{ ...problemSaid(message), file: path }] });
}

function whyUnreadable(path: string, error: unknown, place: PathPlace): string {
  const code = codeOf(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    if (/(?:^|\/)(?:https?|ftp|s3|gs):\//i.test(path)) {
      return `${path} is an address, and dlx reads files alone: download it first`;
    }
    if (/(?:^|\/)~\//.test(path)) {
      return `${path} does not exist: ~ means no folder in a spec, write its whole path`;
    }
    return `${path} does not exist: mend the path (${starts[place]}) or put the file there`;
  }
  if (code === 'EISDIR') return `${path} is a folder, expected a file`;
  if (code === 'EACCES' || code === 'EPERM') {
    return `${path} may not be read by this user: change its permissions`;
  }
  return `cannot read ${path}: ${messageOf(error)}`;
}

/**
 * Does something with a file that was opened for reading, and its size. Throws a UserError where it
 * is not a plain file: a pipe or a device may never end.
 */
export async function withDataFile<T>(
  path: string,
  work: (file: FileHandle, size: number) => Promise<T>,
): Promise<T> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const stat = await file.stat();
    if (stat.isDirectory()) throw failure(`${path} is a folder, expected a file`);
    if (!stat.isFile()) throw failure(`${path} is not a plain file: save its contents in one`);
    return await work(file, stat.size);
  } catch (error) {
    throw error instanceof UserError ? error : unreadable(path, error);
  } finally {
    await file?.close();
  }
}

// Read at a time: little at first, so that what is refused early has cost no more, whatever the
// file's length.
const [firstBytes, pieceBytes] = [2 ** 16, 2 ** 20];

/** The bytes of a file from where it is on, of which the next are read while some are worked on. */
export async function* filePieces(file: FileHandle): AsyncGenerator<Uint8Array> {
  const read = async (size: number): Promise<Uint8Array> => {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafeSlow(size), 0, size);
    return buffer.subarray(0, bytesRead);
  };
  let next = read(firstBytes);
  try {
    for (;;) {
      const piece = await next;
      if (piece.length === 0) return;
      next = read(pieceBytes);
      // What goes wrong is told to whoever asks for the next.
      next.catch(() => undefined);
      yield piece;
    }
  } finally {
    // The file is not closed under a read.
    await next.catch(() => undefined);
  }
}
