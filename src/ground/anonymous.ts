// Bytes for another process, in a file that has no name: it is gone with the last process that has
// it open, however that ends.
import { randomBytes } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const readAndWrite = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/** The descriptor of an empty file in a folder; null where there can be none. */
export function openAnonymous(folder: string): number | null {
  try {
    const path = join(folder, `dlx-${randomBytes(12).toString('hex')}`);
    const file = openSync(path, readAndWrite, 0o600);
    rmSync(path);
    return file;
  } catch {
    return null;
  }
}

/** The descriptor of a file that holds these bytes; null where there is no room for them in a folder. */
export function anonymousFile(bytes: Uint8Array, folder = tmpdir()): number | null {
  const file = openAnonymous(folder);
  if (file === null) return null;
  try {
    let written = 0;
    while (written < bytes.length) {
      written += writeSync(file, bytes, written, bytes.length - written, written);
    }
    return file;
  } catch {
    closeSync(file);
    return null;
  }
}

/** All bytes of an open file, wherever other processes have come in it. */
export function bytesOf(file: number): Buffer {
  const bytes = Buffer.allocUnsafe(fstatSync(file).size);
  let read = 0;
  while (read < bytes.length) {
    const more = readSync(file, bytes, read, bytes.length - read, read);
    if (more === 0) throw new Error('a file became shorter while it was read');
    read += more;
  }
  return bytes;
}
