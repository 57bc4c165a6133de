// What passes between `dlx train` and the child process that trains one run: the job to it, events
// from it. Plain data.
import type { DataSummary } from '../dataset/dataset.js';
import type { ToldError } from '../ground/errors.js';
import type { DeviceOption, Placement } from '../machine/placement.js';
import type { NetworkSummary } from '../model/summary.js';
import type { RunRecord } from '../run/record.js';
import type { Trial } from '../spec/read.js';
import type { EpochRecord } from '../training/epoch.js';

/**
 * Where a run begins; `force` goes on although something differs from what the numbers so far were
 * made with.
 */
export type Beginning =
  | { readonly kind: 'new' }
  | { readonly kind: 'resume' | 'child'; readonly folder: string; readonly force: boolean };

/**
 * Steps of an epoch from 1, steps counted from 1 too; a `stopAfter` of null goes on to the end, which
 * is where the budget ended the run that is trained again, if it did.
 */
export type Observed = {
  readonly file: string;
  readonly stopAfter: { readonly epoch: number; readonly step: number } | null;
  readonly endAfter: { readonly epoch: number; readonly step: number } | null;
};

/**
 * How a run is to be trained; what that came to stands in its record: the device that there was, and
 * the only execution where there is no choice.
 */
export type How = Omit<RunRecord['how'], 'device'> & { readonly device: DeviceOption };

/** Weights that a run begins with, as they were looked at when it was planned. */
export type Initial = NonNullable<RunRecord['initial_weights']>;

/** One spec with one seed, and how it is to be trained. */
export type Job = {
  /** What its events are told by: unique among the jobs of a command. */
  readonly id: string;
  /** To train, or to find the batch size of `batch_size: auto`. */
  readonly purpose: 'train' | 'fit';
  /** The spec's file. */
  readonly file: string;
  /** Its paths are as seen from the run's folder. */
  readonly trial: Trial;
  /** When it was asked for, in milliseconds since 1970. */
  readonly asked: number;
  /** The folder that run folders are made in. */
  readonly runs: string;
  /**
   * Where training begins: anew, in the folder of an unfinished run, or where a finished one ended,
   * as its child.
   */
  readonly from: Beginning;
  /** The id of the run that its spec came from, or null. */
  readonly parent: string | null;
  /**
   * Where the bits of every step are written down, and after which step to stop; null outside of
   * `dlx verify`.
   */
  readonly observed: Observed | null;
  /** The weights that a new run begins with where they are not drawn. */
  readonly initial: Initial | null;
  /** Whether the test set is not to be read as the run ends. */
  readonly sealed: boolean;
  readonly how: How;
  /**
   * The descriptor of the open file that its data set comes in, which those follow that rows of it lie
   * in; null where it is to be read.
   */
  readonly handed: number | null;
  /** What there is to train with: the backend, and the name of the GPU it is pinned to, or null. */
  readonly place: Pick<Placement, 'backend' | 'gpu'>;
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
      /** The value that the best epoch is chosen by: `val_loss`. */
      readonly monitor: string;
      readonly tensors: number;
    }
  /** A batch size that fits into memory. */
  | { readonly type: 'fits'; readonly batchSize: number }
  | { readonly type: 'finished'; readonly folder: string; readonly record: RunRecord }
  /** A UserError with its exit code, or a bug with its stack. */
  | {
      readonly type: 'failed';
      readonly message: string;
      readonly exitCode: number;
      readonly error: ToldError;
    };

/** An event, and the job that it is of: a process may have one after another. */
export type Told = { readonly run: Job['id']; readonly event: RunEvent };
