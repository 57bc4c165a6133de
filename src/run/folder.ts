// A run's folder while it is being written: run.json first and last, epochs appended, the best weights replaced.
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf, failure, messageOf } from '../errors.js';
import { appendLine, flushFolder, makeFolder, writeFile } from '../files.js';
import { encodeJson } from './json.js';
import { encodeNpy } from './npy.js';
import type { EpochRecord, RunRecord } from './record.js';
import { encodeSafetensors, type NamedTensor } from './safetensors.js';

/** What a run begins with; the rest of its record comes from what happens. */
export type NewRun = Omit<RunRecord, 'format' | 'id' | 'state' | 'message' | 'started' | 'finished'>;

/** The parts of a record that change while the run goes on. */
export type RunChange = Partial<Pick<RunRecord, 'engine' | 'state' | 'message' | 'finished' | 'epochs' | 'scores' | 'test_reads' | 'seconds' | 'peak_memory_bytes' | 'advice'>>;

/** A run folder being written. Every method leaves the folder readable; all throw a UserError that names the path. */
export type RunFolder = {
  readonly path: string;
  readonly record: () => RunRecord;
  readonly change: (change: RunChange) => void;
  readonly appendEpoch: (epoch: EpochRecord) => void;
  readonly writeText: (name: 'spec.yaml' | 'resolved.yaml' | 'preprocessing.json', text: string) => void;
  readonly keepBest: (tensors: readonly NamedTensor[], epoch: number) => void;
  /** One row a sample: [samples, …outputs]. */
  readonly keepPredictions: (part: 'validation' | 'test', shape: readonly number[], values: Float32Array) => void;
};

/** Makes a new run folder in `runsFolder`, exclusively, and writes its run.json. */
export function createRunFolder(runsFolder: string, run: NewRun): RunFolder {
  const id = randomBytes(8).toString('hex');
  const started = new Date().toISOString();
  makeFolder(runsFolder);
  const path = join(runsFolder, `${run.name}-${stampOf(started)}-${id.slice(0, 6)}`);
  makeNewFolder(path, runsFolder);
  let record: RunRecord = { format: 1, id, state: 'running', message: null, started, finished: null, ...run };
  const writeRecord = (): void => writeFile(join(path, 'run.json'), `${encodeJson(record, 2)}\n`);
  writeRecord();
  return {
    path,
    record: () => record,
    change: (change) => {
      record = { ...record, ...change };
      writeRecord();
    },
    appendEpoch: (epoch) => appendLine(join(path, 'epochs.jsonl'), encodeJson(epoch)),
    writeText: (name, text) => writeFile(join(path, name), text),
    keepBest: (tensors, epoch) => writeFile(join(path, 'best.safetensors'), encodeSafetensors(tensors, { run: id, epoch: String(epoch) })),
    keepPredictions: (part, shape, values) => {
      makeFolder(join(path, 'predictions'));
      writeFile(join(path, 'predictions', `${part}.npy`), encodeNpy(shape, values));
    },
  };
}

function makeNewFolder(path: string, runsFolder: string): void {
  try {
    mkdirSync(path);
    flushFolder(runsFolder);
  } catch (error) {
    const taken = codeOf(error) === 'EEXIST';
    throw failure(taken ? `the run folder ${path} exists already; train again` : `cannot make the run folder ${path}: ${messageOf(error)}`);
  }
}

// 2026-11-23T21:54:28.123Z → 20261123T215428Z, which sorts by time and is a file name everywhere.
function stampOf(iso: string): string {
  return iso.replaceAll(/[-:]/g, '').replace(/\.\d+/, '');
}
