// Workers give the bits of runs that have a process each, in any order; one that dies takes its run
// alone; memory does not grow from run to run.
import { closeSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { planSpecs } from '../../src/commands/command.js';
import { packDataset } from '../../src/dataset/handed.js';
import { datasetOf } from '../../src/experiment/handed-data.js';
import type { Job, RunEvent } from '../../src/experiment/job.js';
import type { Plan } from '../../src/experiment/plan.js';
import { anonymousFile } from '../../src/ground/anonymous.js';
import { openCrew, type Crew } from '../../src/job/crew.js';
import { launchRun, type Outcome } from '../../src/job/launch.js';
import { placeRun, tensorflowEnvironment } from '../../src/machine/placement.js';
import { bits, recordOf } from '../faults/runs.js';
import { inFolder } from '../folders.js';
import { isWhole, partOf } from '../whole.js';

const spirals = `
dataset: {name: spirals, samples: 200}
model:
  - Dense: {units: 16, activation: relu}
  - BatchNormalization
  - Dropout: 0.2
  - Dense: {units: 3, activation: softmax}
optimizer: {name: adam, learning_rate: 0.01}
loss: sparse_categorical_crossentropy
metrics: [accuracy]
epochs: 2
`;
// The same layers and data, another loss: nothing of the graph but its parts is the same.
const others = {
  'spirals.yaml': spirals,
  'schedule.yaml': spirals.replace(
    'learning_rate: 0.01',
    'learning_rate: {name: ExponentialDecay, initial_learning_rate: 0.02, decay_steps: 5, decay_rate: 0.9}',
  ),
  'descent.yaml': spirals.replace('{name: adam, learning_rate: 0.01}', 'sgd'),
  'tokens.yaml': `
dataset: {name: sequences, samples: 120, steps: 8, vocabulary: 32}
model:
  - Embedding: {input_dim: 32, output_dim: 4}
  - GRU: 4
  - Dense: {units: 1, activation: sigmoid}
loss: binary_crossentropy
epochs: 1
`,
};
type Named = keyof typeof others;

const placement = await placeRun('cpu', 'cpu', { work: () => undefined, warn: () => undefined });
const environment = { ...tensorflowEnvironment({ threads: 1 }), ...placement.environment };

let made = 0;

/** The job of a spec that is written into a folder. */
async function jobOf(
  folder: string,
  name: Named,
  seed: number,
  { set = [], runs = 'runs' }: { readonly set?: readonly string[]; readonly runs?: string } = {},
): Promise<Job> {
  writeFileSync(join(folder, name), others[name]);
  const [plan] = (await planSpecs([join(folder, name)], { set })) as readonly [Plan];
  const { spec, written, minimal } = plan.read.trial({ seed });
  return {
    id: String((made += 1)),
    purpose: 'train',
    file: plan.file,
    trial: { spec, written, minimal, folder },
    asked: Date.now(),
    runs: join(folder, runs),
    from: { kind: 'new' },
    handed: null,
    parent: null,
    observed: null,
    initial: null,
    sealed: false,
    how: { device: 'cpu', threads: 1, execution: 'graph' },
    place: { backend: placement.backend, gpu: null },
  };
}

const nothing = (): void => undefined;

const train = (
  crew: Crew,
  job: Job,
  onEvent: (event: RunEvent) => void = nothing,
): Promise<Outcome> => crew.run({ job, environment, files: [] }, onEvent);

const folderOf = (outcome: Outcome): string => {
  if (outcome.folder === null) throw new Error('it has no folder');
  return outcome.folder;
};

const processOf = (run: string): number =>
  (JSON.parse(readFileSync(join(run, 'lock'), 'utf8')) as { readonly process: number }).process;

test('the bits of a worker are those of a process a run, after other models and failures, in any order', async () => {
  await inFolder(async (folder) => {
    // Of each kind of difference one, in the whole form all.
    const every: readonly (readonly [Named, number])[] = [
      ['spirals.yaml', 1],
      ['spirals.yaml', 2],
      ['schedule.yaml', 2],
      ['descent.yaml', 1],
      ['tokens.yaml', 1],
    ];
    const wanted = partOf(every, 2);
    const alone = new Map<string, unknown>();
    for (const [name, seed] of wanted) {
      const job = await jobOf(folder, name, seed);
      alone.set(`${name} ${seed}`, bits(folderOf(await launchRun(job, environment, nothing))));
    }
    // Another seed, another rate, another optimizer, another model: other bits.
    expect(new Set([...alone.values()].map((one) => JSON.stringify(one))).size).toBe(wanted.length);
    using crew = openCrew(20);
    const processes = new Set<number>();
    const same = async (order: typeof wanted): Promise<void> => {
      for (const [name, seed] of order) {
        const outcome = await train(crew, await jobOf(folder, name, seed), (event) => {
          if (event.type === 'started') processes.add(processOf(event.folder));
        });
        expect([name, seed, bits(folderOf(outcome))]).toEqual([
          name,
          seed,
          alone.get(`${name} ${seed}`),
        ]);
      }
    };
    await same(wanted);
    await same([...wanted].reverse());
    expect(processes.size).toBe(1);
    // Where a file is in the place of the folder of runs.
    writeFileSync(join(folder, 'taken'), '');
    const failed = await train(crew, await jobOf(folder, 'spirals.yaml', 1, { runs: 'taken' }));
    expect(failed).toMatchObject({ type: 'failed', exitCode: 1, folder: null, signal: null });
    await same(wanted.slice(1, 3));
    expect(processes.size).toBe(2);
  });
});

test('data that is handed over is that of the run, whichever else a worker has open', async () => {
  await inFolder(async (folder) => {
    const [one, other] = [
      await jobOf(folder, 'spirals.yaml', 1),
      await jobOf(folder, 'descent.yaml', 1, { set: ['dataset.samples=90'] }),
    ];
    using crew = openCrew(9);
    const files = new Map<Job, readonly number[]>();
    for (const job of [one, other]) {
      const packed = packDataset(await datasetOf(job, nothing));
      const file = packed && anonymousFile(packed.bytes);
      if (file === null) throw new Error('there is no room');
      files.set(job, [file]);
    }
    try {
      const read = [one, other].map(async (job) => bits(folderOf(await train(crew, job))));
      const wanted = new Map([
        [one, await read[0]],
        [other, await read[1]],
      ]);
      for (const job of isWhole ? [one, other, one, other, one] : [one, other, one]) {
        const own = files.get(job) ?? [];
        const outcome = await crew.run({ job, environment, files: own }, nothing);
        expect(bits(folderOf(outcome))).toEqual(wanted.get(job));
      }
    } finally {
      for (const [file] of files.values()) closeSync(file ?? -1);
    }
  });
});

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}

test('sixty runs in a row need no more tensors, and the last no more memory than those before', async () => {
  await inFolder(async (folder) => {
    using crew = openCrew(60);
    const tensors: number[] = [];
    const peaks: number[] = [];
    for (let seed = 0; seed < 60; seed += 1) {
      // Now and then something else, whose graph takes the place of the other.
      const name = seed % 10 === 9 ? 'descent.yaml' : 'spirals.yaml';
      const outcome = await train(crew, await jobOf(folder, name, seed), (event) => {
        if (event.type === 'epoch' && name === 'spirals.yaml') tensors.push(event.tensors);
      });
      peaks.push(recordOf(folderOf(outcome)).peak_memory_bytes);
    }
    expect(new Set(tensors).size).toBe(1);
    // What V8 compiles, and the room that it takes for what comes and goes, it has after the first twenty
    // or so. Single runs have some megabytes more or less, as it clears up sooner or later.
    const [early, late] = [middle(peaks.slice(20, 40)), middle(peaks.slice(40))];
    expect(late - early).toBeLessThan(30e6);
  });
});

test('a worker that is killed takes its run alone; a stop commits those under way', async () => {
  await inFolder(async (folder) => {
    using crew = openCrew(2);
    const endless = { set: ['epochs=1000000'] };
    const begun = async (seed: number): Promise<readonly [Promise<Outcome>, string]> => {
      const job = await jobOf(folder, 'spirals.yaml', seed, endless);
      let ended: Promise<Outcome> | undefined;
      const run = await new Promise<string>((resolve) => {
        let place = '';
        ended = train(crew, job, (event) => {
          if (event.type === 'started') place = event.folder;
          if (event.type === 'epoch') resolve(place);
        });
      });
      return [ended as Promise<Outcome>, run];
    };
    const [[killed, place], [beside]] = await Promise.all([begun(1), begun(2)]);
    process.kill(processOf(place), 'SIGKILL');
    expect(await killed).toMatchObject({
      type: 'died',
      folder: place,
      exitCode: 1,
      signal: null,
      message: expect.stringContaining(`ended by SIGKILL`),
      error: { action: 'resume' },
    });
    // The next one has a new worker.
    const [next] = await begun(3);
    crew.stop('SIGTERM');
    for (const outcome of await Promise.all([beside, next])) {
      expect(outcome).toMatchObject({
        type: 'finished',
        record: { state: 'interrupted', stopped: { signal: 'SIGTERM' } },
      });
    }
  });
});
