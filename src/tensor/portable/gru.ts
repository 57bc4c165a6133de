// The gated recurrent unit composed of tfjs-core's operations, as the layers of recurrent.ts are: on
// every backend, with any activation, mask and dropout.
import { exactly, itemAt } from '../../ground/known.js';
import { tf, type Tensor } from '../tfjs.js';
import {
  project,
  scan,
  stateProduct,
  stepsOf,
  zeroState,
  type Recurrence,
  type RecurrentWeights,
} from './recurrent.js';

/**
 * Where a GRU's reset gate acts: after the product with the recurrent kernel, as Keras has it, or
 * before.
 */
export type GruRecurrence = Recurrence & { readonly resetAfter: boolean };

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
