// `dlx prune`: runs that are no longer wanted are moved into a trash folder beside the others, or
// deleted; only what was asked for, and only what is proved to be a run.
import { join, resolve } from 'node:path';
import type { Given } from '../cli/command-table.js';
import { exitCodes, failure, misuse, UserError } from '../ground/errors.js';
import { listRuns, type Listed } from '../comparison/listing.js';
import { chosenRuns, type KnownRun } from '../comparison/pruning.js';
import { renderListing } from '../render/terminal/listing.js';
import { screenOf } from '../render/terminal/table.js';
import { findRuns, resolveRuns } from '../run/find.js';
import { folderOfRuns } from '../run/place.js';
import { proveRun } from '../run/prove.js';
import { readRun } from '../run/read.js';
import { deleteRun, trashOf, trashRun } from '../run/trash.js';
import { sizeInWords } from '../text/bytes.js';
import { escapeText } from '../text/escape.js';
import { counted } from '../text/wrap.js';
import { combinedCode, doneJson, failedJson } from './answer.js';
import type { Answer } from './command.js';
import {
  dropLostFolds,
  dropOutOfFold,
  foldsFolder,
  lostFolds,
  lostFoldsNote,
} from './kept-folds.js';

type Left = { readonly folder: string; readonly why: string };

/** A run that went, or would, and the folder that it is in by now; null where it is deleted. */
type Gone = { readonly run: Listed; readonly to: string | null };

type Pruned = {
  readonly gone: readonly Gone[];
  /** Files of predictions out of fold that went with the last of their runs. */
  readonly dropped: readonly string[];
  readonly left: readonly Left[];
  readonly exitCode: number;
};

/** Removes the runs that all of what is given means. */
export function pruneCommand(given: Given<'prune'>): Answer {
  const { run: args, runs, state, older, where, keep, parents } = given;
  if (args.length === 0 && [state, older, where, keep].every((one) => one === undefined)) {
    throw misuse(
      'prune needs to be told which runs: RUN, --state failed, --older 30d, --where CONDITION or --keep best:3; --dry-run says what it would do',
    );
  }
  const asked = args.length === 0 ? findRuns(runs) : resolveRuns(args, runs, { several: true });
  const chosen = chosenRuns(
    asked.map(readRun),
    runsBeside(asked, runs).map(readRun),
    { where, states: state, older, keep },
    { now: Date.now(), parents },
  );
  const left = chosen.left.map(({ run, why }) => ({ folder: run.folder, why }));
  const removed = removeAll(chosen.go, left, given);
  const places = [
    ...new Set([runs, ...asked.map(folderOfRuns)].map((one) => relativeTo(one, runs))),
  ];
  const lost = places.map((place) => clearedFolds(place, given['dry-run']));
  const pruned = {
    ...removed,
    dropped: [...removed.dropped, ...lost.flatMap((one) => one.dropped)],
  };
  const notes = [...chosen.notes, ...lost.flatMap((one) => one.notes)];
  // Of runs that somebody named, one that stays is not what was asked for.
  const isAmiss = args.length > 0 && pruned.left.length > 0 && pruned.exitCode === exitCodes.done;
  const exitCode = isAmiss ? exitCodes.failed : pruned.exitCode;
  if (!given.json) return { ...pageOf(pruned, notes, given), exitCode };
  const document = documentOf(pruned, notes, given);
  if (exitCode === exitCodes.done) return doneJson(document);
  const stays = pruned.left.map(({ folder, why }) => `left alone: ${folder}: ${why}`);
  return failedJson(document, failure(stays.join('\n')).told(), exitCode);
}

// A folder of runs under two names is one.
function relativeTo(one: string, runs: string): string {
  return resolve(one) === resolve(runs) ? runs : one;
}

// What one that was killed left of the predictions out of fold of runs that it had removed.
function clearedFolds(
  place: string,
  isDry: boolean,
): Record<'dropped' | 'notes', readonly string[]> {
  const lost = lostFolds(place);
  const notes = lost.others.map(lostFoldsNote);
  if (isDry) return { dropped: [], notes };
  try {
    return { dropped: dropLostFolds(place, lost), notes };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { dropped: [], notes: [...notes, error.message] };
  }
}

// Wherever a run lies, its children may lie beside it.
function runsBeside(asked: readonly string[], runs: string): readonly string[] {
  const places = new Map([runs, ...asked.map(folderOfRuns)].map((one) => [resolve(one), one]));
  const found = [...places.values()].flatMap(findRuns);
  return [...new Map([...asked, ...found].map((one) => [resolve(one), one])).values()];
}

function removeAll(
  go: readonly KnownRun[],
  staying: readonly Left[],
  { now, 'dry-run': isDry }: Given<'prune'>,
): Pruned {
  const gone: Gone[] = [];
  const left = [...staying];
  const codes: number[] = [];
  // As they are before they are gone.
  for (const run of listRuns(go)) {
    const { folder } = run;
    const proof = proveRun(folder);
    if ('why' in proof) {
      left.push({ folder, why: proof.why });
      continue;
    }
    try {
      if (isDry) gone.push({ run, to: null });
      else if (now) deleteRun(folder);
      else gone.push({ run, to: trashRun(folder) });
      if (now && !isDry) gone.push({ run, to: null });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      // What another process has begun to write is no longer what was asked for.
      if (error.exitCode !== exitCodes.inUse) codes.push(error.exitCode);
      left.push({ folder, why: error.message });
    }
  }
  const dropped = isDry ? [] : dropPredictions(go, gone, { left, codes });
  return { gone, dropped, left, exitCode: combinedCode(codes) };
}

// What is made of runs goes with the last of them; the command that trains them makes it again.
function dropPredictions(
  go: readonly KnownRun[],
  gone: readonly Gone[],
  { left, codes }: { readonly left: Left[]; readonly codes: number[] },
): readonly string[] {
  const folders = new Set(gone.map(({ run }) => run.folder));
  const removed = go.filter(({ folder }) => folders.has(folder));
  const places = new Set(removed.map(({ folder }) => folderOfRuns(folder)));
  return [...places].flatMap((place) => {
    const own = removed.filter(({ folder }) => folderOfRuns(folder) === place);
    try {
      return dropOutOfFold(
        place,
        own.map(({ record }) => record),
      );
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      codes.push(error.exitCode);
      left.push({ folder: join(place, foldsFolder), why: error.message });
      return [];
    }
  });
}

const mostTold = 5;

function pageOf(
  { gone, dropped, left }: Pruned,
  more: readonly string[],
  { now, 'dry-run': isDry, runs }: Given<'prune'>,
): Pick<Answer, 'output' | 'notes'> {
  const notes = [
    ...more,
    ...dropped.map((file) => `removed with the last of its runs: ${file}`),
    ...left.slice(0, mostTold).map(({ folder, why }) => `left alone: ${folder}: ${why}`),
    ...(left.length > mostTold ? [`left alone, too: ${left.length - mostTold} more runs`] : []),
  ].map(escapeText);
  const screen = screenOf(process.stdout, process.env);
  if (gone.length === 0) {
    return { output: '', notes: [...notes, `nothing to remove in ${escapeText(runs)}`] };
  }
  const table = renderListing(
    gone.map(({ run }) => run),
    Date.now(),
    screen,
  );
  const bytes = gone.reduce((sum, { run }) => sum + run.bytes, 0);
  const what = `${counted(gone.length, 'run')}, ${sizeInWords(bytes)}`;
  const trash = [...new Set(gone.map(({ run }) => trashOf(run.folder)))].join(', ');
  const done = now ? 'deleted for good' : `moved to ${trash}`;
  const undo = 'move one back to have it again, remove the folder to have the room';
  const said = isDry ? `would be ${done}: ${what}` : `${done}: ${what}${now ? '' : `; ${undo}`}`;
  return { output: `${table}\n\n${escapeText(said)}`, notes };
}

function documentOf(
  { gone, dropped, left }: Pruned,
  notes: readonly string[],
  { now, 'dry-run': isDry }: Given<'prune'>,
): object {
  return {
    dry_run: isDry,
    deleted: now,
    removed: gone.map(({ run: { folder, id, name, state, bytes }, to }) => ({
      run: folder,
      id,
      name,
      state,
      bytes,
      to,
    })),
    bytes: gone.reduce((sum, { run }) => sum + run.bytes, 0),
    ...(dropped.length > 0 ? { out_of_fold: dropped } : {}),
    left: left.map(({ folder, why }) => ({ run: folder, why })),
    notes,
  };
}
