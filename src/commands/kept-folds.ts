// The files of predictions out of fold that lie beside runs: where they are, and when they go. Runs and
// a folder of them in; files, and what became of them, out.
import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { clearAbandoned, files as realFiles } from '../ground/files.js';
import { findRuns } from '../run/find.js';
import { readRun } from '../run/read.js';
import type { RunRecord } from '../run/record.js';
import { trashName } from '../run/trash.js';

/** Where they lie in a folder of runs: no run's folder begins with a dot. */
export const foldsFolder = '.folds';

const groupLength = 12;

/** The beginning of the hash that the runs of a cross-validation have in common. */
export function groupOf({
  hashes,
}: {
  readonly hashes: Pick<RunRecord['hashes'], 'group'>;
}): string {
  return hashes.group.slice(0, groupLength);
}

/** The file of a cross-validation's predictions in a folder of runs, whether it is there or not. */
export function outOfFoldFile(runs: string, record: Pick<RunRecord, 'name' | 'hashes'>): string {
  return join(runs, foldsFolder, `${record.name}-${groupOf(record)}.csv`);
}

/** The file, where it is there. */
export function keptOutOfFold(runs: string, record: RunRecord): string | null {
  const file = outOfFoldFile(runs, record);
  return existsSync(file) ? file : null;
}

/**
 * Removes the predictions of the cross-validations that these runs, which are gone from a folder of
 * runs, were of, where no run of them is left there; what was removed. Throws a UserError where a file
 * cannot be removed.
 */
export function dropOutOfFold(runs: string, gone: readonly RunRecord[]): readonly string[] {
  const groups = new Set(gone.flatMap((one) => (one.cross_validation ? [groupOf(one)] : [])));
  const own = filesOf(runs).filter(({ group }) => groups.has(group));
  return dropped(
    runs,
    withoutRuns(runs, own).map(({ file }) => file),
  );
}

/** Predictions out of fold in a folder of runs whose runs are all gone from there. */
export type LostFolds = {
  /** Those whose runs lie in the trash: who moved them there was killed before these went, too. */
  readonly ofTrash: readonly string[];
  /** Of runs of which nothing is known any more. */
  readonly others: readonly string[];
};

/** Such files in a folder of runs; none where a run there cannot be read, which may be of any. */
export function lostFolds(runs: string): LostFolds {
  const lost = withoutRuns(runs, filesOf(runs));
  const trashed = (lost.length > 0 && groupsIn(join(runs, trashName), true)) || noGroups;
  const of = (isTrashed: boolean): readonly string[] =>
    lost.flatMap(({ group, file }) => (trashed.has(group) === isTrashed ? [file] : []));
  return { ofTrash: of(true), others: of(false) };
}

/** A file of predictions, and the beginning of the hash of its runs; by that, as they may be renamed. */
type FoldsFile = { readonly file: string; readonly group: string };

function filesOf(runs: string): readonly FoldsFile[] {
  const folder = join(runs, foldsFolder);
  return namesIn(folder).flatMap((name) => {
    const [, group] = ownName.exec(name) ?? [];
    return group === undefined ? [] : [{ group, file: join(folder, name) }];
  });
}

// Those of which no run is left; none where one cannot be read, which may be of any. Runs are read
// where there is such a file alone.
function withoutRuns(runs: string, files: readonly FoldsFile[]): readonly FoldsFile[] {
  const there = files.length === 0 ? noGroups : groupsIn(runs);
  return there ? files.filter(({ group }) => !there.has(group)) : [];
}

const noGroups: ReadonlySet<string> = new Set();

// Null where one cannot be read, unless that is passed over.
function groupsIn(runs: string, isLenient = false): ReadonlySet<string> | null {
  const read = findRuns(runs).map(readRun);
  const known = read.flatMap((run) => ('record' in run ? [groupOf(run.record)] : []));
  return isLenient || known.length === read.length ? new Set(known) : null;
}

/** What to say of one whose runs are gone. */
export function lostFoldsNote(file: string): string {
  return `${file} holds predictions out of fold of runs that are gone: remove it if nobody needs it`;
}

/** Removes those whose runs lie in the trash; what was removed. Throws a UserError where one cannot be. */
export function dropLostFolds(runs: string, { ofTrash }: LostFolds): readonly string[] {
  return dropped(runs, ofTrash);
}

// As this module names them.
const ownName = new RegExp(`-([0-9a-f]{${groupLength}})\\.csv$`);

function dropped(runs: string, files: readonly string[]): readonly string[] {
  const folder = join(runs, foldsFolder);
  files.forEach((file) => {
    clearAbandoned(file);
    realFiles.remove(file);
  });
  if (files.length > 0 && namesIn(folder).length === 0) realFiles.removeEmptyFolder(folder);
  return files;
}

// Whoever has made a link of it keeps what that leads to.
function namesIn(folder: string): readonly string[] {
  return lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(folder) : [];
}
