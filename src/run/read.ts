// Run folders in, what they hold out. A folder that cannot be read as a run is `damaged`, never a
// crash: folders are copied, cut off and made by other versions.
import { lstatSync, readFileSync, readdirSync, realpathSync, statSync, type Stats } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { codeOf, failure, messageOf, misuse } from '../ground/errors.js';
import { nearestWords } from '../text/suggest.js';
import { epochKind, type EpochRecord } from '../training/epoch.js';
import { checkJson } from '../words/json.js';
import { isMapping } from '../words/written.js';
import { parseJson } from './format/json.js';
import { isLocked } from './lock.js';
import { readLog } from './log.js';
import { isRecordIntact } from './record-file.js';
import { recordFormat, recordKind, type RunRecord } from './record.js';

/**
 * A run folder that could be read, or the reason (a sentence about its run.json) why it could not.
 */
export type ReadRun =
  | { readonly folder: string; readonly record: RunRecord }
  | { readonly folder: string; readonly damaged: string };

/** The file that makes a folder a run. */
export const recordFile = 'run.json';

// dlx writes a few kilobytes: two megabytes for a spec that is a megabyte of notes, and six where
// each is an escaped control. Anything larger is another file under the same name.
const largestRecord = 8 * 2 ** 20;

// A spec has at most 120,000 words and marks, so dlx writes some 200,000 values at most. Parsed,
// each takes dozens of bytes of memory for its two or three of the file.
const mostValues = 300_000;

/**
 * Reads a run's record. Never throws: what cannot be read or is no run.json comes back as
 * `damaged`.
 */
export function readRun(folder: string): ReadRun {
  try {
    const stat = lstatSync(join(folder, recordFile));
    // Reading a pipe or a device would wait for ever.
    if (!stat.isFile()) return { folder, damaged: 'its run.json is not a regular file' };
    if (stat.size > largestRecord) {
      return { folder, damaged: `its run.json has ${stat.size} bytes, far more than dlx writes` };
    }
    return readRecord(folder, readFileSync(join(folder, recordFile)));
  } catch (error) {
    const absent = codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR';
    if (absent && folder.includes('\ufffd')) {
      return { folder, damaged: 'its name is not UTF-8, so that it cannot be opened: rename it' };
    }
    return {
      folder,
      damaged: absent ? 'it holds no run.json' : `its run.json cannot be read: ${messageOf(error)}`,
    };
  }
}

/**
 * The record of a run that must have one. Throws a failure where it cannot be read, which says what
 * that means for a run.
 */
export function intactRecord(
  folder: string,
  otherwise: 'cannot be resumed' | 'is damaged',
): RunRecord {
  const read = readRun(folder);
  if ('record' in read) return read.record;
  throw failure(`${folder} ${holdsRecord(folder) ? otherwise : 'is no run'}: ${read.damaged}`);
}

function readRecord(folder: string, bytes: Buffer): ReadRun {
  const content = bytes.toString();
  if (content.trim() === '') return { folder, damaged: 'its run.json is empty' };
  if (holdsMoreThan(bytes, mostValues)) {
    return {
      folder,
      damaged: `its run.json holds more than ${mostValues} values, which dlx never writes`,
    };
  }
  const value = parseJson(content);
  if (value === undefined) return { folder, damaged: 'its run.json is not JSON, or was cut off' };
  const checked = checkFormat(value) ?? checkJson(recordKind, value);
  if ('message' in checked) return { folder, damaged: `its run.json ${checked.message}` };
  if (!isRecordIntact(bytes)) {
    return {
      folder,
      damaged: 'its run.json is not as dlx wrote it: it does not have the SHA-256 that it names',
    };
  }
  const { sha256: _, ...record }: RunRecord & { readonly sha256?: unknown } = checked.value;
  return { folder, record: asItStands(folder, record) };
}

// What is of another format has other keys, of which nothing is said.
function checkFormat(value: unknown): { readonly message: string } | undefined {
  const format = isMapping(value) ? value['format'] : undefined;
  if (format === undefined || format === recordFormat) return undefined;
  return {
    message:
      format === 1
        ? 'is of format 1, which only unreleased versions of dlx wrote; train its spec again'
        : `is of format ${typeof format === 'number' ? format : 'no number'}, and this dlx reads format ${recordFormat}; it may come from another version`,
  };
}

// Every value of a list or a mapping stands behind its bracket or a comma; those within texts do
// not count.
function holdsMoreThan(json: Buffer, most: number): boolean {
  const [quote, backslash, comma, bracket, brace] = Buffer.from('"\\,[{');
  let values = 0;
  let isText = false;
  for (let i = 0; i < json.length && values <= most; i += 1) {
    const byte = json[i];
    if (byte === quote) isText = !isText;
    else if (isText) i += byte === backslash ? 1 : 0;
    else if (byte === comma || byte === bracket || byte === brace) values += 1;
  }
  return values > most;
}

// A process that was killed could not write what became of its run.
function asItStands(folder: string, record: RunRecord): RunRecord {
  if (record.state !== 'running' || isLocked(folder)) return record;
  return { ...record, state: 'interrupted', message: 'its process ended without a word' };
}

/**
 * The run folders in a folder of runs, by name: folders (no links, no dot folders) that hold a
 * run.json. [] if there is none.
 */
export function findRuns(runsFolder: string): readonly string[] {
  try {
    const entries = readdirSync(runsFolder, { withFileTypes: true, encoding: 'buffer' });
    return entries
      .filter((entry) => entry.isDirectory() && entry.name[0] !== dot)
      .filter(({ name }) => holdsRecord(pathOf(runsFolder, name)))
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

function resolveRun(
  argument: string,
  runsFolder: string,
  { several = false }: RunArguments,
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
    );
  }
  return meant.length > 0 ? meant : resolvePath(argument, runs, runsFolder);
}

// A folder's name without its time and id.
function nameOfRun(folder: string): string {
  return basename(folder).replace(/-\d{8}T\d{6}Z-[^-]*$/, '');
}

function resolvePath(
  argument: string,
  runs: readonly string[],
  runsFolder: string,
): readonly string[] {
  const stat = statOf(argument);
  if (stat?.isDirectory()) {
    const inside = findRuns(argument);
    return inside.length > 0 ? inside : [argument];
  }
  if (stat?.isFile() && basename(argument) === recordFile) return [dirname(argument)];
  if (stat) throw misuse(notARun(argument));
  if (runs.length === 0) {
    throw misuse(
      `no run ${JSON.stringify(argument)}: there are no runs in ${JSON.stringify(runsFolder)}; train one with "dlx train SPEC" or name another folder with --runs DIR`,
    );
  }
  throw misuse(
    `no run ${JSON.stringify(argument)} among the ${runs.length} in ${JSON.stringify(runsFolder)}; ${nearestOf(argument, runs)}`,
  );
}

const mostNearest = 5;

// The nearest names, each once; of one name alone the folder.
function nearestOf(argument: string, runs: readonly string[]): string {
  const names = [...new Set(runs.map(nameOfRun))];
  const nearest = nearestWords(argument, names, mostNearest);
  return `${names.length > nearest.length ? 'the nearest are' : 'there are'} ${nearest.join(', ')}`;
}

/** What to say of something that is there and is no RUN. */
export function notARun(argument: string): string {
  return `${JSON.stringify(argument)} is not a run folder; a RUN is a run's folder, the beginning of its name, or "latest"`;
}

function latestRun(runsFolder: string): string {
  const runs = findRuns(runsFolder)
    .map(readRun)
    .filter((run) => 'record' in run);
  const latest = runs.reduce(
    (best, run) => (best && best.record.started >= run.record.started ? best : run),
    runs[0],
  );
  if (!latest) {
    throw misuse(
      `there is no latest run: no runs in ${JSON.stringify(runsFolder)}; train one with "dlx train SPEC" or name another folder with --runs DIR`,
    );
  }
  return latest.folder;
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

/**
 * The epochs of a run in their order; none if there is no epochs.jsonl yet. A last line that a
 * crash cut off is left out. Throws a failure that names the line if another one cannot be read.
 */
export function readEpochs(folder: string): readonly EpochRecord[] {
  const path = join(folder, 'epochs.jsonl');
  const lines = readLines(path);
  return lines.flatMap((line, i) => {
    const value = parseJson(line);
    const checked = value === undefined ? { message: 'is not JSON' } : checkJson(epochKind, value);
    if ('value' in checked) return [checked.value];
    if (i === lines.length - 1) return [];
    throw failure(`${path}:${i + 1} ${checked.message}; the run folder is damaged`);
  });
}

function readLines(path: string): readonly string[] {
  const lines = readLog(path)?.toString().split('\n') ?? [];
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

// Undefined also for a name that no file can have.
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

const dot = 0x2e;

// A name may have a byte that is no UTF-8, which no text can say.
function pathOf(folder: string | Buffer, name: Buffer): Buffer {
  return Buffer.concat([Buffer.from(folder), Buffer.from('/'), name]);
}

/** Whether there is a run.json in a folder. */
export function holdsRecord(folder: string | Buffer): boolean {
  try {
    const file =
      typeof folder === 'string'
        ? join(folder, recordFile)
        : pathOf(folder, Buffer.from(recordFile));
    return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

function listed(folders: readonly string[]): string {
  const names = folders.slice(0, 8).map((folder) => basename(folder));
  return (
    names.join(', ') +
    (folders.length > names.length ? `, … and ${folders.length - names.length} more` : '')
  );
}
