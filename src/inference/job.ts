// What passes between `dlx predict` or `dlx evaluate` and the process that computes: the job to it,
// then, to be predicted, rows, and their outputs from it in the same order. Plain data.
import type { InputColumn } from '../dataset/source.js';
import type { ToldError } from '../ground/errors.js';
import type { Placement } from '../machine/placement.js';
import type { JudgedPart } from '../run/layout.js';
import type { Outputs } from '../run/outputs.js';
import type { RunRecord } from '../run/record.js';
import type { Trial } from '../spec/read.js';
import type { MetricSpec } from '../spec/spec.js';
import type { Scored } from '../training/totals.js';

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
  readonly rows: {
    readonly count: number;
    /** One an input of the model, in their order. */
    readonly inputs: readonly InputColumn['values'][];
  } | null;
};

/** A kept model to be judged. */
export type EvaluateJob = {
  readonly id: string;
  readonly purpose: 'evaluate';
  /** The run's folder. */
  readonly folder: string;
  readonly what:
    /** By the outputs that the run keeps of a part. */
    | { readonly kind: 'kept'; readonly part: JudgedPart }
    /** On a part of the run's own data, which the trial finds where it is now. */
    | { readonly kind: 'part'; readonly part: JudgedPart; readonly trial: Trial }
    /** On new data. */
    | { readonly kind: 'data'; readonly data: string; readonly labels: string | null };
  /** Beside those of its spec. */
  readonly metrics: readonly MetricSpec[];
  readonly execution: RunRecord['how']['execution'];
  readonly place: Pick<Placement, 'backend' | 'gpu'>;
};

/** What came of it. */
export type EvaluatedEvent = {
  readonly type: 'evaluated';
  /** By the spec's loss and metrics; null of kept outputs, whose scores stand in the record. */
  readonly scored: Scored | null;
  readonly outputs: Outputs;
  /** By the other metrics, where any were asked for. */
  readonly extra: Scored | null;
  /** What a reader should know of new data: a sentence each. */
  readonly notes: readonly string[];
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
