// What a person calls runs in, their folders out: `latest`, paths, names and beginnings of names.
import { readdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { codeOf, failure, messageOf, misuse } from '../ground/errors.js';
import { statOf } from '../ground/reading.js';
import { isNear, nearestWords } from '../text/suggest.js';
import { holdsRecord, recordFile, type ReadRun } from './read.js';
import type { RunRecord } from './record.js';
import { readRuns } from './run-index.js';

const dot = 0x2e;

/**
 * The run folders in a folder of runs, by name: folders (no links, no dot folders) that hold a
 * run.json. [] if there is none.
 */
export function findRuns(runsFolder: string): readonly string[] {
  try {
    const entries = readdirSync(runsFolder, { withFileTypes: true, encoding: 'buffer' });
    return entries
      .filter((entry) => entry.isDirectory() && entry.name[0] !== dot)
      .filter(({ name }) => holdsRecord(Buffer.concat([Buffer.from(`${runsFolder}/`), name])))
      .map(({ name }) => join(runsFolder, name.toString()))
      .sort();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw failure(
      `cannot read the folder of runs ${JSON.stringify(runsFolder)}: ${messageOf(error)}`,
    );
  }
}

/** How RUN arguments are read. */
export type RunArguments = {
  /** Whether a name that several runs have means all of them. */
  readonly several?: boolean;
  /**
   * Whether a folder's name that is no longer there means the run of its time and id: for what is
   * only read, as a copy may have them, too.
   */
  readonly renamed?: boolean;
};

/**
 * The folders that RUN arguments mean: `latest`, a path (of a run folder, its run.json, or a folder
 * of runs, which means all of them), a name that runs have, or the beginning of the name of one.
 * Each folder once, in the order of the arguments. Throws a misuse that shows the candidates.
 */
export function resolveRuns(
  args: readonly string[],
  runsFolder: string,
  options: RunArguments = {},
): readonly string[] {
  const found = new Map<string, string>();
  for (const folder of args.flatMap((argument) => resolveRun(argument, runsFolder, options))) {
    const place = realPathOf(folder);
    if (!found.has(place)) found.set(place, folder);
  }
  return [...found.values()];
}

// A folder under two names is one.
function realPathOf(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return resolve(folder);
  }
}

/**
 * The folder of the one run that an argument means. Throws a misuse that shows the candidates, also
 * where it is a folder of several runs.
 */
export function resolveOneRun(
  argument: string,
  runsFolder: string,
  options: Pick<RunArguments, 'renamed'> = {},
): string {
  const [folder, another] = resolveRun(argument, runsFolder, options);
  if (folder === undefined || another !== undefined) {
    throw misuse(
      `${JSON.stringify(argument)} means several runs, and one is wanted: name it`,
      'ambiguous',
    );
  }
  return folder;
}

function resolveRun(
  argument: string,
  runsFolder: string,
  { several = false, renamed = false }: RunArguments,
): readonly string[] {
  if (argument === 'latest') return [latestRun(runsFolder)];
  if (argument !== '' && holdsRecord(argument)) return [argument];
  const runs = findRuns(runsFolder);
  const begun = argument === '' ? [] : runs.filter((run) => basename(run).startsWith(argument));
  const exact = begun.find((run) => basename(run) === argument);
  if (exact !== undefined) return [exact];
  // `adam` means the runs of that name, and not those of adam_dropout.
  const named = begun.filter((run) => nameOfRun(run) === argument);
  const meant = named.length > 0 ? named : begun;
  if (meant.length > 1 && !several) {
    throw misuse(
      `${JSON.stringify(argument)} is the beginning of the names of ${meant.length} runs: ${listed(meant)}; write more of the name`,
      'ambiguous',
      {
        suggest: meant
          .slice(0, mostNearest)
          .map((folder) => basename(folder))
          .join(', '),
      },
    );
  }
  return meant.length > 0 ? meant : resolvePath(argument, runs, { runsFolder, renamed });
}

// A folder's name without its time and id.
function nameOfRun(folder: string): string {
  return basename(folder).replace(/-\d{8}T\d{6}Z-[^-]*$/, '');
}

function resolvePath(
  argument: string,
  runs: readonly string[],
  { runsFolder, renamed }: { readonly runsFolder: string; readonly renamed: boolean },
): readonly string[] {
  const stat = statOf(argument);
  if (stat?.isDirectory()) {
    const inside = findRuns(argument);
    return inside.length > 0 ? inside : [argument];
  }
  if (stat?.isFile() && basename(argument) === recordFile) return [dirname(argument)];
  if (stat) throw misuse(notARun(argument), 'not found');
  const [found, another] = renamed ? underNewName(argument, runs) : [];
  if (found !== undefined && another === undefined) return [found];
  if (runs.length === 0) {
    throw misuse(
      `no run ${JSON.stringify(argument)}: there are no runs in ${JSON.stringify(runsFolder)}; train one with "dlx train SPEC" or name another folder with --runs DIR`,
      'not found',
    );
  }
  const names = [...new Set(runs.map(nameOfRun))];
  const nearest = nearestNames(argument, names);
  throw misuse(
    `no run ${JSON.stringify(argument)} among the ${runs.length} in ${JSON.stringify(runsFolder)}; ${nearestInWords(nearest, names)}`,
    'not found',
    nearest.length > 0 ? { suggest: nearest.join(', ') } : {},
  );
}

const timeAndId = /-\d{8}T\d{6}Z-[^-/]+$/;

/** Whether a name is one that dlx gives to a run's folder, with a time and an id. */
export function isFolderName(name: string): boolean {
  return timeAndId.test(name);
}

// A run that was renamed keeps its time and id: what is written elsewhere still leads to it.
function underNewName(argument: string, runs: readonly string[]): readonly string[] {
  const [ending] = timeAndId.exec(basename(argument)) ?? [];
  if (ending === undefined) return [];
  const place = dirname(argument);
  const isPath = argument.includes('/');
  if (isPath && !statOf(place)?.isDirectory()) return [];
  return (isPath ? findRuns(place) : runs).filter((run) => basename(run).endsWith(ending));
}

const mostNearest = 5;

// All names where there are few; of many the nearest, or none where nothing is near.
function nearestNames(argument: string, names: readonly string[]): readonly string[] {
  const nearest = nearestWords(argument, names, mostNearest);
  const [first] = nearest;
  const isTold = names.length <= mostNearest || (first !== undefined && isNear(argument, first));
  return isTold ? nearest : [];
}

function nearestInWords(nearest: readonly string[], names: readonly string[]): string {
  if (nearest.length === 0) return '`dlx list` shows them';
  return `${names.length > nearest.length ? 'the nearest are' : 'there are'} ${nearest.join(', ')}`;
}

/** What to say of something that is there and is no RUN. */
export function notARun(argument: string): string {
  return `${JSON.stringify(argument)} is not a run folder; a RUN is a run's folder, the beginning of its name, or "latest"`;
}

function latestRun(runsFolder: string): string {
  const runs = readRuns(findRuns(runsFolder)).filter((run) => 'record' in run);
  const latest = runs.reduce(
    (best, run) => (best && best.record.started >= run.record.started ? best : run),
    runs[0],
  );
  if (!latest) {
    throw misuse(
      `there is no latest run: no runs in ${JSON.stringify(runsFolder)}; train one with "dlx train SPEC" or name another folder with --runs DIR`,
      'not found',
    );
  }
  return latest.folder;
}

function listed(folders: readonly string[]): string {
  const names = folders.slice(0, 8).map((folder) => basename(folder));
  return (
    names.join(', ') +
    (folders.length > names.length ? `, … and ${folders.length - names.length} more` : '')
  );
}

/**
 * The runs without copies: of several folders with one run's id the first stays, or the first that
 * is finished. Copies that came to different ends are runs of their own.
 */
export function distinctRuns(runs: readonly ReadRun[]): {
  readonly runs: readonly ReadRun[];
  readonly copies: readonly string[];
} {
  const kept = new Map<string, (ReadRun & { readonly record: RunRecord })[]>();
  for (const run of runs) {
    if (!('record' in run)) continue;
    const earlier = kept.get(run.record.id) ?? [];
    const isDone = run.record.state === 'finished';
    // A copy that was made while the run was going on stands behind what became of it.
    const done = earlier.filter(({ record }) => record.state === 'finished');
    if (earlier.length === 0 || (isDone && done.length === 0)) kept.set(run.record.id, [run]);
    else if (isDone && done.every(({ record }) => differsInEnd(record, run.record))) {
      kept.set(run.record.id, [...done, run]);
    }
  }
  const isCopy = (run: ReadRun): boolean =>
    'record' in run && !kept.get(run.record.id)?.some((one) => one === run);
  return {
    runs: runs.filter((run) => !isCopy(run)),
    copies: runs.filter(isCopy).map((run) => run.folder),
  };
}

function differsInEnd(one: RunRecord, other: RunRecord): boolean {
  return ['best.safetensors', 'epochs.jsonl'].some((name) => one.files[name] !== other.files[name]);
}
