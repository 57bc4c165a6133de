// What passes between `dlx predict` and the process that computes: the job to it, then rows, and
// their outputs from it in the same order. Plain data.
import type { InputColumn } from '../dataset/source.js';
import type { ToldError } from '../ground/errors.js';
import type { Placement } from '../machine/placement.js';
import type { RunRecord } from '../run/record.js';

/** A kept model to be opened, and how it is to compute. */
export type PredictJob = {
  /** What its events are told by. */
  readonly id: string;
  readonly purpose: 'predict';
  /** The run's folder. */
  readonly folder: string;
  /** How many rows go through the model at a time. */
  readonly batch: number;
  readonly execution: RunRecord['how']['execution'];
  readonly place: Pick<Placement, 'backend' | 'gpu'>;
};

/** Rows for the model of a job: any number of whole batches, or the last rows; null ends it. */
export type RowsFor = {
  readonly run: PredictJob['id'];
  readonly rows: { readonly count: number; readonly values: InputColumn['values'] } | null;
};

/** Whether a message to the process that computes is rows. */
export function isRows(message: object): message is RowsFor {
  return 'rows' in message;
}

/** What the process that computes tells. */
export type PredictEvent =
  | { readonly type: 'opened' }
  | { readonly type: 'outputs'; readonly outputs: Float32Array }
  | FailedEvent;

/** What went wrong: a UserError, or a bug with its stack. */
export type FailedEvent = {
  readonly type: 'failed';
  readonly message: string;
  readonly exitCode: number;
  readonly error: ToldError;
};
