// Embeddings, LSTM and GRU with TensorFlow's own operations, and gradients written by hand: a time
// step costs as few operations as possible, because a graph has each of them once a step. Other
// activations, masks and dropout of the state run as in recurrent.ts.
import {
  boolAttribute,
  executeNative,
  executeNativeOutputs,
  floatAttribute,
  intAttribute,
  typeAttribute,
} from './call.js';
import type { lookUp } from '../portable/recurrent.js';
import {
  gru,
  lstm,
  projectResetAfter,
  zeroState,
  type GruInputs,
  type Recurrence,
  type RecurrentWeights,
} from '../portable/recurrent.js';
import { exactly, itemAt } from '../../ground/known.js';
import { withGradient } from '../gradient.js';
import { tf, type Attribute, type NativeBackend, type Tensor } from '../tfjs.js';

type Run = (name: string, inputs: readonly Tensor[], attributes?: readonly Attribute[]) => Tensor;

/** Embedding, LSTM and GRU on native TensorFlow. */
export type RecurrentOperations = {
  readonly embedding: typeof lookUp;
  readonly lstm: typeof lstm;
  readonly gru: typeof gru;
};

/** The same functions as recurrent.ts has. */
export function nativeRecurrence(backend: NativeBackend): RecurrentOperations {
  return {
    embedding: (numbers, table) => gatherRows(backend, numbers, table),
    lstm: (x, weights, how) =>
      isPlain(how) ? blockLstm(backend, x, weights, how) : lstm(x, weights, how),
    gru: (x, weights, how) =>
      isPlain(how) && how.resetAfter ? unrolledGru(backend, x, weights, how) : gru(x, weights, how),
  };
}

function isPlain({ standard, mask, inputDropout, recurrentDropout }: Recurrence): boolean {
  return standard && !mask && !inputDropout && !recurrentDropout;
}

// In the order of steps in which they are gone through, which becomes the first axis.
function timeFirst(x: Tensor, { backwards }: Recurrence): Tensor {
  const steps = tf.transpose(x, [1, 0, 2]);
  return backwards ? tf.reverse(steps, 0) : steps;
}

function gatherRows(backend: NativeBackend, numbers: Tensor, table: Tensor): Tensor {
  const { binding } = backend;
  const type = (name: string, value: number): Attribute => typeAttribute(binding, name, value);
  const [float, whole] = [binding.TF_FLOAT, binding.TF_INT32];
  const gathering = [
    type('Tparams', float),
    type('Tindices', whole),
    type('Taxis', whole),
    intAttribute(binding, 'batch_dims', 0),
  ];
  const summing = [type('T', float), type('Tindices', whole), type('Tnumsegments', whole)];
  const count = table.shape[0] ?? 0;
  return withGradient(
    [table],
    () => ({
      value: executeNative(backend, 'GatherV2', gathering, [table, numbers, tf.scalar(0, 'int32')]),
      saved: [],
    }),
    (dy) =>
      executeNative(backend, 'UnsortedSegmentSum', summing, [
        dy,
        numbers,
        tf.scalar(count, 'int32'),
      ]),
  );
}

const int64 = 9;

// BlockLSTMV2 runs all steps of a sequence that starts with its time axis; its gates are in Keras'
// order.
function blockLstm(
  backend: NativeBackend,
  x: Tensor,
  { kernel, recurrentKernel, bias }: RecurrentWeights,
  how: Recurrence,
): Tensor {
  const units = recurrentKernel.shape[0] ?? 0;
  const [, steps = 0] = x.shape;
  const states = blockStates(
    backend,
    timeFirst(x, how),
    tf.concat([kernel, recurrentKernel]),
    bias ?? tf.zeros([4 * units]),
  );
  if (how.returnSequences) return tf.transpose(states, [1, 0, 2]);
  return tf.reshape(tf.slice(states, [steps - 1, 0, 0], [1, -1, -1]), [-1, units]);
}

// [steps, batch, features], the stacked kernel and the bias → [steps, batch, units].
function blockStates(backend: NativeBackend, x: Tensor, kernel: Tensor, bias: Tensor): Tensor {
  const { binding } = backend;
  const [steps = 0, batch = 0] = x.shape;
  const units = (kernel.shape[1] ?? 0) / 4;
  const attributes = [
    typeAttribute(binding, 'T', binding.TF_FLOAT),
    boolAttribute(binding, 'use_peephole', false),
  ];
  const clip = floatAttribute(binding, 'cell_clip', 0);
  // The 64-bit number of steps, low word first.
  const length = (): number => binding.createTensor([], int64, Int32Array.of(steps, 0));
  const run = (
    name: string,
    more: readonly Attribute[],
    inputs: readonly Tensor[],
    outputs: number,
  ): Tensor[] => {
    const id = length();
    const results = executeNativeOutputs(
      backend,
      name,
      [...attributes, ...more],
      [id, ...inputs],
      outputs,
    );
    binding.deleteTensor(id);
    return results;
  };
  return withGradient(
    [x, kernel, bias],
    () => {
      const start = tf.zeros([batch, units]);
      const peephole = tf.zeros([units]);
      const given = [x, start, start, kernel, peephole, peephole, peephole, bias];
      const outputs = run('BlockLSTMV2', [clip], given, 7);
      return { value: itemAt(outputs, 6), saved: [...given, ...outputs] };
    },
    (dy, saved) => {
      // By what was given, in its order.
      const by = run('BlockLSTMGradV2', [], [...saved, tf.zerosLike(dy), dy], 8);
      return [itemAt(by, 0), itemAt(by, 3), itemAt(by, 7)];
    },
  );
}

// All of the input's products at once, then the steps, time axis first: that way a sequence falls
// into steps for nothing.
function unrolledGru(
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
