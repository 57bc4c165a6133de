// Keras' constraints: what a weight is brought back to after each update.
import type { Operations, Tensor } from '../tensor/operations.js';
import {
  integer,
  number,
  oneOrList,
  type ArgumentsOf,
  type ArgumentKinds,
} from '../words/arguments.js';
import type { Method } from '../words/kinds.js';
import { findEntry, tagged, type Entry, type Tagged } from '../words/tagged.js';

type ConstraintEntry<S extends ArgumentKinds = ArgumentKinds> = Entry & {
  readonly arguments: S;
  readonly constrain: Method<[ops: Operations, weight: Tensor, args: ArgumentsOf<S>], Tensor>;
};

function defineConstraint<S extends ArgumentKinds>(entry: ConstraintEntry<S>): ConstraintEntry {
  return entry;
}

// Keras' backend.epsilon().
const epsilon = 1e-7;

/** The axes along which a norm is taken; 0, the inputs, for a kernel of a Dense layer. */
const axis = oneOrList(integer()).prefault(0);

/** The constraints a spec may name. */
export const constraints: readonly ConstraintEntry[] = [
  defineConstraint({
    name: 'max_norm',
    aliases: ['MaxNorm'],
    summary: 'Norms along axis of at most max_value.',
    arguments: { max_value: number({ min: 0 }).default(2), axis },
    constrain: (ops, weight, { max_value, axis: axes }) =>
      withNorm(ops, weight, axes, (norms) => ops.minimum(norms, max_value)),
  }),
  defineConstraint({
    name: 'non_neg',
    aliases: ['NonNeg'],
    summary: 'Negative values become 0.',
    arguments: {},
    constrain: (ops, weight) => ops.mul(weight, ops.cast(ops.greaterEqual(weight, 0), 'float32')),
  }),
  defineConstraint({
    name: 'unit_norm',
    aliases: ['UnitNorm'],
    summary: 'Norms along axis of 1.',
    arguments: { axis },
    constrain: (ops, weight, { axis: axes }) =>
      ops.div(weight, ops.add(normsOf(ops, weight, axes), epsilon)),
  }),
  defineConstraint({
    name: 'min_max_norm',
    aliases: ['MinMaxNorm'],
    summary: 'Norms along axis moved by rate of the way to between min_value and max_value.',
    arguments: {
      min_value: number({ min: 0 }).default(0),
      max_value: number({ min: 0 }).default(1),
      rate: number({ min: 0, max: 1 }).default(1),
      axis,
    },
    constrain: (ops, weight, { min_value, max_value, rate, axis: axes }) =>
      withNorm(ops, weight, axes, (norms) =>
        ops.add(
          ops.mul(ops.clipByValue(norms, min_value, max_value), rate),
          ops.mul(norms, 1 - rate),
        ),
      ),
  }),
];

/** A constraint as a layer's argument. */
export const constraint = () => tagged('constraint', constraints).nullable().default(null);

/** A weight after its constraint: […] → […]. */
export function constrained(
  ops: Operations,
  { name, arguments: args }: Tagged,
  weight: Tensor,
): Tensor {
  const entry = findEntry(constraints, name);
  if (!entry) throw new Error(`no constraint ${name}`);
  return entry.constrain(ops, weight, args);
}

function normsOf(ops: Operations, weight: Tensor, axes: readonly number[]): Tensor {
  return ops.sqrt(ops.sum(ops.square(weight), [...axes], true));
}

function withNorm(
  ops: Operations,
  weight: Tensor,
  axes: readonly number[],
  wanted: (norms: Tensor) => Tensor,
): Tensor {
  const norms = normsOf(ops, weight, axes);
  return ops.mul(weight, ops.div(wanted(norms), ops.add(norms, epsilon)));
}
