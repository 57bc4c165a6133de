// A folder in, whether it is a run and nothing else out: what may be removed. Whatever there is any
// doubt about may hold something that nobody can make again.
import { lstatSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { messageOf } from '../ground/errors.js';
import { isLeftOver } from '../ground/files.js';
import {
  eventFilesOf,
  eventFolders,
  listedFiles,
  mayBeHalfWritten,
  outputKinds,
} from './layout.js';
import { readRun, recordFile } from './read.js';
import type { RunRecord } from './record.js';

/** A folder that is a run, and how many bytes its files have; or why that cannot be said. */
export type Proof =
  | { readonly record: RunRecord; readonly files: readonly string[]; readonly bytes: number }
  | { readonly why: string };

/**
 * Whether a folder is a run as dlx writes it, on the file system of the folder that it lies in,
 * with no other file, link or folder in it. Never throws.
 */
export function proveRun(folder: string): Proof {
  try {
    return prove(resolve(folder));
  } catch (error) {
    return { why: `it cannot be looked at: ${messageOf(error)}` };
  }
}

function prove(folder: string): Proof {
  const stat = lstatSync(folder, { throwIfNoEntry: false });
  if (!stat) return { why: 'it is gone by now' };
  if (stat.isSymbolicLink()) return { why: 'it is a link' };
  if (!stat.isDirectory()) return { why: 'it is no folder' };
  // The folder of runs itself may well be a link.
  if (stat.dev !== statSync(dirname(folder)).dev) {
    return { why: 'it is on another file system than the folder that it lies in' };
  }
  const read = readRun(folder);
  if ('damaged' in read) return { why: read.damaged };
  const own = new Set([recordFile, ...listedFiles, ...eventFilesOf(read.record)]);
  const { files, foreign } = entriesOf(folder, stat.dev, own);
  if (foreign !== null) return { why: `it holds ${JSON.stringify(foreign)}, which no run has` };
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  return { record: read.record, files: files.map(({ path }) => path), bytes };
}

type Entry = { readonly path: string; readonly size: number };

// Paths within the folder, and the first entry that is none of a run's.
function entriesOf(
  folder: string,
  device: number,
  own: ReadonlySet<string>,
): { readonly files: readonly Entry[]; readonly foreign: string | null } {
  const files: Entry[] = [];
  const namesOf = (within: string): readonly string[] =>
    readdirSync(join(folder, within)).map((name) => (within === '' ? name : `${within}/${name}`));
  const foreignIn = (within: string): string | null => {
    for (const path of namesOf(within)) {
      const stat = lstatSync(join(folder, path));
      // Of files some file systems in layers tell other devices.
      const isFolder = ownFolders.has(path) && stat.isDirectory() && stat.dev === device;
      if (!isFolder && !(stat.isFile() && isOwn(path, own))) return path;
      const inner = isFolder ? foreignIn(path) : null;
      if (inner !== null) return inner;
      if (!isFolder) files.push({ path, size: stat.size });
    }
    return null;
  };
  return { foreign: foreignIn(''), files };
}

const ownFolders: ReadonlySet<string> = new Set([...outputKinds, ...eventFolders]);

function isOwn(path: string, own: ReadonlySet<string>): boolean {
  const name = path.split('/').at(-1) ?? path;
  return (
    own.has(path) ||
    (path === name && /^lock(?:\.\d{1,9})?$/.test(name)) ||
    isLeftOver(name, mayBeHalfWritten)
  );
}
