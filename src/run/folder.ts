// The two doors to writing a run's folder: a new one is made whole, an unfinished one is opened
// again, with nothing in it touched before it is known that it can be gone on with.
import { randomBytes } from 'node:crypto';
import { existsSync, lstatSync } from 'node:fs';
import { join } from 'node:path';
import { failure } from '../ground/errors.js';
import { files as realFiles, type Files } from '../ground/files.js';
import { namesIn } from '../ground/reading.js';
import { fixedFiles, stateFiles } from './layout.js';
import { isLeftLocked, takeLock } from './lock.js';
import { intactRecord, readEpochs } from './read.js';
import { encodeRecord } from './record-file.js';
import { recordFormat, type NewRun, type RunRecord } from './record.js';
import { committedLines, readState, type SavedState } from './state.js';
import { clearLeftovers, hashesOf, openFolder, type RunFolder } from './writing.js';

/** What the files that never change hold. */
export type FixedTexts = Readonly<Record<(typeof fixedFiles)[number], string>>;

/** `fill` writes what a run begins with, before its folder has its name. */
export type Making = { readonly files?: Files; readonly fill?: (run: RunFolder) => void };

/**
 * Makes a new run folder in `runsFolder`, whole: it is a run from the moment that it has its name.
 * Throws a UserError where it cannot be written.
 */
export function createRunFolder(
  runsFolder: string,
  run: NewRun,
  texts: FixedTexts,
  { files = realFiles, fill = () => undefined }: Making = {},
): RunFolder {
  const id = randomBytes(8).toString('hex');
  const started = new Date().toISOString();
  const name = `${run.name}-${stampOf(started)}-${id.slice(0, 6)}`;
  const path = join(runsFolder, name);
  const beside = join(runsFolder, `.${name}.part`);
  files.makeFolder(runsFolder);
  clearHalfMade(runsFolder, files);
  try {
    files.makeFolder(beside);
    const lock = takeLock(files, beside, path);
    for (const file of fixedFiles) files.write(join(beside, file), texts[file]);
    const record: RunRecord = {
      format: recordFormat,
      id,
      state: 'running',
      message: null,
      stopped: null,
      started,
      finished: null,
      ...run,
      files: hashesOf(beside, fixedFiles),
    };
    files.write(join(beside, 'run.json'), encodeRecord(record));
    const making = openFolder({ path: beside, files, lock }, record, []);
    fill(making);
    if (existsSync(path)) {
      throw failure(`the run folder ${path} exists already; train again`, 'disk');
    }
    files.rename(beside, path);
    return openFolder({ path, files, lock }, record, making.epochs());
  } catch (error) {
    files.removeFolder(beside);
    throw error;
  }
}

// Run folders whose maker was killed before they had their name.
function clearHalfMade(runsFolder: string, files: Files): void {
  const halfMade = namesIn(runsFolder).filter((name) =>
    /^\..+-\d{8}T\d{6}Z-[0-9a-f]{6}\.part$/.test(name),
  );
  for (const folder of halfMade.map((name) => join(runsFolder, name))) {
    if (isLeftLocked(folder)) files.removeFolder(folder);
  }
}

/** An unfinished run as it was found. */
export type FoundRun = {
  readonly path: string;
  readonly record: RunRecord;
  readonly state: SavedState | null;
};

/**
 * A folder that is opened again, and where training stood; null for the state where nothing was
 * committed.
 */
export type Reopened = {
  readonly run: RunFolder;
  readonly state: SavedState | null;
  /** A sentence for each file that is damaged. */ readonly damaged: readonly string[];
};

/**
 * Opens the folder of an unfinished run to go on with it: takes its lock, and takes back what was
 * written after the last commit. Nothing but the lock is touched before `check` has seen what was
 * found; it throws where that cannot be gone on with. Throws a UserError where the folder is in
 * use, damaged, or cannot be written.
 */
export function reopenRunFolder(
  path: string,
  check: (found: FoundRun) => void = () => undefined,
  files: Files = realFiles,
): Reopened {
  const lock = takeLock(files, path);
  try {
    const record = intactRecord(path, 'cannot be resumed');
    const { state, damaged } = readState(path, record.id);
    const lines = committedLines(path, state);
    check({ path, record, state });
    clearLeftovers(path, files);
    takeBackEpochs(join(path, 'epochs.jsonl'), lines, files);
    // The next commit would else put the damaged newest state in the place of the good one before
    // it.
    if (damaged.length > 0) files.remove(join(path, stateFiles[0]));
    return { run: openFolder({ path, files, lock }, record, readEpochs(path)), state, damaged };
  } catch (error) {
    lock[Symbol.dispose]();
    throw error;
  }
}

// Lines of an epoch whose commit did not come are written again, by the same epoch. The file
// becomes a new one: the one that is there may be a link, or have another name in a copy, where
// nothing may be appended.
function takeBackEpochs(path: string, committed: Buffer, files: Files): void {
  if (lstatSync(path, { throwIfNoEntry: false })) files.write(path, committed);
}

// 2026-11-23T21:54:28.123Z → 20261123T215428Z, which sorts by time and is a file name everywhere.
function stampOf(iso: string): string {
  return iso.replaceAll(/[-:]/g, '').replace(/\.\d+/, '');
}
