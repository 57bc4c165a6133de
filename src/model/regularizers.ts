// Keras' regularizers: what a weight, or what a layer gives, adds to the loss.
import type { Operations, Tensor } from '../tensor/operations.js';
import { number, type ArgumentsOf, type ArgumentKinds } from '../words/arguments.js';
import type { Method } from '../words/kinds.js';
import { findEntry, tagged, type Entry, type Tagged } from '../words/tagged.js';

type RegularizerEntry<S extends ArgumentKinds = ArgumentKinds> = Entry & {
  readonly arguments: S;
  /** A scalar. */
  readonly penalty: Method<[ops: Operations, x: Tensor, args: ArgumentsOf<S>], Tensor>;
};

function defineRegularizer<S extends ArgumentKinds>(entry: RegularizerEntry<S>): RegularizerEntry {
  return entry;
}

const factor = (value: number) => number({ min: 0 }).default(value);
const absolutes = (ops: Operations, x: Tensor, by: number): Tensor =>
  ops.mul(ops.sum(ops.abs(x)), by);
const squares = (ops: Operations, x: Tensor, by: number): Tensor =>
  ops.mul(ops.sum(ops.square(x)), by);

/** The regularizers a spec may name. */
export const regularizers: readonly RegularizerEntry[] = [
  defineRegularizer({
    name: 'l1',
    aliases: ['L1'],
    summary: 'l1 · the sum of absolute values.',
    arguments: { l1: factor(0.01) },
    penalty: (ops, x, { l1 }) => absolutes(ops, x, l1),
  }),
  defineRegularizer({
    name: 'l2',
    aliases: ['L2'],
    summary: 'l2 · the sum of squares.',
    arguments: { l2: factor(0.01) },
    penalty: (ops, x, { l2 }) => squares(ops, x, l2),
  }),
  defineRegularizer({
    name: 'l1_l2',
    aliases: ['L1L2', 'l1l2'],
    summary: 'Both together.',
    arguments: { l1: factor(0), l2: factor(0) },
    penalty: (ops, x, { l1, l2 }) => ops.add(absolutes(ops, x, l1), squares(ops, x, l2)),
  }),
];

/** A regularizer as a layer's argument. */
export const regularizer = () => tagged('regularizer', regularizers).nullable().default(null);

/** What a tensor adds to the loss: […] → []. */
export function penaltyOf(ops: Operations, { name, arguments: args }: Tagged, x: Tensor): Tensor {
  const entry = findEntry(regularizers, name);
  if (!entry) throw new Error(`no regularizer ${name}`);
  return entry.penalty(ops, x, args);
}

/**
 * What a layer's output adds to the loss for each sample: as penaltyOf, divided by the size of the
 * batch. [batch, …] → [].
 */
export function activityPenalty(ops: Operations, regularizer: Tagged, output: Tensor): Tensor {
  return ops.div(penaltyOf(ops, regularizer, output), output.shape[0] ?? 1);
}
