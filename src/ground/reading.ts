// The one way dlx reads files of its own: whole or in pieces, and no pipe or device, which might never
// end. Paths in, bytes out, or null where there is nothing. Synchronous, as the writing is.
import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
  type Stats,
} from 'node:fs';
import { codeOf, failure, messageOf, UserError } from './errors.js';

/**
 * The bytes of a file; null where there is none. Throws a UserError that names it where it cannot
 * be read, or is a pipe or a device, which might never end.
 */
export function readFile(path: string): Buffer | null {
  return withPlainFile(path, (file) => readFileSync(file));
}

/**
 * The same, unless `refuse` throws for what it sees of the file: its first bytes, at most `most` of
 * them, and its size.
 */
export function readFileUnless(
  path: string,
  most: number,
  refuse: (start: Buffer, size: number) => void,
): Buffer | null {
  return withPlainFile(path, (file, size) => {
    const start = Buffer.alloc(Math.min(most, size));
    refuse(start.subarray(0, readSync(file, start, 0, start.length, 0)), size);
    return readFileSync(file);
  });
}

/**
 * Hands over the bytes of a file in pieces; false where there is none. Throws as {@link readFile}
 * does.
 */
export function readPieces(path: string, take: (piece: Buffer) => void): boolean {
  return (
    withPlainFile(path, (file) => {
      const piece = Buffer.alloc(2 ** 20);
      for (let count = readSync(file, piece); count > 0; count = readSync(file, piece)) {
        take(piece.subarray(0, count));
      }
      return true;
    }) ?? false
  );
}

function withPlainFile<T>(path: string, work: (file: number, size: number) => T): T | null {
  return reading(path, () => {
    const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stat = fstatSync(file);
      if (!stat.isFile()) throw new Error('it is not a plain file');
      return work(file, stat.size);
    } finally {
      closeSync(file);
    }
  });
}

/**
 * The names in a folder; none where there is no such folder. Throws a UserError that names it where
 * it cannot be read.
 */
export function namesIn(path: string): readonly string[] {
  return reading(path, () => readdirSync(path)) ?? [];
}

function reading<T>(path: string, work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    if (error instanceof UserError) throw error;
    throw failure(`cannot read ${path}: ${messageOf(error)}`);
  }
}

/** What is at a path; undefined where there is nothing, also for a name that no file can have. */
export function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** The text of a file that tells something of the machine; '' where it cannot be read. */
export function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
