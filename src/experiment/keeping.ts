// What is kept of a run while it trains: where it stands, and its best epoch's weights.
import { writeFileSync } from 'node:fs';
import type { RunChange } from '../run/record.js';
import type { RunFolder } from '../run/writing.js';
import type { EpochRecord } from '../training/epoch.js';
import type { Trainer } from '../training/trainer.js';
import type { Reached } from '../training/train.js';
import type { Board } from './board.js';

/**
 * Keeps what training has reached. The order matters: after a crash at any place the folder can be
 * gone on with, with no epoch lost that was committed.
 */
export async function keepReached(
  run: RunFolder,
  trainer: Trainer,
  { epoch, position }: Reached,
  board: Pick<Board, 'epoch'> | null = null,
): Promise<void> {
  if (epoch) run.appendEpoch(epoch);
  const state = position.ended === 'diverged' ? null : await trainer.readState();
  if (state) run.commit(position, state);
  if (epoch?.best) await keepBest(run, trainer, epoch.epoch);
  if (epoch) board?.epoch(state);
  if (epoch) run.change(progressOf(run));
}

/** Keeps the weights of an epoch as the best. */
export async function keepBest(run: RunFolder, trainer: Trainer, epoch: number): Promise<void> {
  const values = await trainer.readWeights();
  const tensors = trainer.network.weights.map(({ key, shape }) => ({
    name: key,
    shape,
    values: values.get(key) as Float32Array,
  }));
  run.keepBest({ epoch, tensors });
}

/** What the epochs so far come to. */
export function progressOf(run: RunFolder): RunChange {
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

/**
 * What {@link peakMemory} tells begins anew with what the process has now, where the system can do
 * that: a run is not told of the one before it.
 */
export function startPeakAnew(): void {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {
    // The peak stays that of all its runs.
  }
}

/** The most memory that this process has had, in bytes. */
export function peakMemory(): number {
  return process.resourceUsage().maxRSS * 1024;
}
