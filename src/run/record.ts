// What run.json holds. Keys are the file's own spelling.

import type { Scores } from '../training/epoch.js';

export type { EpochRecord, Scores } from '../training/epoch.js';

/** The format that run folders have; those of format 1 are of a dlx that was not released. */
export const recordFormat = 2;

/** What asks a run to stop: a terminal, a shell, a scheduler. */
export const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2'] as const;

/** One of them. */
export type StopSignal = (typeof stopSignals)[number];

/** Where a run stands; only a finished one is ranked. */
export type RunState = 'running' | 'finished' | 'interrupted' | 'failed' | 'diverged';

/** run.json: what the run was, on what, and what came of it. */
export type RunRecord = {
  readonly format: typeof recordFormat;
  /** Made once with the run: a copied folder keeps it and counts once. */
  readonly id: string;
  readonly name: string;
  readonly state: RunState;
  /** Why it failed or diverged, in one sentence. */
  readonly message: string | null;
  /** What asked it to stop before its end; null where nothing did. */
  readonly stopped: { readonly signal: StopSignal } | null;
  readonly parent: string | null;
  readonly tags: readonly string[];
  readonly notes: string | null;
  /** ISO 8601, UTC. */
  readonly started: string;
  readonly finished: string | null;
  readonly seed: number;
  /**
   * SHA-256 over the spec's minimal form and the data: with the seed, and without (the group of
   * replicates).
   */
  readonly hashes: { readonly spec: string; readonly group: string };
  /** The spec as written (merged, defaults not filled in), for tables of what differs. */
  readonly spec: Readonly<Record<string, unknown>>;
  readonly versions: {
    readonly dlx: string;
    readonly node: string;
    readonly tensorflow: string | null;
    readonly tfjs: string;
  };
  readonly backend: 'tensorflow' | 'wasm' | 'cpu';
  readonly device: { readonly kind: 'cpu' | 'gpu'; readonly name: string };
  readonly cpu: string;
  readonly threads: number;
  readonly execution: 'eager' | 'graph';
  readonly git: { readonly commit: string; readonly dirty: boolean } | null;
  readonly data: {
    readonly name: string;
    readonly sha256: string;
    readonly train: number;
    readonly validation: number;
    readonly test: number;
  };
  readonly parameters: { readonly total: number; readonly trainable: number };
  readonly monitor: { readonly name: string; readonly mode: 'min' | 'max' };
  /** The spec's metrics in order, without the loss. */
  readonly metrics: readonly { readonly name: string; readonly mode: 'min' | 'max' }[];
  readonly epochs: {
    readonly planned: number;
    readonly done: number;
    readonly best: number | null;
  };
  /** At the best epoch; the test set is read once, for the chosen epoch. */
  readonly scores: {
    readonly train: Scores | null;
    readonly validation: Scores | null;
    readonly test: Scores | null;
  };
  readonly test_reads: number;
  /**
   * `to_first_step` from the command's start (a later run of it: from its own) to the end of the
   * first training step.
   */
  readonly seconds: {
    readonly to_first_step: number | null;
    readonly total: number;
    readonly per_epoch: number | null;
    readonly to_best: number | null;
  };
  readonly peak_memory_bytes: number;
  /** The advice that was printed. */
  readonly advice: readonly string[];
  /** Each time somebody went on with it: from where, and what differed and was forced. */
  readonly resumed: readonly {
    readonly at: string;
    readonly epoch: number;
    readonly step: number;
    readonly forced: readonly string[];
  }[];
  /**
   * The SHA-256 of the folder's other files, by name: of all once nothing is written any more, of
   * those that never change until then.
   */
  readonly files: Readonly<Record<string, string>>;
};

/** What a run begins with; the rest of its record comes from what happens. */
export type NewRun = Omit<
  RunRecord,
  'format' | 'id' | 'state' | 'message' | 'stopped' | 'started' | 'finished' | 'files'
>;

/** What may change while the run goes on. */
export type RunChange = Partial<Omit<RunRecord, 'format' | 'id' | 'started' | 'files'>>;

/** Why a run did not come to its end, in one sentence; null where it did, or is going on. */
export function reasonOf({
  message,
  stopped,
  epochs,
}: Pick<RunRecord, 'message' | 'stopped' | 'epochs'>): string | null {
  return stopped
    ? `stopped by ${stopped.signal} after ${epochs.done} of ${epochs.planned} epochs`
    : message;
}
