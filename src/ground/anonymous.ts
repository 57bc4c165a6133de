// Bytes for another process, in a file that has no name: it is gone with the last process that has
// it open, however that ends.
import { randomBytes } from 'node:crypto';
import { closeSync, constants, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const readAndWrite = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

// Linux makes a file that never has a name, on most file systems; Node has no word for it.
const unnamed = constants.O_RDWR | constants.O_DIRECTORY | 0o20000000;

/** The descriptor of an empty file in a folder; null where there can be none. */
export function openAnonymous(folder: string): number | null {
  try {
    return process.platform === 'linux' ? openSync(folder, unnamed, 0o600) : named(folder);
  } catch {
    return named(folder);
  }
}

// Whoever is killed in between leaves an empty file.
function named(folder: string): number | null {
  try {
    const path = join(folder, `dlx-${randomBytes(12).toString('hex')}`);
    const file = openSync(path, readAndWrite, 0o600);
    rmSync(path);
    return file;
  } catch {
    return null;
  }
}

/** The descriptor of a file that holds pieces of bytes; null where there is no room for them in a folder. */
export function anonymousFile(pieces: readonly Uint8Array[], folder = tmpdir()): number | null {
  const file = openAnonymous(folder);
  if (file === null) return null;
  try {
    let at = 0;
    for (const bytes of pieces) {
      for (let written = 0; written < bytes.length;) {
        // Node takes no more at a time than an int32 counts.
        const most = Math.min(bytes.length - written, 2 ** 30);
        written += writeSync(file, bytes, written, most, at + written);
      }
      at += bytes.length;
    }
    return file;
  } catch {
    closeSync(file);
    return null;
  }
}
