// Recurrent layers composed of tfjs-core's operations: on every backend, with any activation, mask
// and dropout. Sequences go in as [batch, steps, features]; what comes out is every step's state, or
// the last one's. The GRU stands in gru.ts.
import { exactly, itemAt } from '../../ground/known.js';
import { tf, type Tensor } from '../tfjs.js';

/** The weights of a recurrent layer, gates side by side in Keras' order. */
export type RecurrentWeights = {
  readonly kernel: Tensor;
  readonly recurrentKernel: Tensor;
  readonly bias: Tensor | null;
};

/** How a recurrent layer runs. */
export type Recurrence = {
  readonly activation: (x: Tensor) => Tensor;
  readonly recurrentActivation: (x: Tensor) => Tensor;
  /** What the first of them is called. */
  readonly activationName: string;
  /** Whether these two are tanh and sigmoid, for which TensorFlow has faster forms. */
  readonly standard: boolean;
  /** Every step's state [batch, steps, units], or the last one's alone [batch, units]. */
  readonly returnSequences: boolean;
  /** From the last step to the first; the states come out in that order. */
  readonly backwards: boolean;
  /**
   * Which steps count, bool [batch, steps]: in the others the state stays as it was. Null where all
   * do.
   */
  readonly mask: Tensor | null;
  /** Steps that do not count give zeros instead of the state. */
  readonly zeroOutputForMask: boolean;
  /**
   * What each gate's input [batch, features] is multiplied with, the same in every step, or null.
   */
  readonly inputDropout: readonly Tensor[] | null;
  /** The same for the state [batch, units] in its product with the recurrent kernel. */
  readonly recurrentDropout: readonly Tensor[] | null;
};

/**
 * The plain recurrent network (Elman, 1990): h ← activation(x · kernel + h · recurrent kernel +
 * bias). [batch, steps, features] → [batch, units], or [batch, steps, units] where all states are
 * wanted.
 */
export function simpleRnn(
  x: Tensor,
  { kernel, recurrentKernel, bias }: RecurrentWeights,
  how: Recurrence,
): Tensor {
  const inputs = stepsOf(project(x, kernel, bias, how.inputDropout));
  const product = stateProduct(recurrentKernel, how.recurrentDropout);
  return scan(how, [zeroState(x, recurrentKernel)], inputs.length, ([state], i) => [
    how.activation(tf.add(itemAt(inputs, i), product(state))),
  ]);
}

/**
 * Long short-term memory (Hochreiter and Schmidhuber, 1997), gates in the order input, forget,
 * candidate, output: c ← f · c + i · candidate, h ← o · activation(c). [batch, steps, features] →
 * [batch, units], or [batch, steps, units] where all states are wanted.
 */
export function lstm(
  x: Tensor,
  { kernel, recurrentKernel, bias }: RecurrentWeights,
  how: Recurrence,
): Tensor {
  const { activation, recurrentActivation: gate } = how;
  const inputs = stepsOf(project(x, kernel, bias, how.inputDropout));
  const product = stateProduct(recurrentKernel, how.recurrentDropout);
  const start = zeroState(x, recurrentKernel);
  return scan(how, [start, start], inputs.length, ([state, ...others], step) => {
    const gates = tf.split(tf.add(itemAt(inputs, step), product(state)), 4, 1);
    const [i, f, candidate, o] = exactly(gates, 4);
    const before = itemAt(others, 0);
    const memory = tf.add(tf.mul(gate(f), before), tf.mul(gate(i), activation(candidate)));
    return [tf.mul(gate(o), activation(memory)), memory];
  });
}

/** What goes from step to step, each [batch, units]: the output first. */
export type States = readonly [Tensor, ...Tensor[]];

// A step that does not count leaves the states as they were.
function whereCounted(count: Tensor, [h, ...others]: States, [was, ...before]: States): States {
  const kept = others.map((state, which) => tf.where(count, state, itemAt(before, which)));
  return [tf.where(count, h, was), ...kept];
}

/**
 * Goes through the steps of a sequence: from states [batch, units] to the output, [batch, units] or
 * [batch, steps, units]. The first of the states is the output. What a mask leaves out changes none
 * of them.
 */
export function scan(
  how: Recurrence,
  start: States,
  steps: number,
  step: (states: States, i: number) => States,
): Tensor {
  const { backwards, returnSequences, zeroOutputForMask } = how;
  const counts = how.mask ? stepMasks(how.mask, start[0].shape[1] ?? 0) : null;
  const outputs: Tensor[] = [];
  let states = start;
  for (let taken = 0; taken < steps; taken += 1) {
    const i = backwards ? steps - 1 - taken : taken;
    const next = step(states, i);
    const count = counts?.[i];
    states = count ? whereCounted(count, next, states) : next;
    outputs.push(
      count && zeroOutputForMask ? tf.where(count, states[0], tf.zerosLike(states[0])) : states[0],
    );
  }
  return returnSequences ? tf.stack(outputs, 1) : itemAt(outputs, -1);
}

// One mask a step, as wide as a state.
function stepMasks(mask: Tensor, units: number): readonly Tensor[] {
  return stepsOf(tf.tile(tf.reshape(mask, [...mask.shape, 1]), [1, 1, units]));
}

/**
 * x · kernel + bias over the last axis, all steps in one product; with dropout, in one for each
 * gate: [batch, steps, features] → [batch, steps, outputs].
 */
export function project(
  x: Tensor,
  kernel: Tensor,
  bias: Tensor | null,
  dropout: readonly Tensor[] | null,
): Tensor {
  const [batch = 0, steps = 0, features = 0] = x.shape;
  const flat = (values: Tensor): Tensor => tf.reshape(values, [batch * steps, features]);
  const product = dropout
    ? tf.concat(
        gatesOf(kernel, dropout.length).map((part, gate) =>
          tf.matMul<Tensor>(flat(tf.mul(x, tf.expandDims(itemAt(dropout, gate), 1))), part),
        ),
        1,
      )
    : tf.matMul<Tensor>(flat(x), kernel);
  return tf.reshape(bias ? tf.add(product, bias) : product, [batch, steps, kernel.shape[1] ?? 0]);
}

/** state · kernel, with dropout gate by gate: [batch, units] → [batch, outputs]. */
export function stateProduct(
  kernel: Tensor,
  dropout: readonly Tensor[] | null,
): (state: Tensor) => Tensor {
  if (!dropout) return (state) => tf.matMul<Tensor>(state, kernel);
  const parts = gatesOf(kernel, dropout.length);
  return (state) =>
    tf.concat(
      parts.map((part, gate) => tf.matMul<Tensor>(tf.mul(state, itemAt(dropout, gate)), part)),
      1,
    );
}

// tfjs has no gradient for the parts of a whole of one.
function gatesOf(kernel: Tensor, count: number): readonly Tensor[] {
  return count === 1 ? [kernel] : tf.split(kernel, count, 1);
}

/** A state of zeros, [batch, units]. */
export function zeroState(x: Tensor, recurrentKernel: Tensor): Tensor {
  return tf.zeros([x.shape[0] ?? 0, recurrentKernel.shape[0] ?? 0]);
}

/** The steps of a sequence, its second axis: [batch, steps, …] → steps times [batch, …]. */
export function stepsOf(x: Tensor): readonly Tensor[] {
  const [batch = 0, steps = 0, ...features] = x.shape;
  // As in gatesOf.
  return steps === 1 ? [tf.reshape(x, [batch, ...features])] : tf.unstack(x, 1);
}

/**
 * A sequence in the order in which its steps are gone through, which becomes the first axis: [batch,
 * steps, features] → [steps, batch, features].
 */
export function timeFirst(x: Tensor, { backwards }: Recurrence): Tensor {
  const steps = tf.transpose(x, [1, 0, 2]);
  return backwards ? tf.reverse(steps, 0) : steps;
}
