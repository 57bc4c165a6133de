// A folder in, the bytes of what is in it out. No link is followed.
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The bytes of the files in a folder, and in those within it; what cannot be looked at counts 0. */
export function bytesIn(folder: string): number {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .map((entry) => {
        const path = join(folder, entry.name);
        return entry.isDirectory() ? bytesIn(path) : bytesOf(path);
      })
      .reduce((sum, bytes) => sum + bytes, 0);
  } catch {
    return 0;
  }
}

function bytesOf(path: string): number {
  return lstatSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
