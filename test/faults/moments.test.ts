// Runs killed, and asked to stop, at random moments of their whole lives, again and again until
// they are done: their bits are those of runs that nothing happened to.
import type { ChildProcess } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { randomUniform } from '../../src/ground/random.js';
import { findRuns } from '../../src/run/find.js';
import { inFolder } from '../folders.js';
import { onLinux } from '../on-linux.js';
import { counted } from './counts.js';
import { disturbed, killTrainer, lossAfter, type Ended } from './disturbed.js';
import { bits, onlyRun, recordOf, standOf } from './runs.js';
import { isWhole } from '../whole.js';

const seed = 20260101;
const base = {
  dataset: 'spirals',
  loss: 'sparse_categorical_crossentropy',
  metrics: ['accuracy'],
  batch_size: 4,
  epochs: 5,
  seed: 1,
  checkpoint: 0.05,
};
const last = { Dense: { units: 3, activation: 'softmax' } };
const specs = {
  mlp: {
    ...base,
    model: [{ Dense: { units: 16, activation: 'relu' } }, { Dropout: 0.3 }, last],
    optimizer: 'adam',
  },
  cnn: {
    ...base,
    model: [
      { Dense: 16 },
      { Reshape: [4, 4, 1] },
      { Conv2D: { filters: 4, kernel_size: 3 } },
      'BatchNormalization',
      'Flatten',
      last,
    ],
    optimizer: { name: 'sgd', momentum: 0.9 },
  },
  plateau: {
    ...base,
    model: [{ Dense: { units: 16, activation: 'tanh' } }, last],
    optimizer: { name: 'rmsprop', use_ema: true, ema_momentum: 0.9 },
    reduce_lr_on_plateau: { patience: 1, min_delta: 1, factor: 0.3 },
    early_stopping: { patience: 3, min_delta: 1 },
  },
};
type Name = keyof typeof specs;
const names = Object.keys(specs) as readonly Name[];

const references = new Map<
  Name,
  Promise<{ readonly bits: unknown; readonly milliseconds: number }>
>();

function referenceOf(name: Name): ReturnType<typeof make> {
  const made = references.get(name) ?? make(name);
  references.set(name, made);
  return made;
}

function make(name: Name): Promise<{ readonly bits: unknown; readonly milliseconds: number }> {
  return inFolder(async (folder) => {
    const { code, stderr, milliseconds } = await disturbed(
      folder,
      trainWords(folder, name),
      600_000,
      () => undefined,
    );
    if (code !== 0) throw new Error(stderr);
    return { bits: bits(onlyRun(folder)), milliseconds };
  });
}

function recordText(run: string): string {
  return readFileSync(join(run, 'run.json'), 'utf8');
}

function trainWords(folder: string, name: Name): readonly string[] {
  writeFileSync(join(folder, `${name}.yaml`), JSON.stringify(specs[name]));
  return ['train', `${name}.yaml`, '--quiet'];
}

/** Trains and goes on until the run is done, disturbing each attempt; what was wrong on the way. */
async function untilDone(
  name: Name,
  draws: Float32Array,
  disturb: (child: ChildProcess, attempt: number) => void,
  check: (ended: Ended, folder: string, before: string | null) => string | null,
): Promise<Found> {
  const { bits: expected, milliseconds } = await referenceOf(name);
  return inFolder(async (folder) => {
    const wrong: string[] = [];
    const first = trainWords(folder, name);
    let disturbances = 0;
    for (let attempt = 0; attempt < 30; attempt += 1) {
      const [run] = findRuns(join(folder, 'runs'));
      if (run !== undefined && recordOf(run).state === 'finished') break;
      const after = attempt < draws.length ? (draws[attempt] ?? 0) * milliseconds : 600_000;
      const before = run === undefined ? null : standOf(run);
      const record = run === undefined ? null : recordText(run);
      const ended = await disturbed(
        folder,
        run === undefined ? first : ['resume', run, '--quiet'],
        after,
        (child) => disturb(child, attempt),
      );
      if (ended.afterSignal !== null) disturbances += 1;
      const problem = check(ended, folder, record) ?? lossAfter(folder, before);
      if (problem !== null) {
        wrong.push(`${name}, attempt ${attempt} after ${Math.round(after)} ms: ${problem}`);
      }
    }
    try {
      expect(bits(onlyRun(folder))).toEqual(expected);
    } catch (error) {
      wrong.push(`${name}, disturbed ${disturbances} times: ${String(error).slice(0, 300)}`);
    }
    return { disturbances, wrong };
  });
}

type Found = { readonly disturbances: number; readonly wrong: readonly string[] };

const isLate = 'it took';

/**
 * A machine that somebody else keeps busy makes a run late, though not three times at the same
 * moments: what is wrong in no other way is tried again.
 */
async function unlessBusy(attempt: () => Promise<Found>): Promise<Found> {
  for (let left = 2; left > 0; left -= 1) {
    const found = await attempt();
    const isBusy = found.wrong.length > 0 && found.wrong.every((one) => one.includes(isLate));
    if (!isBusy) return found;
  }
  return attempt();
}

/**
 * Draws for each of so many runs: up to three moments, as shares of an undisturbed run's time; one
 * that goes on with the rest is shorter.
 */
function momentsOf(run: number, stream: number): Float32Array {
  return randomUniform({ seed, stream, epoch: run, step: 0 }, 3).map(
    (value, i) => 0.1 + (i === 0 ? 0.85 : 0.65) * value,
  );
}

/** How many runs at least, until how many disturbances, and how many runs at a time. */
type Extent = { readonly runs: number; readonly disturbances: number; readonly atOnce: number };

/**
 * Does the work of each run. A run that is quicker than the one that was timed may end before its
 * disturbance comes: then there are more.
 */
async function everyRun(
  { runs, disturbances, atOnce }: Extent,
  work: (run: number) => Promise<Found>,
): Promise<Found> {
  let next = 0;
  const [wrong, total] = [[] as string[], { disturbances: 0 }];
  const worker = async (): Promise<void> => {
    while (next < runs || (total.disturbances < disturbances && next < 10 * runs)) {
      const found = await work((next += 1));
      wrong.push(...found.wrong);
      total.disturbances += found.disturbances;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return { ...total, wrong };
}

function counts(what: string, { disturbances, wrong }: Found): void {
  const lost = wrong.filter((one) => / ms: lost: /.test(one)).length;
  counted(what, disturbances, { lost, wrong: wrong.length - lost });
}

onLinux('at random moments', () => {
  test('kills lose nothing', async () => {
    const found = await everyRun(
      { runs: isWhole ? 90 : 1, disturbances: isWhole ? 201 : 2, atOnce: isWhole ? 2 : 1 },
      (run) => {
        const name = names[run % names.length] ?? 'mlp';
        const check = ({ stderr }: Ended): string | null =>
          /\n\s+at |bug in dlx|damaged/.test(stderr) ? stderr : null;
        return untilDone(
          name,
          momentsOf(run, 1),
          (child, attempt) => killTrainer(child, (run + attempt) % 2 === 0),
          check,
        );
      },
    );
    counts('kills at random moments', found);
    expect(found.wrong).toEqual([]);
    expect(found.disturbances).toBeGreaterThan(isWhole ? 200 : 1);
  });

  const signals = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR1', 'SIGUSR2'] as const;
  test('signals commit the state within five seconds, with 128 + n', async () => {
    // One at a time: the five seconds are those of a machine that is not overloaded.
    const found = await everyRun(
      { runs: isWhole ? 45 : 1, disturbances: isWhole ? 101 : 2, atOnce: 1 },
      (run) => {
        const name = names[run % names.length] ?? 'mlp';
        const signal = signals[run % signals.length] ?? 'SIGTERM';
        const check = (
          { code, stderr, afterSignal }: Ended,
          folder: string,
          before: string | null,
        ): string | null => {
          if (afterSignal === null) return code === 0 ? null : stderr;
          if (afterSignal > 5000) return `${isLate} ${afterSignal} ms`;
          const [left] = findRuns(join(folder, 'runs'));
          const record = left === undefined ? null : recordOf(left);
          // Its own process says of a run how it ended, unless it had no first step yet and was not
          // waited for: then the command does. What ended before it opened the run left it as it was.
          const isWordGiven =
            record?.stopped?.signal === signal ||
            (left !== undefined && recordText(left) === before) ||
            stderr.includes(`stopped by ${signal} before its first step`);
          const isKept =
            record === null ||
            record.state === 'finished' ||
            (record.state === 'interrupted' && isWordGiven);
          const isTold =
            code === 128 + constants.signals[signal] ||
            (code === 0 && record?.state === 'finished');
          return isKept && isTold
            ? null
            : `${signal}: ${code} ${record?.state} ${record?.stopped?.signal} ${stderr}`;
        };
        return unlessBusy(() =>
          untilDone(name, momentsOf(run, 2), (child) => child.kill(signal), check),
        );
      },
    );
    counts('signals at random moments', found);
    expect(found.wrong).toEqual([]);
    expect(found.disturbances).toBeGreaterThan(isWhole ? 100 : 1);
  });
});
