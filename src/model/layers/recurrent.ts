// Layers over sequences: Embedding, LSTM and GRU.
import type { Operations, Recurrence, Tensor } from '../../engine/operations.js';
import { boolean, integer } from '../../spec/arguments.js';
import type { Tagged } from '../../spec/tagged.js';
import { activate, activation } from '../activations.js';
import { initializer } from '../initializers.js';
import { defineLayer, shapeOfRank, type LayerEntry, type SampleShape, type WeightPlan } from '../layer.js';

const embedding = defineLayer({
  name: 'Embedding',
  summary: 'A row of trained values for each token: whole numbers below input_dim become vectors of output_dim.',
  arguments: {
    input_dim: integer({ min: 1 }),
    output_dim: integer({ min: 1 }),
    embeddings_initializer: initializer('uniform'),
  },
  takesTokens: ({ input_dim }) => input_dim,
  outputShape: ({ output_dim }, [shape = []]) => [...shape, output_dim],
  weights: ({ input_dim, output_dim, embeddings_initializer }) => [
    { name: 'embeddings', shape: [input_dim, output_dim], initializer: embeddings_initializer, trainable: true },
  ],
  multiplyAdds: () => 0,
  call: ({ ops, x, weight }) => ops.embedding(x, weight('embeddings')),
});

/** The arguments of every recurrent layer, up to those that are its own. */
const recurrentArguments = {
  units: integer({ min: 1 }),
  activation: activation('tanh'),
  recurrent_activation: activation('sigmoid'),
  use_bias: boolean().default(true),
  kernel_initializer: initializer('glorot_uniform'),
  recurrent_initializer: initializer('orthogonal'),
  bias_initializer: initializer('zeros'),
} as const;

const returnSequences = { return_sequences: boolean().default(false) } as const;

const lstm = defineLayer({
  name: 'LSTM',
  summary: 'Long short-term memory over steps × features (Hochreiter and Schmidhuber, 1997).',
  arguments: { ...recurrentArguments, unit_forget_bias: boolean().default(true), ...returnSequences },
  outputShape: (args, inputs) => outputShape(args, inputs),
  weights: (args, inputs) => {
    const { units, unit_forget_bias } = args;
    // The gates are input, forget, candidate, output.
    const forget = unit_forget_bias ? { adjust: (values: Float32Array) => values.fill(1, units, 2 * units) } : {};
    return recurrentWeights(args, inputs, 4, { shape: [4 * units], ...forget });
  },
  multiplyAdds: (args, inputs) => multiplyAdds(args, inputs, 4),
  call: ({ ops, args, x, weight }) => ops.lstm(x, weightsOf(args, weight), recurrence(ops, args)),
});

const gru = defineLayer({
  name: 'GRU',
  summary: 'Gated recurrent unit over steps × features (Cho et al., 2014); reset_after as in Keras and cuDNN.',
  arguments: { ...recurrentArguments, ...returnSequences, reset_after: boolean().default(true) },
  outputShape: (args, inputs) => outputShape(args, inputs),
  weights: (args, inputs) => recurrentWeights(args, inputs, 3, { shape: args.reset_after ? [2, 3 * args.units] : [3 * args.units] }),
  multiplyAdds: (args, inputs) => multiplyAdds(args, inputs, 3),
  call: ({ ops, args, x, weight }) => ops.gru(x, weightsOf(args, weight), { ...recurrence(ops, args), resetAfter: args.reset_after }),
});

type Arguments = {
  readonly units: number;
  readonly activation: Tagged;
  readonly recurrent_activation: Tagged;
  readonly use_bias: boolean;
  readonly kernel_initializer: Tagged;
  readonly recurrent_initializer: Tagged;
  readonly bias_initializer: Tagged;
  readonly return_sequences: boolean;
};

function sequenceShape(inputs: readonly SampleShape[]): readonly [number, number] {
  const [steps = 0, features = 0] = shapeOfRank(inputs, 2, 'sequences (steps × features)');
  return [steps, features];
}

function outputShape({ units, return_sequences }: Arguments, inputs: readonly SampleShape[]): SampleShape {
  const [steps] = sequenceShape(inputs);
  return return_sequences ? [steps, units] : [units];
}

function recurrentWeights(args: Arguments, inputs: readonly SampleShape[], gates: number, bias: Pick<WeightPlan, 'shape' | 'adjust'>): WeightPlan[] {
  const { units } = args;
  const [, features] = sequenceShape(inputs);
  return [
    { name: 'kernel', shape: [features, gates * units], initializer: args.kernel_initializer, trainable: true },
    { name: 'recurrent_kernel', shape: [units, gates * units], initializer: args.recurrent_initializer, trainable: true },
    ...(args.use_bias ? [{ name: 'bias', ...bias, initializer: args.bias_initializer, trainable: true }] : []),
  ];
}

function multiplyAdds({ units }: Arguments, inputs: readonly SampleShape[], gates: number): number {
  const [steps, features] = sequenceShape(inputs);
  return steps * gates * units * (features + units);
}

function weightsOf({ use_bias }: Arguments, weight: (name: string) => Tensor) {
  return { kernel: weight('kernel'), recurrentKernel: weight('recurrent_kernel'), bias: use_bias ? weight('bias') : null };
}

function recurrence(ops: Operations, { activation: ofState, recurrent_activation: ofGates, return_sequences }: Arguments): Recurrence {
  const apply = (tagged: Tagged) => (x: Tensor) => activate(ops, tagged, x, () => undefined);
  return {
    activation: apply(ofState),
    recurrentActivation: apply(ofGates),
    standard: ofState.name === 'tanh' && ofGates.name === 'sigmoid',
    returnSequences: return_sequences,
  };
}

export const recurrentLayers: readonly LayerEntry[] = [embedding, lstm, gru];
