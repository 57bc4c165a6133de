// Commands that read many runs: folders are made of the frozen run, trials of five seeds with other
// scores, and `dlx compare`, `history` and `report` are timed on them, their start among it.
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { failure } from '../src/ground/errors.js';
import { sha256 } from '../src/ground/hash.js';
import { encodeRecord } from '../src/run/record-file.js';
import { readRun } from '../src/run/read.js';
import type { RunRecord } from '../src/run/record.js';
import { runInTurn, wholeSeconds } from './programs.js';
import type { Bench, Outcome } from './steps.js';
import { repository, type ProgramWork } from './works.js';

const frozen = join(repository, 'test/fixtures/runs/finished-0.1.0');
const seeds = 5;

type Reading = {
  readonly runs: number;
  /** Whether more than their records is read. */
  readonly whole: boolean;
  readonly words: (folder: string) => readonly string[];
};

const readings: Readonly<Record<string, Reading>> = {
  'compare-1000': { runs: 1000, whole: false, words: (runs) => ['compare', '--runs', runs] },
  'compare-10000': { runs: 10_000, whole: false, words: (runs) => ['compare', '--runs', runs] },
  'history-20': { runs: 20, whole: true, words: (runs) => ['history', runs] },
  'report-200': {
    runs: 200,
    whole: true,
    words: (runs) => ['report', runs, '-o', `${runs}.html`],
  },
};

/** Measures the seconds of one command. */
export async function measureRuns(work: ProgramWork, bench: Bench): Promise<Outcome> {
  const reading = readings[work.name];
  if (!reading) throw failure(`nothing is known of ${work.name}`);
  const folder = join(bench.folder, work.name);
  const { name, title, targets, atMost = null } = work;
  bench.notify(`${title}: making the runs`);
  makeRuns(folder, reading);
  const program = {
    contender: 'dlx',
    configuration: '',
    command: process.execPath,
    args: [join(repository, 'bin/dlx.js'), ...reading.words(folder)],
    environment: process.env,
    folder: bench.folder,
  };
  const taken = await runInTurn([program], { ...bench, title, secondsOf: wholeSeconds });
  return {
    result: {
      name,
      title,
      kind: 'runs',
      unit: 's',
      targets,
      at_most: atMost,
      measured: taken.measured(0),
      notes: taken.notes,
    },
    versions: {},
  };
}

/** Makes folders of so many runs, each with an id, scores and a learning rate of its own. */
export function makeRuns(folder: string, { runs, whole }: Pick<Reading, 'runs' | 'whole'>): void {
  const read = readRun(frozen);
  if (!('record' in read)) throw failure(read.damaged);
  for (let i = 0; i < runs; i += 1) {
    const run = join(folder, `run${i}-20260101T000000Z-${i}`);
    if (whole) cpSync(frozen, run, { recursive: true });
    else mkdirSync(run, { recursive: true });
    writeFileSync(join(run, 'run.json'), encodeRecord(recordOf(read.record, i)));
  }
}

function recordOf(record: RunRecord, i: number): RunRecord {
  const trial = Math.floor(i / seeds);
  const seed = i % seeds;
  const optimizer = { name: 'adam', learning_rate: 0.1 * drawn(`rate ${trial}`) };
  const worse = 1 + 0.1 * drawn(`score ${i}`);
  const scaled = (scores: RunRecord['scores']['test']): typeof scores =>
    scores &&
    Object.fromEntries(Object.entries(scores).map(([key, value]) => [key, scaledBy(value, worse)]));
  const { train, validation, test } = record.scores;
  return {
    ...record,
    id: sha256(`run ${i}`).slice(0, 16),
    seed,
    hashes: { spec: sha256(`spec ${i}`), group: sha256(`group ${trial}`) },
    spec: { ...record.spec, optimizer, seed },
    scores: { train: scaled(train), validation: scaled(validation), test: scaled(test) },
  };
}

function scaledBy(value: number | null, factor: number): number | null {
  return value === null ? null : value / factor;
}

// A number in [0, 1) that its name decides.
function drawn(name: string): number {
  return parseInt(sha256(name).slice(0, 8), 16) / 2 ** 32;
}
