// A run that is no longer wanted: moved into a folder beside the others, from where it can be moved
// back; or deleted for good. Either only once it is proved to be a run, and its lock is taken.
import { lstatSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { failure } from '../ground/errors.js';
import { files as realFiles, type Files } from '../ground/files.js';
import { eventFolders, outputKinds } from './layout.js';
import { moveLocked, takeLock } from './lock.js';
import { folderOfRuns } from './place.js';
import { proveRun } from './prove.js';
import { recordFile } from './read.js';

/** The folder, within a folder of runs, that removed ones are moved to. */
export const trashName = '.trash';

/** Where the removed runs of the folder that a run lies in are. */
export function trashOf(folder: string): string {
  return join(folderOfRuns(folder), trashName);
}

/**
 * Moves a run into the trash beside it; returns where it is then. Killed at any moment it is in the
 * one place or in the other, whole. Throws a UserError where the folder is not proved to be a run,
 * is in use (exit code 5), or cannot be moved.
 */
export function trashRun(folder: string, files: Files = realFiles): string {
  const trash = trashOf(folder);
  refuseUnproved(folder);
  makeTrash(trash, files);
  const lock = takeLock(files, folder);
  try {
    // Somebody may have written into it since.
    refuseUnproved(folder);
    const to = freeName(trash, basename(resolve(folder)));
    moveLocked(lock, { from: resolve(folder), to: resolve(to) }, files);
    files.flushFolder(dirname(resolve(folder)));
    return to;
  } finally {
    lock[Symbol.dispose]();
  }
}

/**
 * Deletes a run for good: it is moved into the trash, and there goes file by file, its record last.
 * Killed in between, what is left is in the trash. Throws a UserError as {@link trashRun} does, and
 * where a file cannot be deleted, or one is there that is none of the run's.
 */
export function deleteRun(folder: string, files: Files = realFiles): void {
  const place = trashRun(folder, files);
  const proof = proveRun(place);
  if ('why' in proof) throw failure(`${place} is not deleted: ${proof.why}`);
  const isRecord = (path: string): number => Number(path === recordFile);
  const inOrder = proof.files.toSorted((a, b) => isRecord(a) - isRecord(b));
  const isWithin = (path: string): boolean => path !== recordFile;
  for (const path of inOrder.filter(isWithin)) files.remove(join(place, path));
  for (const within of [...outputKinds, ...eventFolders.toReversed()]) {
    if (lstatSync(join(place, within), { throwIfNoEntry: false })) {
      files.removeEmptyFolder(join(place, within));
    }
  }
  files.remove(join(place, recordFile));
  files.removeEmptyFolder(place);
  files.flushFolder(dirname(place));
}

function refuseUnproved(folder: string): void {
  const proof = proveRun(folder);
  if ('why' in proof) throw failure(`${folder} is left alone: ${proof.why}`);
}

// A link there would take the runs who knows where.
function makeTrash(trash: string, files: Files): void {
  const stat = lstatSync(trash, { throwIfNoEntry: false });
  if (stat && !stat.isDirectory()) {
    throw failure(`${trash} is no folder, so nothing can be moved there: move it away`);
  }
  if (stat && stat.dev !== statSync(dirname(trash)).dev) {
    throw failure(`${trash} is on another file system than the runs: move it away`);
  }
  files.makeFolder(trash);
}

// A run that was moved back may be removed again.
function freeName(trash: string, name: string): string {
  for (let number = 1; ; number += 1) {
    const path = join(trash, number === 1 ? name : `${name}.${number}`);
    if (!isTaken(path)) return path;
  }
}

// What cannot be looked at is told of by the move.
function isTaken(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}
