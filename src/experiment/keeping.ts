// What is kept of a run: where it stands, its best epoch's weights, and what came of it in the end.
import { setImmediate } from 'node:timers/promises';
import type { Dataset, Part, Samples } from '../dataset/dataset.js';
import { failure } from '../ground/errors.js';
import type { Job } from './job.js';
import type { JudgedPart } from '../run/layout.js';
import type { RunChange } from '../run/record.js';
import type { RunFolder } from '../run/writing.js';
import { adviceFor, undefinedNotes } from '../training/advice.js';
import type { Spec } from '../spec/spec.js';
import type { EpochRecord } from '../training/epoch.js';
import { checkFit } from '../training/kept.js';
import type { Session } from '../training/session.js';
import { diverged, type Reached } from '../training/train.js';

/**
 * Keeps what training has reached. The order matters: after a crash at any place the folder can be
 * gone on with, with no epoch lost that was committed.
 */
export async function keepReached(
  run: RunFolder,
  session: Session,
  { epoch, position }: Reached,
): Promise<void> {
  if (epoch) run.appendEpoch(epoch);
  if (position.ended !== 'diverged') run.commit(position, await session.readState());
  if (epoch?.best) await keepBest(run, session, epoch.epoch);
  if (epoch) run.change(progressOf(run));
}

/** Keeps the weights of an epoch as the best. */
export async function keepBest(run: RunFolder, session: Session, epoch: number): Promise<void> {
  const values = await session.readWeights();
  const tensors = session.network.weights.map(({ key, shape }) => ({
    name: key,
    shape,
    values: values.get(key) as Float32Array,
  }));
  run.keepBest({ epoch, tensors });
}

function progressOf(run: RunFolder): RunChange {
  const epochs = run.epochs();
  const best = epochs.findLast((epoch) => epoch.best);
  const total = (some: readonly EpochRecord[]): number =>
    some.reduce((sum, { seconds }) => sum + seconds.total, 0);
  const {
    epochs: { planned },
    seconds,
    peak_memory_bytes,
  } = run.record();
  return {
    epochs: { planned, done: epochs.length, best: best?.epoch ?? null },
    scores: { train: best?.train ?? null, validation: best?.validation ?? null, test: null },
    seconds: {
      to_first_step: seconds.to_first_step,
      total: total(epochs),
      per_epoch: epochs.length === 0 ? null : total(epochs) / epochs.length,
      to_best: best ? total(epochs.slice(0, best.epoch)) : null,
    },
    peak_memory_bytes: Math.max(peak_memory_bytes, peakMemory()),
  };
}

/** The most memory that this process has had, in bytes. */
export function peakMemory(): number {
  return process.resourceUsage().maxRSS * 1024;
}

/** A run whose training is over, or was stopped. */
export type Ending = {
  readonly job: Job;
  readonly session: Session;
  readonly dataset: Dataset;
  readonly stopSignal: () => NodeJS.Signals | null;
};

/**
 * Says what became of a run. Of one that is done the best epoch's model is put back, its outputs
 * kept, and the test set read: once.
 */
export async function finish(
  run: RunFolder,
  { job: { spec }, session, dataset, stopSignal }: Ending,
): Promise<void> {
  const epochs = run.epochs();
  const last = epochs.at(-1);
  run.change(progressOf(run));
  const interrupted = (): void =>
    run.change({
      state: 'interrupted',
      message: `stopped by ${stopSignal()} after ${epochs.length} of ${spec.epochs} epochs`,
      finished: now(),
    });
  if (stopSignal()) return interrupted();
  if (last && diverged(last.train)) {
    const message = `the loss became ${last.train['loss']} in epoch ${last.epoch}${last.diverged_at_step ? `, step ${last.diverged_at_step}` : ''}; try a smaller learning rate, and see that the inputs are scaled`;
    return run.change({ state: 'diverged', message, finished: now() });
  }
  const best = run.readBest();
  if (!best) {
    await refuseUndefined(spec, epochs, session, dataset);
    return run.change({
      state: 'diverged',
      message: `${spec.monitor} was never a number`,
      finished: now(),
    });
  }
  checkFit(
    best.tensors,
    session.network.weights.map(({ key, shape }) => ({ name: key, shape })),
    `${run.path}/best.safetensors`,
  );
  session.loadWeights(new Map(best.tensors.map(({ name, values }) => [name, values])));
  const how = { keepOutputs: true, stopped: () => stopSignal() !== null };
  const validation = await session.evaluate(dataset.validation, how);
  // Where evaluation is short nobody has listened since its beginning.
  await setImmediate();
  if (!validation.complete || stopSignal()) return interrupted();
  run.change({ test_reads: run.record().test_reads + 1 });
  const test = await session.evaluate(dataset.test, how);
  if (!test.complete) return interrupted();
  keepOutputs(run, 'validation', dataset.validation, validation.outputs);
  keepOutputs(run, 'test', dataset.test, test.outputs);
  const layers = spec.model.map(({ layer }) => layer);
  const advice = [
    ...undefinedNotes('val_', validation.undefinedBecause),
    ...undefinedNotes('test_', test.undefinedBecause),
    ...adviceFor(epochs, {
      epochs: spec.epochs,
      layers,
      stopsEarly: spec.early_stopping !== null,
    }),
  ];
  run.change({
    state: 'finished',
    finished: now(),
    scores: { ...run.record().scores, test: test.scores },
    advice,
    peak_memory_bytes: Math.max(run.record().peak_memory_bytes, peakMemory()),
  });
}

// Throws a UserError where no epoch could be chosen because the score to choose by is undefined.
async function refuseUndefined(
  { monitor }: Spec,
  epochs: readonly EpochRecord[],
  session: Session,
  { validation }: Dataset,
): Promise<void> {
  const name = monitor.replace(/^val_/, '');
  const isUndefined = ({ train, validation: scores }: EpochRecord): boolean =>
    (monitor === name ? train : scores)[name] === null;
  if (epochs.length === 0 || !epochs.every(isUndefined)) return;
  const reason = (await session.evaluate(validation)).undefinedBecause[name];
  throw failure(
    `${monitor} was undefined in every epoch, so that none is the best${reason === undefined || monitor === name ? '' : `: ${reason}`}; watch another value, as in monitor: val_loss`,
  );
}

/** The time, ISO 8601 in UTC. */
export function now(): string {
  return new Date().toISOString();
}

// A row a sample, as the part has them.
function keepOutputs(
  run: RunFolder,
  part: JudgedPart,
  { samples, rows }: Part,
  outputs: Float32Array | null,
): void {
  if (!outputs) return;
  const count = rows.length;
  run.keepOutputs(part, {
    predictions: { shape: [count, outputs.length / count], values: outputs },
    targets: { shape: [count], values: takenRows(samples.targets, rows) },
    rows: { shape: [count], values: rows },
  });
}

function takenRows(all: Samples['targets'], rows: Int32Array): Samples['targets'] {
  const take = (row: number): number => all[row] ?? 0;
  return all instanceof Int32Array ? Int32Array.from(rows, take) : Float32Array.from(rows, take);
}
