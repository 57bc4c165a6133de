// SHA-256, by which data, specs and files are known again.
import { createHash } from 'node:crypto';
import { readPieces } from './reading.js';

// Node hashes less than 2 GiB at a time.
const mostHashed = 2 ** 30;

/** SHA-256 in hexadecimal of some parts, one after the other. */
export function sha256(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) {
    if (typeof part === 'string') hash.update(part);
    else {
      for (let at = 0; at < part.length; at += mostHashed) {
        hash.update(part.subarray(at, at + mostHashed));
      }
    }
  }
  return hash.digest('hex');
}

/**
 * SHA-256 of a file, however long it is; null where there is none. Throws a UserError where it
 * cannot be read.
 */
export function sha256OfFile(path: string): string | null {
  const hash = createHash('sha256');
  return readPieces(path, (piece) => hash.update(piece)) ? hash.digest('hex') : null;
}
