// What a metric is: sums that a step adds up on the device and, once an epoch, the value they stand
// for.
import type { Operations, Tensor } from '../../tensor/operations.js';
import type { ArgumentsOf, ArgumentKinds } from '../../words/arguments.js';
import type { Entry } from '../../words/tagged.js';
import { meanOfSample, type Judged } from '../losses/loss.js';

/** Whether less or more of a value is better. */
export type Direction = 'min' | 'max';

/** What was summed: how many samples, and how many outputs the network has. */
export type Counted = { readonly count: number; readonly units: number };

/** Why a metric cannot judge what it is asked to, and what to do. */
export type Misfit = { readonly message: string; readonly cure: string };

/** One metric of the table. */
export type MetricEntry<S extends ArgumentKinds = ArgumentKinds> = Entry & {
  readonly arguments: S;
  readonly direction: Direction;
  /** What targets it takes: class numbers, values of the outputs' shape, or both. */
  readonly judges: 'classes' | 'values' | 'both';
  /** Whether it chooses among several outputs. */
  readonly choosesOutput?: true;
  /** How many sums it keeps for so many outputs; where absent one, a scalar. */
  readonly sums?: (args: ArgumentsOf<S>, units: number) => number;
  /** What a batch adds to the sums: [sums], or a scalar. */
  readonly batchSums: (judged: Judged, args: ArgumentsOf<S>) => Tensor;
  /** From the sums over all samples to the metric; where absent, the mean. */
  readonly value?: (sums: readonly number[], args: ArgumentsOf<S>, counted: Counted) => number;
  /** What does not fit a network of so many outputs, or null. */
  readonly misfit?: (args: ArgumentsOf<S>, units: number) => Misfit | null;
};

/** Declares a metric; the types of its arguments follow from their declaration. */
export function defineMetric<S extends ArgumentKinds>(entry: MetricEntry<S>): MetricEntry {
  return entry as unknown as MetricEntry;
}

/** The sum over the batch of each sample's mean: a scalar. */
export function sampleSum(ops: Operations, values: Tensor): Tensor {
  return ops.sum(meanOfSample(ops, values));
}

/** 1 where a comparison holds, else 0. */
export function ones(ops: Operations, holds: Tensor): Tensor {
  return ops.cast(holds, 'float32');
}

/** 0 where nothing is to be divided by, as Keras' divide_no_nan. */
export function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

/** The numbers 0 … count − 1. */
export function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}
