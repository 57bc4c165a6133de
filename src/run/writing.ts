// A run's folder in the hands of the one process that writes it: its epochs appended, its state
// committed, its best weights replaced, its record kept up to date.
import { createHash } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isLeftOver, type Files } from '../ground/files.js';
import { namesIn, readFile } from '../ground/reading.js';
import { sha256OfFile } from '../ground/hash.js';
import { resolveInside } from '../ground/inside.js';
import type { EpochRecord } from '../training/epoch.js';
import type { Position } from '../training/position.js';
import { readBestOf, writeBest, type Best } from './best.js';
import { encodeJson } from './format/json.js';
import { encodeNpy } from './format/npy.js';
import type { NamedTensor } from './format/safetensors.js';
import {
  eventFile,
  eventFilesOf,
  eventsFolder,
  fixedFiles,
  historyFile,
  listedFiles,
  mayBeHalfWritten,
  outputFile,
  outputKinds,
  type EventPart,
  type JudgedPart,
} from './layout.js';
import type { Lock } from './lock.js';
import type { Outputs } from './outputs.js';
import { encodeRecord } from './record-file.js';
import type { RunChange, RunRecord } from './record.js';
import { writeState, type SavedState } from './state.js';

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
  readonly keepBest: (best: Best) => void;
  /** The best weights that are kept, and of which epoch; null where there are none. */
  readonly readBest: () => Best | null;
  readonly keepOutputs: (part: JudgedPart, outputs: Outputs) => void;
  /** Keeps the curves, as SVG. */
  readonly keepHistory: (svg: string) => void;
  /** What stands in the file of a part's events; null where there is none. */
  readonly readEvents: (part: EventPart) => Buffer | null;
  /** Makes the file of a part's events hold these bytes; it stays the same one where they go on with it. */
  readonly keepEvents: (part: EventPart, bytes: Uint8Array) => void;
  /** Appends events to a file that must have `size` bytes by now. */
  readonly appendEvents: (part: EventPart, bytes: Uint8Array, size: number) => void;
};

/** Where a run is written, how, and the right to. */
export type Place = { readonly path: string; readonly files: Files; readonly lock: Lock };

/** The folder at a place, whose lock is taken and whose record and epochs are these. */
export function openFolder(
  { path, files, lock }: Place,
  first: RunRecord,
  written: readonly EpochRecord[],
): RunFolder {
  let record = first;
  const log = epochLog(written);
  const fixed = Object.fromEntries(fixedFiles.map((name) => [name, first.files[name] ?? '']));
  // What is still written to has no hash yet.
  const filesOf = ({ state }: RunRecord): RunRecord['files'] =>
    state === 'running' ? fixed : hashesOf(path, [...listedFiles, ...eventFilesOf(first)]);
  return {
    path,
    record: () => record,
    change: (change) => {
      lock.check();
      const changed = { ...record, ...change };
      record = { ...changed, files: filesOf(changed) };
      files.write(join(path, 'run.json'), encodeRecord(record));
    },
    epochs: () => log.epochs,
    appendEpoch: (epoch) => {
      lock.check();
      const { bytes } = log.written();
      files.appendLine(join(path, 'epochs.jsonl'), log.add(epoch), bytes);
    },
    commit: (position, tensors) => {
      lock.check();
      writeState(files, path, record.id, { position, epochs: log.written(), tensors });
    },
    keepBest: (best) => {
      lock.check();
      writeBest(files, path, record.id, best);
    },
    readBest: () => readBestOf(path, record.id),
    keepOutputs: (part, outputs) => {
      lock.check();
      for (const kind of outputKinds) {
        const place = resolveInside(path, outputFile(kind, part));
        files.makeFolder(dirname(place));
        clearLeftovers(dirname(place), files);
        files.write(place, encodeNpy(outputs[kind]));
      }
    },
    keepHistory: (svg) => {
      lock.check();
      files.write(join(path, historyFile), svg);
    },
    ...eventsOf({ path, files, lock }, first),
    [Symbol.dispose]: () => lock[Symbol.dispose](),
  };
}

function eventsOf(
  { path, files, lock }: Place,
  run: RunRecord,
): Pick<RunFolder, 'readEvents' | 'keepEvents' | 'appendEvents'> {
  const placeOf = (part: EventPart): string =>
    resolveInside(path, `${eventsFolder}/${eventFile(run, part)}`);
  return {
    readEvents: (part) => readFile(placeOf(part)),
    keepEvents: (part, bytes) => {
      lock.check();
      keepGrown(placeOf(part), Buffer.from(bytes), files);
    },
    appendEvents: (part, bytes, size) => {
      lock.check();
      files.append(placeOf(part), bytes, size);
    },
  };
}

// Whoever reads a file while it grows does not look for another one of its name. But what is a link,
// or has another name in a copy, is not this run's alone to append to.
function keepGrown(path: string, bytes: Buffer, files: Files): void {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  const there = stat?.isFile() === true && stat.nlink === 1 ? readFile(path) : null;
  if (there?.equals(bytes.subarray(0, there.length)) === true) {
    if (there.length < bytes.length) {
      files.append(path, bytes.subarray(there.length), there.length);
    }
    return;
  }
  files.makeFolder(dirname(path));
  clearLeftovers(dirname(path), files);
  files.write(path, bytes);
}

/** Removes what a process that was killed as it wrote a folder's files has left of them. */
export function clearLeftovers(folder: string, files: Files): void {
  for (const name of namesIn(folder)) {
    if (isLeftOver(name, mayBeHalfWritten)) files.remove(join(folder, name));
  }
}

/** The SHA-256 of each of these files that there is. */
export function hashesOf(folder: string, names: readonly string[]): RunRecord['files'] {
  return Object.fromEntries(
    names.flatMap((name) => {
      const hash = sha256OfFile(join(folder, name));
      return hash === null ? [] : [[name, hash]];
    }),
  );
}

type EpochLog = {
  readonly epochs: readonly EpochRecord[];
  /** Takes an epoch in, and gives its line. */ readonly add: (epoch: EpochRecord) => string;
  /** How long all the lines are together, and their SHA-256. */
  readonly written: () => SavedState['epochs'];
};

// The lines of epochs.jsonl as they should be.
function epochLog(written: readonly EpochRecord[]): EpochLog {
  const epochs: EpochRecord[] = [];
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
  return { epochs, add, written: () => ({ bytes, sha256: hash.copy().digest('hex') }) };
}
