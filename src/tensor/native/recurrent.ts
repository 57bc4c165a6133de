// LSTM and GRU with TensorFlow's own operations where they are plain; other activations, masks and
// dropout run as in portable/recurrent.ts. Plain ones are written down as something whole.
import {
  boolAttribute,
  executeNativeOutputs,
  floatAttribute,
  stringAttribute,
  typeAttribute,
} from './call.js';
import { unrolledGru } from './gru.js';
import { asWhole } from '../graph/recording.js';
import { gru, type GruRecurrence } from '../portable/gru.js';
import {
  lstm,
  simpleRnn,
  timeFirst,
  type Recurrence,
  type RecurrentWeights,
} from '../portable/recurrent.js';
import { itemAt } from '../../ground/known.js';
import { withGradient } from '../gradient.js';
import { tf, type Attribute, type NativeBackend, type Tensor } from '../tfjs.js';

/** LSTM and GRU on native TensorFlow. */
export type RecurrentOperations = {
  readonly simpleRnn: typeof simpleRnn;
  readonly lstm: typeof lstm;
  readonly gru: typeof gru;
};

/** The same functions as the portable ones. */
export function nativeRecurrence(backend: NativeBackend): RecurrentOperations {
  const whole = (
    name: string,
    x: Tensor,
    { kernel, recurrentKernel, bias }: RecurrentWeights,
    how: Recurrence & Partial<GruRecurrence>,
    f: () => Tensor,
  ): Tensor => {
    const inputs = [x, kernel, recurrentKernel, ...(bias ? [bias] : [])];
    return asWhole(backend, { name, attributes: attributesOf(backend, how) }, inputs, f);
  };
  return {
    simpleRnn: (x, weights, how) =>
      isUnmasked(how) && ['tanh', 'sigmoid'].includes(how.activationName)
        ? whole('SimpleRNN', x, weights, how, () => simpleRnn(x, weights, how))
        : simpleRnn(x, weights, how),
    lstm: (x, weights, how) =>
      isPlain(how)
        ? whole('LSTM', x, weights, how, () => blockLstm(backend, x, weights, how))
        : lstm(x, weights, how),
    gru: (x, weights, how) =>
      isPlain(how)
        ? whole('GRU', x, weights, how, () =>
            how.resetAfter ? unrolledGru(backend, x, weights, how) : gru(x, weights, how),
          )
        : gru(x, weights, how),
  };
}

// What there is to know of a plain layer beside its weights.
function attributesOf(
  { binding }: NativeBackend,
  how: Recurrence & Partial<GruRecurrence>,
): readonly Attribute[] {
  return [
    stringAttribute(binding, 'activation', how.activationName),
    boolAttribute(binding, 'return_sequences', how.returnSequences),
    boolAttribute(binding, 'go_backwards', how.backwards),
    boolAttribute(binding, 'reset_after', how.resetAfter ?? false),
  ];
}

function isPlain(how: Recurrence): boolean {
  return how.standard && isUnmasked(how);
}

function isUnmasked({ mask, inputDropout, recurrentDropout }: Recurrence): boolean {
  return !mask && !inputDropout && !recurrentDropout;
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
