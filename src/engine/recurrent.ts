// Embeddings and recurrent layers composed of tfjs-core's operations: on every backend, with any activation.
// Sequences go in as [batch, steps, features]; what comes out is every step's state, or the last one's.
import { tf, type Tensor } from './tfjs.js';

/** The weights of a recurrent layer, gates side by side in Keras' order. */
export type RecurrentWeights = { readonly kernel: Tensor; readonly recurrentKernel: Tensor; readonly bias: Tensor | null };

/** How a recurrent layer runs. */
export type Recurrence = {
  readonly activation: (x: Tensor) => Tensor;
  readonly recurrentActivation: (x: Tensor) => Tensor;
  /** Whether these two are tanh and sigmoid, for which TensorFlow has faster forms. */
  readonly standard: boolean;
  /** Every step's state [batch, steps, units], or the last one's alone [batch, units]. */
  readonly returnSequences: boolean;
};

/** Where a GRU's reset gate acts: after the product with the recurrent kernel, as Keras has it, or before. */
export type GruRecurrence = Recurrence & { readonly resetAfter: boolean };

/** Rows of a table [tokens, features] by int32 numbers of any shape. */
export function lookUp(numbers: Tensor, table: Tensor): Tensor {
  return tf.customGrad((values) => ({
    value: tf.gather(values as Tensor, numbers),
    gradFunc: (dy: Tensor) => sumsByRow(numbers, dy, (values as Tensor).shape),
  }))(table);
}

/**
 * Long short-term memory (Hochreiter and Schmidhuber, 1997), gates in the order input, forget, candidate, output:
 * c ← f · c + i · candidate, h ← o · activation(c).
 */
export function lstm(x: Tensor, { kernel, recurrentKernel, bias }: RecurrentWeights, how: Recurrence): Tensor {
  const { activation, recurrentActivation: gate } = how;
  let state = zeroState(x, recurrentKernel);
  let memory = state;
  const states = stepsOf(project(x, kernel, bias)).map((input) => {
    const [i, f, candidate, o] = tf.split(tf.add(input, tf.matMul(state as never, recurrentKernel as never)), 4, 1) as [Tensor, Tensor, Tensor, Tensor];
    memory = tf.add(tf.mul(gate(f), memory), tf.mul(gate(i), activation(candidate)));
    return (state = tf.mul(gate(o), activation(memory)));
  });
  return outputOf(states, how);
}

/**
 * Gated recurrent unit (Cho et al., 2014), gates in the order update z, reset r, candidate:
 * h ← z · h + (1 − z) · candidate.
 */
export function gru(x: Tensor, weights: RecurrentWeights, how: GruRecurrence): Tensor {
  const { recurrentKernel } = weights;
  const projected = how.resetAfter ? projectResetAfter(x, weights) : projectResetBefore(x, weights);
  const [gates, candidates] = [stepsOf(projected.gates), stepsOf(projected.candidates)];
  const step = how.resetAfter ? stepResetAfter(recurrentKernel, how) : stepResetBefore(recurrentKernel, how);
  let state = zeroState(x, recurrentKernel);
  const states = gates.map((input, i) => (state = step(state, input, candidates[i] as Tensor)));
  return outputOf(states, how);
}

/** What the input gives to each step of a GRU: what is added to the state's product, and what to the candidate. */
export type GruInputs = { readonly gates: Tensor; readonly candidates: Tensor };

/**
 * The whole of a GRU's input at once, where the reset gate acts after the product. The gates are [batch, steps, 3 · units], or with the first two axes the other way round, as x has them:
 * z and r with all their biases, and the bias that the candidate has inside the reset gate.
 */
export function projectResetAfter(x: Tensor, { kernel, bias }: RecurrentWeights): GruInputs {
  const [z, r, candidate] = tf.split(kernel, 3, 1) as [Tensor, Tensor, Tensor];
  const gates = tf.concat([z, r, tf.zerosLike(candidate)], 1);
  if (!bias) return { gates: project(x, gates, null), candidates: project(x, candidate, null) };
  const [ofInput, ofState] = tf.unstack(bias) as [Tensor, Tensor];
  const [biasZ, biasR, biasCandidate] = tf.split(ofInput, 3) as [Tensor, Tensor, Tensor];
  const biasGates = tf.add(ofState, tf.concat([biasZ, biasR, tf.zerosLike(biasCandidate)]));
  return { gates: project(x, gates, biasGates), candidates: project(x, candidate, biasCandidate) };
}

function projectResetBefore(x: Tensor, { kernel, recurrentKernel, bias }: RecurrentWeights): GruInputs {
  const units = recurrentKernel.shape[0] ?? 0;
  const [gates, candidates] = tf.split(project(x, kernel, bias), [2 * units, units], 2) as [Tensor, Tensor];
  return { gates, candidates };
}

type GruStep = (state: Tensor, gates: Tensor, candidate: Tensor) => Tensor;

function stepResetAfter(kernel: Tensor, { activation, recurrentActivation: gate }: Recurrence): GruStep {
  return (state, input, candidate) => {
    const [z, r, inner] = tf.split(tf.add(input, tf.matMul(state as never, kernel as never)), 3, 1) as [Tensor, Tensor, Tensor];
    return mix(gate(z), state, activation(tf.add(candidate, tf.mul(gate(r), inner))));
  };
}

function stepResetBefore(kernel: Tensor, { activation, recurrentActivation: gate }: Recurrence): GruStep {
  const units = kernel.shape[0] ?? 0;
  const [ofGates, ofCandidate] = tf.split(kernel, [2 * units, units], 1) as [Tensor, Tensor];
  return (state, input, candidate) => {
    const [z, r] = tf.split(tf.add(input, tf.matMul(state as never, ofGates as never)), 2, 1) as [Tensor, Tensor];
    const inner = tf.matMul(tf.mul(gate(r), state) as never, ofCandidate as never);
    return mix(gate(z), state, activation(tf.add(candidate, inner)));
  };
}

// z · state + (1 − z) · candidate.
function mix(z: Tensor, state: Tensor, candidate: Tensor): Tensor {
  return tf.add(candidate, tf.mul(z, tf.sub(state, candidate)));
}

/** x · kernel + bias over the last axis, all steps in one product. */
function project(x: Tensor, kernel: Tensor, bias: Tensor | null): Tensor {
  const [batch = 0, steps = 0, features = 0] = x.shape;
  const product = tf.matMul(tf.reshape(x, [batch * steps, features]), kernel as never);
  return tf.reshape(bias ? tf.add(product, bias) : product, [batch, steps, kernel.shape[1] ?? 0]);
}

/** A state of zeros, [batch, units]. */
export function zeroState(x: Tensor, recurrentKernel: Tensor): Tensor {
  return tf.zeros([x.shape[0] ?? 0, recurrentKernel.shape[0] ?? 0]);
}

// tfjs has no gradient for the parts of one step.
function stepsOf(x: Tensor): readonly Tensor[] {
  const [batch = 0, steps = 0, features = 0] = x.shape;
  return steps === 1 ? [tf.reshape(x, [batch, features])] : tf.unstack(x, 1);
}

function outputOf(states: readonly Tensor[], { returnSequences }: Recurrence): Tensor {
  return returnSequences ? tf.stack([...states], 1) : (states.at(-1) as Tensor);
}

// The gradient by a table's rows: no two portable backends share an operation for it, and both can read at once.
function sumsByRow(numbers: Tensor, dy: Tensor, shape: readonly number[]): Tensor {
  const [, width = 1] = shape;
  const sums = new Float32Array((shape[0] ?? 0) * width);
  const values = dy.dataSync() as Float32Array;
  (numbers.dataSync() as Int32Array).forEach((row, i) => {
    for (let column = 0; column < width; column += 1) sums[row * width + column] = (sums[row * width + column] ?? 0) + (values[i * width + column] ?? 0);
  });
  return tf.tensor(sums, [...shape]);
}
