// Layers that go through a sequence step by step: SimpleRNN, LSTM and GRU.
import type { Recurrence, Tensor } from '../../tensor/operations.js';
import { boolean, integer, number, type ArgumentsOf } from '../../words/arguments.js';
import type { Tagged } from '../../words/tagged.js';
import { activate, activation } from '../activations.js';
import { constraint } from '../constraints.js';
import { initializer } from '../initializers.js';
import {
  defineLayer,
  shapeOfRank,
  type LayerCall,
  type LayerEntry,
  type SampleShape,
  type WeightPlan,
} from '../layer.js';
import { regularizer } from '../regularizers.js';

// The arguments of recurrent layers, in parts between which a layer has its own.
const beginning = { units: integer({ min: 1 }), activation: activation('tanh') } as const;
const gates = { recurrent_activation: activation('sigmoid') } as const;
const initial = {
  use_bias: boolean().default(true),
  kernel_initializer: initializer('glorot_uniform'),
  recurrent_initializer: initializer('orthogonal'),
  bias_initializer: initializer('zeros'),
} as const;
const rate = number({ min: 0, below: 1 }).default(0);
const running = {
  kernel_regularizer: regularizer(),
  recurrent_regularizer: regularizer(),
  bias_regularizer: regularizer(),
  activity_regularizer: regularizer(),
  kernel_constraint: constraint(),
  recurrent_constraint: constraint(),
  bias_constraint: constraint(),
  dropout: rate,
  recurrent_dropout: rate,
  return_sequences: boolean().default(false),
  go_backwards: boolean().default(false),
} as const;
const end = { zero_output_for_mask: boolean().default(false) } as const;

type Arguments = ArgumentsOf<typeof beginning & typeof initial & typeof running & typeof end> & {
  readonly recurrent_activation?: Tagged;
};
type Call = LayerCall<Arguments>;

const simpleRnn = defineLayer({
  name: 'SimpleRNN',
  summary:
    'A plain recurrent network over steps × features: activation(x · kernel + state · recurrent kernel + bias).',
  arguments: { ...beginning, ...initial, ...running, ...end },
  ...shapesOf(1),
  weights: (args, inputs) => recurrentWeights(args, inputs, 1, { shape: [args.units] }),
  call: (call) => run(call, 1, call.ops.simpleRnn),
});

const lstm = defineLayer({
  name: 'LSTM',
  summary: 'Long short-term memory over steps × features (Hochreiter and Schmidhuber, 1997).',
  arguments: {
    ...beginning,
    ...gates,
    ...initial,
    unit_forget_bias: boolean().default(true),
    ...running,
    ...end,
  },
  ...shapesOf(4),
  weights: (args, inputs) => {
    const { units, unit_forget_bias } = args;
    // The gates are input, forget, candidate, output.
    const forget = unit_forget_bias
      ? { adjust: (values: Float32Array) => values.fill(1, units, 2 * units) }
      : {};
    return recurrentWeights(args, inputs, 4, { shape: [4 * units], ...forget });
  },
  call: (call) => run(call, 4, call.ops.lstm),
});

const gru = defineLayer({
  name: 'GRU',
  summary:
    'Gated recurrent unit over steps × features (Cho et al., 2014); reset_after as in Keras and cuDNN.',
  arguments: {
    ...beginning,
    ...gates,
    ...initial,
    ...running,
    reset_after: boolean().default(true),
    ...end,
  },
  ...shapesOf(3),
  weights: (args, inputs) =>
    recurrentWeights(args, inputs, 3, {
      shape: args.reset_after ? [2, 3 * args.units] : [3 * args.units],
    }),
  call: (call) =>
    run(call, 3, (x, weights, how) =>
      call.ops.gru(x, weights, { ...how, resetAfter: call.args.reset_after }),
    ),
});

function sequenceShape(inputs: readonly SampleShape[]): readonly [number, number] {
  const [steps = 0, features = 0] = shapeOfRank(inputs, 2, 'sequences (steps × features)');
  return [steps, features];
}

// What all have alike but for the number of gates. A mask goes on with a sequence, in its own
// order.
function shapesOf(count: number) {
  return {
    outputShape: (
      { units, return_sequences }: Arguments,
      inputs: readonly SampleShape[],
    ): SampleShape => {
      const [steps] = sequenceShape(inputs);
      return return_sequences ? [steps, units] : [units];
    },
    multiplyAdds: ({ units }: Arguments, inputs: readonly SampleShape[]): number => {
      const [steps, features] = sequenceShape(inputs);
      return steps * count * units * (features + units);
    },
    outputMask: {
      isThere: ({ return_sequences }: Arguments, [masked = false]: readonly boolean[]): boolean =>
        masked && return_sequences,
      of: ({ args, mask }: Call): Tensor | null => (args.return_sequences ? mask : null),
    },
  } as const;
}

function recurrentWeights(
  args: Arguments,
  inputs: readonly SampleShape[],
  count: number,
  bias: Pick<WeightPlan, 'shape' | 'adjust'>,
): WeightPlan[] {
  const { units } = args;
  const [, features] = sequenceShape(inputs);
  const {
    kernel_regularizer,
    recurrent_regularizer,
    bias_regularizer,
    kernel_constraint,
    recurrent_constraint,
    bias_constraint,
  } = args;
  const kernel = {
    regularizer: kernel_regularizer,
    constraint: kernel_constraint,
    initializer: args.kernel_initializer,
    trainable: true,
  };
  const recurrent = {
    regularizer: recurrent_regularizer,
    constraint: recurrent_constraint,
    initializer: args.recurrent_initializer,
    trainable: true,
  };
  return [
    { name: 'kernel', shape: [features, count * units], ...kernel },
    { name: 'recurrent_kernel', shape: [units, count * units], ...recurrent },
    ...(args.use_bias
      ? [
          {
            name: 'bias',
            ...bias,
            regularizer: bias_regularizer,
            constraint: bias_constraint,
            initializer: args.bias_initializer,
            trainable: true,
          },
        ]
      : []),
  ];
}

type Recurrent = (
  x: Tensor,
  weights: {
    readonly kernel: Tensor;
    readonly recurrentKernel: Tensor;
    readonly bias: Tensor | null;
  },
  how: Recurrence,
) => Tensor;

function run(call: Call, count: number, recurrent: Recurrent): Tensor {
  const { ops, args, x, weight, mask } = call;
  const weights = {
    kernel: weight('kernel'),
    recurrentKernel: weight('recurrent_kernel'),
    bias: args.use_bias ? weight('bias') : null,
  };
  const apply = (tagged: Tagged) => (values: Tensor) =>
    activate(ops, tagged, values, () => undefined);
  const { activation: ofState, recurrent_activation: ofGates } = args;
  const [batch = 0, , features = 0] = x.shape;
  // Keras draws for each gate as soon as something of the state is dropped.
  const each = args.recurrent_dropout > 0 ? count : 1;
  const ofInput = dropoutMasks(call, 'input', args.dropout, [each, batch, features]);
  const [whole] = each === 1 && ofInput ? ofInput : [];
  return recurrent(whole ? ops.mul(x, ops.reshape(whole, [batch, 1, features])) : x, weights, {
    activation: apply(ofState),
    recurrentActivation: ofGates ? apply(ofGates) : (values) => values,
    activationName: ofState.name,
    standard: ofState.name === 'tanh' && ofGates?.name === 'sigmoid',
    returnSequences: args.return_sequences,
    backwards: args.go_backwards,
    mask,
    zeroOutputForMask: args.zero_output_for_mask,
    inputDropout: whole ? null : ofInput,
    recurrentDropout: dropoutMasks(call, 'recurrent', args.recurrent_dropout, [
      count,
      batch,
      args.units,
    ]),
  });
}

// One mask [batch, width] for each gate and for all steps, as Keras' DropoutRNNCell makes them.
function dropoutMasks(
  { ops, training, uniform }: Call,
  purpose: string,
  share: number,
  [count, batch, width]: readonly [number, number, number],
): readonly Tensor[] | null {
  if (!training || share === 0) return null;
  const kept = ops.cast(
    ops.greaterEqual(uniform([count, batch, width], purpose), share),
    'float32',
  );
  const masks = ops.mul(kept, 1 / (1 - share));
  return count === 1 ? [ops.reshape(masks, [batch, width])] : ops.unstack(masks);
}

export const recurrentLayers: readonly LayerEntry[] = [simpleRnn, lstm, gru];
