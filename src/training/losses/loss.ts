// What a loss is, and the pieces that several are made of.
import type { Operations, Tensor } from '../../tensor/operations.js';
import { boolean, number, type ArgumentsOf, type ArgumentKinds } from '../../words/arguments.js';
import type { Method } from '../../words/kinds.js';
import type { Entry } from '../../words/tagged.js';
import type { TargetDomain } from './domain.js';

/**
 * How targets are handed to a loss: class numbers [batch], one row of probabilities each, or
 * values.
 */
export type TargetForm = 'classes' | 'probabilities' | 'values';

/** What a loss or a metric looks at. */
export type Judged = {
  readonly ops: Operations;
  readonly output: Tensor;
  /** What went into the last softmax or sigmoid, or null. */
  readonly logits: Tensor | null;
  /** In the form that the loss asks for: int32 [batch], or float32 of the output's shape. */
  readonly targets: Tensor;
  /**
   * Values near those of the targets, one an output, or null: what is summed of targets with a large
   * mean is summed from there.
   */
  readonly center: readonly number[] | null;
};

/** One loss of the table. */
export type LossEntry<S extends ArgumentKinds = ArgumentKinds> = Entry & {
  readonly arguments: S;
  readonly targets: TargetForm;
  /** The targets it is for, where they are numbers. */
  readonly domain: TargetDomain;
  /** What makes the probabilities it compares: an output ends with it, or is its logits. */
  readonly probabilities?: 'sigmoid' | 'softmax';
  /** [batch]; training lowers its mean. */
  readonly perSample: Method<[judged: Judged, args: ArgumentsOf<S>], Tensor>;
  /** What is wrong with the arguments for a network of so many outputs, or null. */
  readonly misfit?: Method<[args: ArgumentsOf<S>, units: number], string | null>;
};

/** Declares a loss; the types of its arguments follow from their declaration. */
export function defineLoss<S extends ArgumentKinds>(entry: LossEntry<S>): LossEntry {
  return entry;
}

/** Keras' backend.epsilon(): probabilities are kept this far from 0 and 1. */
export const epsilon = 1e-7;

/** Whether the network's outputs are yet to go through a softmax or sigmoid. */
export const fromLogits = { from_logits: boolean().default(false) };

/** How much of each target is spread over all classes. */
export const labelSmoothing = { label_smoothing: number({ min: 0, max: 1 }).default(0) };

/** The logarithm of probabilities that are kept from 0 and 1: […] → […]. */
export function logOf(ops: Operations, probabilities: Tensor): Tensor {
  return ops.log(clipped(ops, probabilities));
}

/**
 * Probabilities kept from 0 and 1: […] → […]. float32 has no 1 − 1e-7, so the two ends are not quite alike.
 */
export function clipped(ops: Operations, probabilities: Tensor): Tensor {
  return ops.clipByValue(probabilities, epsilon, 1 - epsilon);
}

/** The mean over everything but the batch: [batch]. */
export function meanOfSample(ops: Operations, values: Tensor): Tensor {
  const axes = values.shape.slice(1).map((_, axis) => axis + 1);
  return axes.length === 0 ? values : ops.mean(values, axes);
}
