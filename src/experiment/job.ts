// What passes between `dlx train` and the child process that trains one run: the job to it, events
// from it. Plain data.
import type { DataSummary } from '../dataset/dataset.js';
import type { BackendChoice } from '../tensor/backend.js';
import type { NetworkSummary } from '../model/summary.js';
import type { MinimalForm } from '../spec/minimal.js';
import type { RunRecord } from '../run/record.js';
import type { Spec } from '../spec/spec.js';
import type { EpochRecord } from '../training/epoch.js';

/** What tells a run, once it was asked to stop, not to wait for anything. */
export const stopAtOnce = 'stop at once';

/**
 * A terminal, `timeout` and `npx` may all pass on one and the same signal: within so many
 * milliseconds it is one.
 */
export const oneSignal = 500;

/**
 * Where a run begins; `force` goes on although something differs from what the numbers so far were
 * made with.
 */
export type Beginning =
  | { readonly kind: 'new' }
  | { readonly kind: 'resume' | 'child'; readonly folder: string; readonly force: boolean };

/** Steps of an epoch from 1, steps counted from 1 too; a `stopAfter` of null goes on to the end. */
export type Observed = {
  readonly file: string;
  readonly stopAfter: { readonly epoch: number; readonly step: number } | null;
};

/** One spec with one seed, and how it is to be trained. */
export type Job = {
  /** To train, or to find the batch size of `batch_size: auto`. */
  readonly purpose: 'train' | 'fit';
  /** The spec's file: relative paths start at its folder. */
  readonly file: string;
  readonly spec: Spec;
  /** When it was asked for, in milliseconds since 1970. */
  readonly asked: number;
  readonly written: Readonly<Record<string, unknown>>;
  readonly minimal: MinimalForm;
  /** The folder that run folders are made in. */
  readonly runs: string;
  /**
   * Where training begins: anew, in the folder of an unfinished run, or where a finished one ended,
   * as its child.
   */
  readonly from: Beginning;
  /**
   * Where the bits of every step are written down, and after which step to stop; null outside of
   * `dlx verify`.
   */
  readonly observed: Observed | null;
  readonly backend: BackendChoice;
  readonly device: 'auto' | 'cpu' | 'gpu';
  readonly threads: number;
  /** How steps are to be run, where there is a choice. */
  readonly execution: 'graph' | 'eager';
  /** The name of the GPU that the run is pinned to, or null. */
  readonly gpu: string | null;
};

/** What happens in a run, in order. */
export type RunEvent =
  | { readonly type: 'message'; readonly message: string; readonly fraction?: number }
  | { readonly type: 'warning'; readonly message: string }
  | {
      readonly type: 'started';
      readonly folder: string;
      readonly record: RunRecord;
      readonly network: NetworkSummary;
      readonly data: DataSummary;
    }
  | { readonly type: 'step'; readonly epoch: number; readonly step: number; readonly steps: number }
  | {
      readonly type: 'epoch';
      readonly epoch: EpochRecord;
      readonly epochs: number;
      readonly tensors: number;
    }
  /** A batch size that fits into memory. */
  | { readonly type: 'fits'; readonly batchSize: number }
  | { readonly type: 'finished'; readonly folder: string; readonly record: RunRecord }
  /** A UserError with its exit code, or a bug with its stack. */
  | { readonly type: 'failed'; readonly message: string; readonly exitCode: number };
