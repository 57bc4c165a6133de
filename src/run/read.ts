// A run folder in, its record and epochs out. A folder that cannot be read as a run is `damaged`,
// never a crash: folders are copied, cut off and made by other versions.
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf, failure, messageOf } from '../ground/errors.js';
import { parseJson } from '../ground/json.js';
import { epochKind, type EpochRecord } from '../training/epoch.js';
import { checkJson } from '../words/json.js';
import { isMapping } from '../words/written.js';
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

/** Whether there is, or may be, a run.json in a folder, whose name may have a byte that no text can say. */
export function holdsRecord(folder: string | Buffer): boolean {
  try {
    const file =
      typeof folder === 'string'
        ? join(folder, recordFile)
        : Buffer.concat([folder, Buffer.from(`/${recordFile}`)]);
    return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    // What may not be looked into may be a run, and is not left out in silence.
    return codeOf(error) === 'EACCES';
  }
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
  // Each takes a byte at least.
  if (json.length <= most) return false;
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
