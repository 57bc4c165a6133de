// Embeddings and recurrent layers composed of tfjs-core's operations: on every backend, with any
// activation, mask and dropout. Sequences go in as [batch, steps, features]; what comes out is
// every step's state, or the last one's.
import { exactly, itemAt } from '../../ground/known.js';
import { withGradient } from '../gradient.js';
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
 * Where a GRU's reset gate acts: after the product with the recurrent kernel, as Keras has it, or
 * before.
 */
export type GruRecurrence = Recurrence & { readonly resetAfter: boolean };

/** Rows of a table [tokens, features] by int32 numbers of any shape. */
export function lookUp(numbers: Tensor, table: Tensor): Tensor {
  return withGradient(
    [table],
    () => ({ value: tf.gather(table, numbers), saved: [] }),
    (dy) => sumsByRow(numbers, dy, table.shape),
  );
}

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

/**
 * Gated recurrent unit (Cho et al., 2014), gates in the order update z, reset r, candidate:
 * h ← z · h + (1 − z) · candidate. [batch, steps, features] → [batch, units], or [batch, steps, units]
 * where all states are wanted.
 */
export function gru(x: Tensor, weights: RecurrentWeights, how: GruRecurrence): Tensor {
  const { recurrentKernel } = weights;
  const projected = how.resetAfter
    ? projectResetAfter(x, weights, how.inputDropout)
    : projectResetBefore(x, weights, how.inputDropout);
  const [gates, candidates] = [stepsOf(projected.gates), stepsOf(projected.candidates)];
  const step = how.resetAfter
    ? stepResetAfter(recurrentKernel, how)
    : stepResetBefore(recurrentKernel, how);
  return scan(how, [zeroState(x, recurrentKernel)], gates.length, ([state], i) => [
    step(state, itemAt(gates, i), itemAt(candidates, i)),
  ]);
}

type States = readonly [Tensor, ...Tensor[]];

// A step that does not count leaves the states as they were.
function whereCounted(count: Tensor, [h, ...others]: States, [was, ...before]: States): States {
  const kept = others.map((state, which) => tf.where(count, state, itemAt(before, which)));
  return [tf.where(count, h, was), ...kept];
}

// The first of the states is the output. What a mask leaves out changes none of them.
function scan(
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
 * What the input gives to each step of a GRU: what is added to the state's product, and what to the
 * candidate.
 */
export type GruInputs = { readonly gates: Tensor; readonly candidates: Tensor };

/**
 * The whole of a GRU's input at once, where the reset gate acts after the product. The gates are
 * [batch, steps, 3 · units], or with the first two axes the other way round, as x has them: z and r
 * with all their biases, and the bias that the candidate has inside the reset gate.
 */
export function projectResetAfter(
  x: Tensor,
  { kernel, bias }: RecurrentWeights,
  dropout: readonly Tensor[] | null = null,
): GruInputs {
  const [z, r, candidate] = exactly(tf.split(kernel, 3, 1), 3);
  const gates = tf.concat([z, r, tf.zerosLike(candidate)], 1);
  const ofCandidate = dropout && dropout.slice(2);
  if (!bias) {
    return {
      gates: project(x, gates, null, dropout),
      candidates: project(x, candidate, null, ofCandidate),
    };
  }
  const [ofInput, ofState] = exactly(tf.unstack(bias), 2);
  const [biasZ, biasR, biasCandidate] = exactly(tf.split(ofInput, 3), 3);
  const biasGates = tf.add(ofState, tf.concat([biasZ, biasR, tf.zerosLike(biasCandidate)]));
  return {
    gates: project(x, gates, biasGates, dropout),
    candidates: project(x, candidate, biasCandidate, ofCandidate),
  };
}

function projectResetBefore(
  x: Tensor,
  { kernel, recurrentKernel, bias }: RecurrentWeights,
  dropout: readonly Tensor[] | null,
): GruInputs {
  const units = recurrentKernel.shape[0] ?? 0;
  const whole = project(x, kernel, bias, dropout);
  const [gates, candidates] = exactly(tf.split(whole, [2 * units, units], 2), 2);
  return { gates, candidates };
}

type GruStep = (state: Tensor, gates: Tensor, candidate: Tensor) => Tensor;

function stepResetAfter(
  kernel: Tensor,
  { activation, recurrentActivation: gate, recurrentDropout }: Recurrence,
): GruStep {
  const product = stateProduct(kernel, recurrentDropout);
  return (state, input, candidate) => {
    const [z, r, inner] = exactly(tf.split(tf.add(input, product(state)), 3, 1), 3);
    return mix(gate(z), state, activation(tf.add(candidate, tf.mul(gate(r), inner))));
  };
}

function stepResetBefore(
  kernel: Tensor,
  { activation, recurrentActivation: gate, recurrentDropout }: Recurrence,
): GruStep {
  const units = kernel.shape[0] ?? 0;
  const [ofGates, ofCandidate] = exactly(tf.split(kernel, [2 * units, units], 1), 2);
  const product = stateProduct(ofGates, recurrentDropout && recurrentDropout.slice(0, 2));
  const candidateProduct = stateProduct(ofCandidate, recurrentDropout && recurrentDropout.slice(2));
  return (state, input, candidate) => {
    const [z, r] = exactly(tf.split(tf.add(input, product(state)), 2, 1), 2);
    const inner = candidateProduct(tf.mul(gate(r), state));
    return mix(gate(z), state, activation(tf.add(candidate, inner)));
  };
}

// z · state + (1 − z) · candidate.
function mix(z: Tensor, state: Tensor, candidate: Tensor): Tensor {
  return tf.add(candidate, tf.mul(z, tf.sub(state, candidate)));
}

/**
 * x · kernel + bias over the last axis, all steps in one product; with dropout, in one for each
 * gate.
 */
function project(
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

// state · kernel, with dropout gate by gate.
function stateProduct(
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

// The gradient by a table's rows: no two portable backends share an operation for it, and both can
// read at once.
function sumsByRow(numbers: Tensor, dy: Tensor, shape: readonly number[]): Tensor {
  const [, width = 1] = shape;
  const sums = new Float32Array((shape[0] ?? 0) * width);
  const values = dy.dataSync<'float32'>();
  numbers.dataSync<'int32'>().forEach((row, i) => {
    for (let column = 0; column < width; column += 1) {
      sums[row * width + column] =
        (sums[row * width + column] ?? 0) + (values[i * width + column] ?? 0);
    }
  });
  return tf.tensor(sums, [...shape]);
}
