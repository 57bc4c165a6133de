// What a metric is: sums that a step adds up on the device and, once an epoch, the value they stand
// for.
import type { Operations, Tensor } from '../../tensor/operations.js';
import type { ArgumentsOf, ArgumentKinds } from '../../words/arguments.js';
import type { Method } from '../../words/kinds.js';
import type { Entry } from '../../words/tagged.js';
import type { TargetDomain } from '../losses/domain.js';
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
  /** The targets it is for, where they are numbers. */
  readonly domain: TargetDomain;
  /** What makes the probabilities it compares, where it is a loss of probabilities, too. */
  readonly probabilities?: 'sigmoid' | 'softmax';
  /** Whether it depends on which of two classes is the positive one. */
  readonly ofPositives?: true;
  /** Whether it looks at outputs on both sides of 0, which are no probabilities. */
  readonly judgesMargins?: true;
  /** Given where it says nothing of a single output: the metric for one. */
  readonly ofSeveral?: string;
  /** How many sums it keeps for so many outputs; where absent one, a scalar. */
  readonly sums?: Method<[args: ArgumentsOf<S>, units: number], number>;
  /** What a batch adds to the sums: [sums], or a scalar. */
  readonly batchSums: Method<[judged: Judged, args: ArgumentsOf<S>], Tensor>;
  /**
   * Whether its sums are subtracted from each other, so that what their rounding loses must be kept
   * beside them.
   */
  readonly subtractsSums?: true;
  /** From the sums over all samples to the metric; where absent, the mean. */
  readonly value?: Method<
    [sums: readonly number[], args: ArgumentsOf<S>, counted: Counted],
    number
  >;
  /**
   * Why there is no such value for these sums, with the counts, as in "none of the 40 targets is
   * positive"; null where there is one. Left out: there always is.
   */
  readonly undefinedBecause?: Method<
    [sums: readonly number[], args: ArgumentsOf<S>, counted: Counted],
    string | null
  >;
  /** What does not fit a network of so many outputs, or null. */
  readonly misfit?: Method<[args: ArgumentsOf<S>, units: number], Misfit | null>;
};

/** Declares a metric; the types of its arguments follow from their declaration. */
export function defineMetric<S extends ArgumentKinds>(entry: MetricEntry<S>): MetricEntry {
  return entry;
}

/** The sum over the batch of each sample's mean: [batch, …] → []. */
export function sampleSum(ops: Operations, values: Tensor): Tensor {
  return ops.sum(meanOfSample(ops, values));
}

/** 1 where a comparison holds, else 0: bool […] → float32 […]. */
export function ones(ops: Operations, holds: Tensor): Tensor {
  return ops.cast(holds, 'float32');
}

/** 0 where nothing is to be divided by, as Keras' divide_no_nan. */
export function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

/** Why nothing can be said of positive targets: there are none among so many. */
export function noPositives(of: number): string {
  return of === 1 ? 'its one target is not positive' : `none of the ${of} targets is positive`;
}

/** Why nothing can be told from positives: all of so many targets are. */
export function allPositive(of: number): string {
  return of === 1 ? 'its one target is positive' : `all ${of} targets are positive`;
}

/** Why the `key` largest of so many outputs tell nothing apart: they are all of them; or null. */
export function largestMisfit(key: string, largest: number, units: number): Misfit | null {
  if (largest < units) return null;
  return {
    message: `${key} must be below ${units}, the number of outputs, got ${largest}: every answer would be among them`,
    cure: units > 2 ? `give it ${key}: ${units - 1} or less` : 'use accuracy',
  };
}

/** The numbers 0 … count − 1. */
export function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}
