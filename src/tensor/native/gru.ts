// The gated recurrent unit, unrolled into TensorFlow's own operations, with a gradient written by hand:
// a time step costs as few of them as possible, because a graph has each of them once a step.
import {
  boolAttribute,
  executeNative,
  executeNativeOutputs,
  intAttribute,
  typeAttribute,
} from './call.js';
import { exactly, itemAt } from '../../ground/known.js';
import { withGradient } from '../gradient.js';
import { projectResetAfter, type GruInputs } from '../portable/gru.js';
import {
  timeFirst,
  zeroState,
  type Recurrence,
  type RecurrentWeights,
} from '../portable/recurrent.js';
import { tf, type Attribute, type NativeBackend, type Tensor } from '../tfjs.js';

type Run = (name: string, inputs: readonly Tensor[], attributes?: readonly Attribute[]) => Tensor;

/**
 * A GRU whose reset gate acts after the product, with tanh and sigmoid and without mask or dropout:
 * [batch, steps, features] → [batch, units], or [batch, steps, units] where all states are wanted. All
 * of the input's products are made at once, then the steps, time axis first: that way a sequence
 * falls into steps for nothing.
 */
export function unrolledGru(
  backend: NativeBackend,
  x: Tensor,
  weights: RecurrentWeights,
  how: Recurrence,
): Tensor {
  const { returnSequences } = how;
  const inputs = projectResetAfter(timeFirst(x, how), weights);
  const states = gruStates(
    backend,
    inputs,
    weights.recurrentKernel,
    zeroState(x, weights.recurrentKernel),
    returnSequences,
  );
  return returnSequences ? tf.transpose(states, [1, 0, 2]) : states;
}

/**
 * What a step keeps for its gradient: the state before it, both gates, the candidate's inner sum,
 * the candidate, and state − candidate.
 */
type GruStep = {
  readonly before: Tensor;
  readonly z: Tensor;
  readonly r: Tensor;
  readonly inner: Tensor;
  readonly candidate: Tensor;
  readonly difference: Tensor;
};

// The recurrence alone: all states [steps, batch, units], or the last. Its gradients by the inputs
// are the steps' own, packed; that by the kernel is one product.
function gruStates(
  backend: NativeBackend,
  { gates, candidates }: GruInputs,
  recurrentKernel: Tensor,
  start: Tensor,
  sequences: boolean,
): Tensor {
  const [steps = 0, batch = 0, width = 0] = gates.shape;
  const forward = () => {
    const ops = stepOperations(backend);
    const ofCandidate = ops.unpack(candidates, steps);
    const states: Tensor[] = [];
    const past = ops.unpack(gates, steps).map((input, i) => {
      const before = states.at(-1) ?? start;
      const step = forwardStep(ops, before, recurrentKernel, input, itemAt(ofCandidate, i));
      states.push(step.state);
      return step;
    });
    const saved: readonly [Tensor, ...Tensor[]] = [recurrentKernel, ...past.flatMap(savedOf)];
    return { value: sequences ? ops.pack(states) : itemAt(states, -1), saved };
  };
  return withGradient([gates, candidates, recurrentKernel], forward, (dy, [kernel, ...saved]) => {
    const ops = stepOperations(backend);
    const past = stepsOf(saved);
    const dys = sequences ? ops.unpack(dy, steps) : [dy];
    const { byInputs, byCandidates } = backward(ops, past, kernel, dys);
    const flat = (tensor: Tensor, columns: number): Tensor =>
      tf.reshape(tensor, [batch * steps, columns]);
    const before = ops.pack(past.map((step) => step.before));
    const byKernel = ops.product(flat(before, width / 3), flat(byInputs, width), 'first');
    return [byInputs, byCandidates, byKernel];
  });
}

// What a step keeps, one tensor after another, and back.
function savedOf({ before, z, r, inner, candidate, difference }: GruStep): readonly Tensor[] {
  return [before, z, r, inner, candidate, difference];
}

function stepsOf(saved: readonly Tensor[]): readonly GruStep[] {
  return Array.from({ length: saved.length / 6 }, (_, i) => {
    const step = exactly(saved.slice(6 * i, 6 * (i + 1)), 6);
    const [before, z, r, inner, candidate, difference] = step;
    return { before, z, r, inner, candidate, difference };
  });
}

type StepOperations = ReturnType<typeof stepOperations>;

function forwardStep(
  { run, product, split }: StepOperations,
  before: Tensor,
  kernel: Tensor,
  input: Tensor,
  ofCandidate: Tensor,
): GruStep & { readonly state: Tensor } {
  const [gateZ, gateR, inner] = exactly(split(run('AddV2', [product(before, kernel), input])), 3);
  const [z, r] = [run('Sigmoid', [gateZ]), run('Sigmoid', [gateR])];
  const candidate = run('Tanh', [run('AddV2', [run('Mul', [r, inner]), ofCandidate])]);
  const difference = run('Sub', [before, candidate]);
  const state = run('AddV2', [candidate, run('Mul', [z, difference])]);
  return { before, z, r, inner, candidate, difference, state };
}

// From the last step to the first; `dys` are the gradients by the last states, one or all.
function backward(
  { run, product, concat, pack }: StepOperations,
  steps: readonly GruStep[],
  kernel: Tensor,
  dys: readonly Tensor[],
): { byInputs: Tensor; byCandidates: Tensor } {
  let byState = itemAt(dys, -1);
  const [byInputs, byCandidates]: [Tensor[], Tensor[]] = [[], []];
  steps.toReversed().forEach(({ z, r, inner, candidate, difference }, i) => {
    const through = run('Mul', [byState, z]);
    const byCandidate = run('TanhGrad', [candidate, run('Sub', [byState, through])]);
    const byZ = run('SigmoidGrad', [z, run('Mul', [byState, difference])]);
    const byR = run('SigmoidGrad', [r, run('Mul', [byCandidate, inner])]);
    const byInput = concat([byZ, byR, run('Mul', [byCandidate, r])]);
    byInputs.push(byInput);
    byCandidates.push(byCandidate);
    const byBefore = run('AddV2', [through, product(byInput, kernel, 'second')]);
    const dy = dys.at(-2 - i);
    byState = dy ? run('AddV2', [byBefore, dy]) : byBefore;
  });
  return { byInputs: pack(byInputs.toReversed()), byCandidates: pack(byCandidates.toReversed()) };
}

// Steps are the first axis of a sequence; gates lie side by side along the last one of a step.
function stepOperations(backend: NativeBackend) {
  const { binding } = backend;
  const float = typeAttribute(binding, 'T', binding.TF_FLOAT);
  const along = intAttribute(binding, 'axis', 0);
  const lastAxis = tf.scalar(1, 'int32');
  const run: Run = (name, inputs, attributes = []) =>
    executeNative(backend, name, [float, ...attributes], inputs);
  return {
    run,
    product: (a: Tensor, b: Tensor, transposed?: 'first' | 'second'): Tensor =>
      run(
        'MatMul',
        [a, b],
        [
          boolAttribute(binding, 'transpose_a', transposed === 'first'),
          boolAttribute(binding, 'transpose_b', transposed === 'second'),
        ],
      ),
    split: (x: Tensor): Tensor[] =>
      executeNativeOutputs(
        backend,
        'Split',
        [float, intAttribute(binding, 'num_split', 3)],
        [lastAxis, x],
        3,
      ),
    concat: (parts: readonly Tensor[]): Tensor =>
      run(
        'ConcatV2',
        [...parts, lastAxis],
        [
          intAttribute(binding, 'N', parts.length),
          typeAttribute(binding, 'Tidx', binding.TF_INT32),
        ],
      ),
    pack: (parts: readonly Tensor[]): Tensor =>
      run('Pack', parts, [intAttribute(binding, 'N', parts.length), along]),
    unpack: (x: Tensor, count: number): Tensor[] =>
      executeNativeOutputs(
        backend,
        'Unpack',
        [float, intAttribute(binding, 'num', count), along],
        [x],
        count,
      ),
  };
}
