// A run's folder while it is being written: made whole, locked, its epochs appended, its state
// committed, its best weights replaced, its record kept up to date.
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, lstatSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { failure } from '../ground/errors.js';
import { files as realFiles, isLeftOver, namesIn, type Files } from '../ground/files.js';
import { sha256OfFile } from '../ground/hash.js';
import { resolveInside } from '../ground/inside.js';
import type { Position } from '../training/position.js';
import { encodeJson } from './format/json.js';
import { isLeftLocked, takeLock, type Lock } from './lock.js';
import { encodeNpy } from './format/npy.js';
import { intactRecord, readEpochs } from './read.js';
import type { EpochRecord, RunRecord } from './record.js';
import { encodeRecord } from './record-file.js';
import type { NamedTensor } from './format/safetensors.js';
import { committedLines, readState, stateFiles, writeState, type SavedState } from './state.js';
import { encodeWeights, readWeights } from './weights.js';

/** What a run begins with; the rest of its record comes from what happens. */
export type NewRun = Omit<
  RunRecord,
  'format' | 'id' | 'state' | 'message' | 'started' | 'finished' | 'files'
>;

/** The parts of a record that change while the run goes on. */
export type RunChange = Partial<
  Pick<
    RunRecord,
    | 'hashes'
    | 'versions'
    | 'backend'
    | 'device'
    | 'cpu'
    | 'threads'
    | 'data'
    | 'execution'
    | 'state'
    | 'message'
    | 'finished'
    | 'epochs'
    | 'scores'
    | 'test_reads'
    | 'seconds'
    | 'peak_memory_bytes'
    | 'advice'
    | 'resumed'
  >
>;

/** Files that are written once, when the folder is made. */
export const fixedFiles = ['spec.yaml', 'resolved.yaml', 'preprocessing.json'] as const;

/** What they hold. */
export type FixedTexts = Readonly<Record<(typeof fixedFiles)[number], string>>;

/** Weights and the epoch that they are of. */
export type Best = { readonly epoch: number; readonly tensors: readonly NamedTensor[] };

/**
 * A run folder being written. Every method leaves the folder readable; all throw a UserError that
 * names the path.
 */
export type RunFolder = Disposable & {
  readonly path: string;
  readonly record: () => RunRecord;
  readonly change: (change: RunChange) => void;
  /** The epochs that are written. */
  readonly epochs: () => readonly EpochRecord[];
  readonly appendEpoch: (epoch: EpochRecord) => void;
  /** Commits where training stands: what `dlx resume` goes on from. */
  readonly commit: (position: Position, tensors: readonly NamedTensor[]) => void;
  readonly keepBest: (tensors: readonly NamedTensor[], epoch: number) => void;
  /** The best weights that are kept, and of which epoch; null where there are none. */
  readonly readBest: () => Best | null;
  /** One row a sample: [samples, …outputs]. */
  readonly keepPredictions: (
    part: 'validation' | 'test',
    shape: readonly number[],
    values: Float32Array,
  ) => void;
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

/** `fill` writes what a run begins with, before its folder has its name. */
export type Making = { readonly files?: Files; readonly fill?: (run: RunFolder) => void };

/**
 * Makes a new run folder in `runsFolder`, whole: it is a run from the moment that it has its name.
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
      format: 1,
      id,
      state: 'running',
      message: null,
      started,
      finished: null,
      ...run,
      files: hashesOf(beside, fixedFiles),
    };
    files.write(join(beside, 'run.json'), encodeRecord(record));
    const making = openFolder({ path: beside, files, lock }, record, []);
    fill(making);
    if (existsSync(path)) throw failure(`the run folder ${path} exists already; train again`);
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

// The files of a folder that a process may have been killed at.
const written =
  /^(?:lock|lock\.\d+|run\.json|epochs\.jsonl|(?:last|last\.1|best)\.safetensors|(?:validation|test)\.npy)$/;

function clearLeftovers(folder: string, files: Files): void {
  for (const name of namesIn(folder)) {
    if (isLeftOver(name, written)) files.remove(join(folder, name));
  }
}

/** An unfinished run as it was found. */
export type FoundRun = {
  readonly path: string;
  readonly record: RunRecord;
  readonly state: SavedState | null;
};

/**
 * Opens the folder of an unfinished run to go on with it: takes its lock, and takes back what was
 * written after the last commit. Nothing but the lock is touched before `check` has seen what was
 * found; it throws where that cannot be gone on with.
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

type Place = { readonly path: string; readonly files: Files; readonly lock: Lock };

function openFolder(
  { path, files, lock }: Place,
  first: RunRecord,
  written: readonly EpochRecord[],
): RunFolder {
  let record = first;
  const epochs: EpochRecord[] = [];
  const fixed = Object.fromEntries(fixedFiles.map((name) => [name, first.files[name] ?? '']));
  const hash = createHash('sha256');
  let bytes = 0;
  const add = (epoch: EpochRecord): string => {
    const line = encodeJson(epoch);
    epochs.push(epoch);
    hash.update(`${line}\n`);
    bytes += Buffer.byteLength(line) + 1;
    return line;
  };
  written.forEach(add);
  const inside = (name: string): string => join(path, name);
  return {
    path,
    record: () => record,
    change: (change) => {
      lock.check();
      record = { ...record, ...change };
      // What is still written to has no hash yet.
      record = {
        ...record,
        files: record.state === 'running' ? fixed : hashesOf(path, listedFiles),
      };
      files.write(inside('run.json'), encodeRecord(record));
    },
    epochs: () => epochs,
    appendEpoch: (epoch) => {
      lock.check();
      const before = bytes;
      files.appendLine(inside('epochs.jsonl'), add(epoch), before);
    },
    commit: (position, tensors) => {
      lock.check();
      writeState(files, path, record.id, {
        position,
        epochs: { bytes, sha256: hash.copy().digest('hex') },
        tensors,
      });
    },
    keepBest: (tensors, epoch) => {
      lock.check();
      files.write(
        inside('best.safetensors'),
        encodeWeights({ metadata: { run: record.id, epoch: String(epoch) }, tensors }),
      );
    },
    readBest: () => readBestOf(path, record.id),
    keepPredictions: (part, shape, values) => {
      lock.check();
      const place = resolveInside(path, `predictions/${part}.npy`);
      files.makeFolder(dirname(place));
      clearLeftovers(dirname(place), files);
      files.write(place, encodeNpy(shape, values));
    },
    [Symbol.dispose]: () => lock[Symbol.dispose](),
  };
}

/**
 * The best weights in the folder of the run with this id; null where there are none. Throws a
 * failure where they are damaged, or another run's.
 */
export function readBestOf(folder: string, id: string): Best | null {
  const path = join(folder, 'best.safetensors');
  const best = readWeights(path);
  if (best && best.metadata['run'] !== id) {
    throw failure(`${path} belongs to another run (${best.metadata['run'] ?? 'without an id'})`);
  }
  return best && { epoch: Number(best.metadata['epoch']), tensors: best.tensors };
}

/** Every file of a run folder that run.json lists with its SHA-256. */
export const listedFiles = [
  ...fixedFiles,
  'epochs.jsonl',
  'best.safetensors',
  ...stateFiles,
  'predictions/validation.npy',
  'predictions/test.npy',
] as const;

function hashesOf(folder: string, names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const hash = sha256OfFile(join(folder, name));
      return hash === null ? [] : [[name, hash]];
    }),
  );
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
