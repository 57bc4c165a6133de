// A work of steps: its workers started, their blocks taken in turn round by round, and all of them
// ended.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../src/ground/errors.js';
import { configurationsOf, type Configuration, type Tools } from './contenders.js';
import { loadWorkData, writeArrays } from './data.js';
import type { WorkResult } from './results.js';
import { startWorker, type Worker } from './worker.js';
import { specOf, type ProgramWork, type StepWork } from './works.js';

/** What measuring needs from outside. */
export type Bench = Tools & {
  readonly rounds: number;
  /** For files that nobody needs afterwards. */
  readonly folder: string;
  readonly notify: (message: string) => void;
};

/** Results, and the versions of what was measured. */
export type Outcome = {
  readonly result: WorkResult;
  readonly versions: Readonly<Record<string, string>>;
};

/** What comes of a work whose programs were measured as a whole, in milliseconds. */
export function programOutcome(
  { name, title, kind, targets, atMost }: ProgramWork,
  measured: WorkResult['measured'],
): Outcome {
  return {
    result: {
      name,
      title,
      kind,
      unit: 'ms',
      targets,
      at_most: atMost ?? null,
      measured,
      notes: [],
    },
    versions: {},
  };
}

/** A block is about this long. */
const blockSeconds = 1;

type Runner = {
  readonly worker: Worker;
  /** Epochs of a block. */ readonly epochs: number;
  readonly values: number[];
};

/**
 * Measures every contender's milliseconds a step. What one of them cannot do is noted and left out.
 */
export async function measureSteps(work: StepWork, bench: Bench): Promise<Outcome> {
  const data = join(bench.folder, work.name);
  mkdirSync(data);
  writeArrays(await loadWorkData(specOf(work), work.samples), data);
  const { versions, ...raced } = await race(await configurationsOf(work, bench, data), work, bench);
  const { name, title, kind, targets } = work;
  return { result: { name, title, kind, unit: 'ms', targets, at_most: null, ...raced }, versions };
}

/** The milliseconds a step of each configuration, block by block in turn. */
export async function race(
  configurations: readonly Configuration[],
  work: StepWork,
  bench: Bench,
): Promise<Pick<WorkResult, 'measured' | 'notes'> & Pick<Outcome, 'versions'>> {
  const notes: string[] = [];
  const runners: Runner[] = [];
  try {
    for (const configuration of configurations) {
      const runner = await startRunner(configuration, work, bench, notes);
      if (runner) runners.push(runner);
    }
    await runRounds(runners, work, bench);
  } finally {
    await Promise.all(runners.map(({ worker }) => worker.end()));
  }
  const measured = runners.map(({ worker: { configuration }, values }) => ({
    contender: configuration.contender,
    configuration: configuration.label,
    values,
  }));
  return {
    measured,
    notes,
    versions: Object.assign({}, ...runners.map(({ worker }) => worker.versions)),
  };
}

async function startRunner(
  configuration: Configuration,
  work: StepWork,
  { notify }: Bench,
  notes: string[],
): Promise<Runner | null> {
  const { contender, label } = configuration;
  notify(`${work.title}: starting ${[contender, label].filter(Boolean).join(', ')}`);
  let worker: Worker | null = null;
  try {
    worker = await startWorker(configuration);
    return { worker, epochs: await epochsOfBlock(worker), values: [] };
  } catch (error) {
    await worker?.end();
    notes.push(`${contender} was left out: ${messageOf(error)}`);
    return null;
  }
}

// The first epoch warms up: tracing, compiling, touching memory.
async function epochsOfBlock(worker: Worker): Promise<number> {
  await worker.train(1);
  const { seconds } = await worker.train(1);
  return Math.max(1, Math.round(blockSeconds / seconds));
}

async function runRounds(
  runners: readonly Runner[],
  work: StepWork,
  { rounds, notify }: Bench,
): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    notify(`${work.title}: round ${round + 1} of ${rounds}`);
    // Back and forth, so that nobody always follows the same neighbour.
    for (const { worker, epochs, values } of round % 2 === 0 ? runners : runners.toReversed()) {
      const { seconds, steps } = await worker.train(epochs);
      values.push((1000 * seconds) / steps);
    }
  }
}
