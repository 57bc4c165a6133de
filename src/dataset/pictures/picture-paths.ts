// Paths of pictures as tables name them: where one starts, and why there is no picture at one.
import { join, resolve } from 'node:path';
import { statOf } from '../../ground/reading.js';

/** A path that starts at `folder`, unless it is a whole one. */
export function pathIn(folder: string, path: string): string {
  return resolve(path) === path ? path : join(folder, path);
}

/** Why a path is that of no file, in words to stand behind it; null where it is one. */
export function whyNoFile(path: string): string | null {
  const stat = statOf(path);
  if (stat?.isFile()) return null;
  if (stat) {
    return stat.isDirectory() ? 'is a folder, expected a picture' : 'is not a plain file';
  }
  if (/(?:^|\/)(?:https?|ftp|s3|gs):\//i.test(path)) {
    return 'is an address, and dlx reads files alone: download it first';
  }
  if (/(?:^|\/)~\//.test(path)) return 'does not exist: ~ means no folder in a table';
  if (path.includes('\\') && statOf(path.replaceAll('\\', '/'))?.isFile()) {
    return 'does not exist: write / between folders';
  }
  return 'does not exist';
}
