// One run from end to end; open this first. It runs in a child process of its own and tells what
// happens as events.
import { encodeDataFile } from '../run/data-file.js';
import type { Board, Shown } from './board.js';
import { budgetRule } from './budget.js';
import { beginRun, followsBest, type Begun } from './beginning.js';
import { dataSummary, type Dataset } from '../dataset/dataset.js';
import { finish, now, type Ending } from './finishing.js';
import { datasetOf } from './handed-data.js';
import { keepBest, keepReached } from './keeping.js';
import { openBackend, type Backend } from '../tensor/backend.js';
import { failure, messageOf, toldOf } from '../ground/errors.js';
import type { Held } from './held.js';
import type { Job, RunEvent } from './job.js';
import { factsOf } from './facts.js';
import { planNetwork, type Network } from '../model/network.js';
import { summaryOf } from '../model/summary.js';
import { beginningWith } from '../model/transfer.js';
import { observerOf } from './observing.js';
import { outOfMemory, trainerFor } from './trainers.js';
import { readSource, takenHash, takenValues } from '../run/initial.js';
import type { FixedTexts } from '../run/folder.js';
import type { RunFolder } from '../run/writing.js';
import type { StopSignal } from '../run/record.js';
import type { Trial } from '../spec/read.js';
import { renderYaml, resolvedForm } from '../spec/write.js';
import type { EpochRecord } from '../training/epoch.js';
import type { Position } from '../training/position.js';
import type { Trainer } from '../training/trainer.js';
import { startOf, train, type Reached, type TrainingHooks } from '../training/train.js';

/** Where events go and where a wish to stop comes from. */
export type Surroundings = {
  readonly tell: (event: RunEvent) => void;
  readonly stopSignal: () => StopSignal | null;
  /** What the process keeps for the next run; null where there is none. */
  readonly held?: Held | null;
};

/**
 * Trains one spec with one seed, or goes on with it, and leaves its run folder. Throws a UserError;
 * the folder then says why.
 */
export async function runExperiment(
  job: Job,
  { tell, stopSignal, held = null }: Surroundings,
): Promise<void> {
  const notify = (message: string, fraction?: number): void =>
    tell({ type: 'message', message, ...(fraction === undefined ? {} : { fraction }) });
  const { spec } = job.trial;
  const dataset = await datasetOf(job, notify, held);
  const backend = await backendOf(job);
  const network = begunNetwork(job, planNetwork(spec.model, dataset.inputs));
  const begun = beginRun(
    job,
    await factsOf(job, { dataset, backend, network }, held?.git),
    textsOf(job.trial, dataset),
  );
  using run = begun.run;
  for (const message of [...(dataset.foundNotes ?? []), ...begun.warnings]) {
    tell({ type: 'warning', message });
  }
  tell({
    type: 'started',
    folder: run.path,
    record: run.record(),
    network: summaryOf(network),
    data: dataSummary(dataset),
  });

  await guarded(run, spec.batch_size, async () => {
    using trainer = trainerFor(
      spec,
      job.how,
      { backend, network, dataset },
      { notify, shelf: held?.graphs ?? null },
    );
    run.change({ how: { ...run.record().how, execution: trainer.kind } });
    const from = await putInPlace(trainer, run, begun, startOf(spec, dataset));
    const board = await boardOf(job, run, { begun, trainer, dataset, tell });
    const observer = observerOf(job, trainer);
    const stopped = (): StopSignal | null => stopSignal() ?? observer.stopSignal();
    const hooks = { ...hooksFor(job, run, { tell, stopSignal: stopped }), ...observer.hooks };
    const steps = train(trainer, dataset, hooks, from);
    const told = (epoch: EpochRecord): void => {
      const { epochs, monitor } = spec;
      tell({ type: 'epoch', epoch, epochs, monitor, tensors: backend.tensorCount() });
    };
    await finish(run, {
      trial: job.trial,
      from: job.from,
      trainer,
      dataset,
      ...(await keptUntilOver(run, steps, { trainer, board, from, told })),
      stopSignal: stopped,
      board,
    });
  });
  tell({ type: 'finished', folder: run.path, record: run.record() });
}

async function backendOf({ place, how }: Job): Promise<Backend> {
  const backend = await openBackend(place.backend);
  if (how.device.startsWith('gpu') && backend.device !== 'gpu') {
    throw failure(
      'TensorFlow sees no GPU, and device gpu was asked for; `dlx gpu-status` says why',
      'machine',
    );
  }
  return backend;
}

// Of a run that is gone on with what it began with stands in its state, and the source may be gone.
function begunNetwork({ initial, from }: Job, network: Network): Network {
  if (!initial || from.kind !== 'new') return network;
  const { file, run, sha256, tensors } = initial;
  const taken = takenValues(readSource({ file, run }), tensors);
  if (takenHash(taken) !== sha256) {
    throw failure(`${file} has changed since its weights were looked at: train again`);
  }
  return beginningWith(network, new Map([...taken].map(([key, { values }]) => [key, values])));
}

function textsOf({ spec, written }: Trial, { facts }: Dataset): FixedTexts {
  return {
    'spec.yaml': renderYaml(written),
    'resolved.yaml': renderYaml(resolvedForm(spec)),
    'data.json': encodeDataFile(facts),
  };
}

// Where training begins. What a run can be gone on from is there before its first step, and shows
// that it can be written.
async function putInPlace(
  trainer: Trainer,
  run: RunFolder,
  { state, isNew }: Begun,
  start: Position,
): Promise<Position> {
  if (state) trainer.loadState(state.tensors, `the state in ${run.path}`);
  if (state?.position.best && followsBest(state)) {
    await keepBest(run, trainer, state.position.best.epoch);
  }
  if (isNew || !state) run.commit(state?.position ?? start, await trainer.readState());
  return state?.position ?? start;
}

type Boarded = Pick<Shown, 'trainer' | 'dataset'> &
  Pick<Surroundings, 'tell'> & { readonly begun: Begun };

type Keeping = {
  readonly trainer: Trainer;
  readonly board: Board | null;
  readonly from: Position;
  readonly told: (epoch: EpochRecord) => void;
};

// Keeps what training gives as it goes on; where it stands at the end.
async function keptUntilOver(
  run: RunFolder,
  steps: AsyncIterable<Reached>,
  { trainer, board, from, told }: Keeping,
): Promise<Pick<Ending, 'reached' | 'validated'>> {
  let reached: Reached = { epoch: null, position: from };
  for await (const one of steps) {
    reached = one;
    await keepReached(run, trainer, one, board);
    if (one.epoch) told(one.epoch);
  }
  return { reached: reached.position, validated: reached.validated ?? null };
}

// What it is made of is loaded where it is asked for.
async function boardOf(
  { trial, from, observed }: Job,
  run: RunFolder,
  { begun: { state }, trainer, dataset, tell }: Boarded,
): Promise<Board | null> {
  if (!trial.spec.tensorboard || observed) return null;
  const { openBoard } = await import('./board.js');
  const warn = (message: string): void => tell({ type: 'warning', message });
  return openBoard(run, { from, state, trainer, dataset, warn });
}

// Nobody sees more steps than so, in milliseconds from one to the next.
const betweenSteps = 100;

function hooksFor(job: Job, run: RunFolder, { tell, stopSignal }: Surroundings): TrainingHooks {
  const { every } = job.trial.spec.checkpoint;
  let kept = performance.now();
  let told = -Infinity;
  const isOver = budgetRule(job.trial.spec, job.observed);
  return {
    ...(isOver ? { isOver } : {}),
    onFirstStep: () =>
      run.change({
        seconds: { ...run.record().seconds, to_first_step: (Date.now() - job.asked) / 1000 },
      }),
    onStep: (epoch, step, steps) => {
      if (performance.now() - told < betweenSteps) return;
      told = performance.now();
      tell({ type: 'step', epoch, step, steps });
    },
    stopped: () => stopSignal() !== null,
    checkpointDue: () => {
      const isDue = every !== null && performance.now() - kept > every * 1000;
      if (isDue) kept = performance.now();
      return isDue;
    },
  };
}

// Whatever goes wrong from here on is written into the run before it is told.
async function guarded(
  run: RunFolder,
  batchSize: number,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    const told = outOfMemory(error, batchSize) ?? error;
    recordFailure(run, told);
    throw told;
  }
}

// On a full disk this fails too; what went wrong first is what must be told.
function recordFailure(run: RunFolder, thrown: unknown): void {
  const { kind, action } = toldOf(thrown);
  try {
    run.change({
      state: 'failed',
      message: messageOf(thrown),
      error: { kind, action },
      finished: now(),
    });
  } catch {
    // The folder stays that of a run that was cut off.
  }
}
