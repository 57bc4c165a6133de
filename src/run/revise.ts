// What people say of a run after it was made: its tags, its note, its name. The record is written
// anew, with a fresh seal, under the run's lock; nothing else of a run may change.
import { existsSync, lstatSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { failure, misuse } from '../ground/errors.js';
import { files as realFiles, type Files } from '../ground/files.js';
import { nameForm, nameRule } from '../words/run-name.js';
import { moveLocked, takeLock } from './lock.js';
import { folderOfRuns } from './place.js';
import { intactRecord, recordFile } from './read.js';
import { encodeRecord } from './record-file.js';
import type { RunRecord } from './record.js';
import { clearLeftovers } from './writing.js';

/** What may be said of a run. */
export type Marks = Partial<Pick<RunRecord, 'name' | 'tags' | 'notes'>>;

/**
 * Writes what is to be said of a run into its record, which may be of any state but one that a
 * living process writes; nothing is written where it says that already. Killed at any moment, the
 * record is the old or the new one. Throws a UserError where the folder is no run, damaged, in use
 * (exit code 5), or cannot be written.
 */
export function reviseRun(
  folder: string,
  marksOf: (record: RunRecord) => Marks,
  files: Files = realFiles,
): RunRecord {
  // Where there is no run, no lock is made.
  intactRecord(folder, 'is damaged');
  const lock = takeLock(files, folder);
  try {
    return revised(folder, marksOf, files);
  } finally {
    lock[Symbol.dispose]();
  }
}

// The lock is held: what another process wrote before is read again.
function revised(folder: string, marksOf: (record: RunRecord) => Marks, files: Files): RunRecord {
  const record = intactRecord(folder, 'is damaged');
  const changed = { ...record, ...marksOf(record) };
  clearLeftovers(folder, files);
  const [before, after] = [record, changed].map((one) => Buffer.from(encodeRecord(one)));
  if (before && after && !before.equals(after)) files.write(join(folder, recordFile), after);
  return changed;
}

/** A renamed run, and its folder by now. */
export type Renamed = { readonly folder: string; readonly record: RunRecord };

/**
 * Gives a run another name, and its folder, which keeps its time and id; a folder whose name dlx
 * did not make keeps it. Runs know each other by their ids, so parents and children stay what they
 * are. Killed between the two, it is a run of the new name in the old folder, and doing it again
 * ends it. Throws as {@link reviseRun} does, and where the name is none, taken, or the folder a
 * link.
 */
export function renameRun(folder: string, name: string, files: Files = realFiles): Renamed {
  if (!nameForm.test(name)) throw misuse(`${nameRule}, got ${JSON.stringify(name)}`);
  intactRecord(folder, 'is damaged');
  const place = resolve(folder);
  if (lstatSync(place).isSymbolicLink()) {
    throw failure(`${folder} is a link: rename the run that it leads to`);
  }
  const to = join(folderOfRuns(folder), renamedFolder(basename(place), name));
  const isMoved = resolve(to) !== place;
  if (isMoved && existsSync(to)) throw failure(`${to} exists already: take another name`);
  const lock = takeLock(files, folder);
  try {
    const record = revised(folder, () => ({ name }), files);
    if (!isMoved) return { folder, record };
    moveLocked(lock, { from: place, to: resolve(to) }, files);
    return { folder: to, record };
  } finally {
    lock[Symbol.dispose]();
  }
}

function renamedFolder(before: string, name: string): string {
  const [ending] = /-\d{8}T\d{6}Z-[^-]*$/.exec(before) ?? [];
  return ending === undefined ? before : name + ending;
}
