// Dense, and what all layers with a kernel and a bias share.
import { boolean, integer, type ArgumentsOf } from '../../words/arguments.js';
import { activate, activation } from '../activations.js';
import { constraint } from '../constraints.js';
import { initializer } from '../initializers.js';
import { defineLayer, ShapeError, type LayerEntry, type WeightPlan } from '../layer.js';
import { regularizer } from '../regularizers.js';

/** The arguments of every layer with a kernel and a bias, in Keras' order. */
export const kernelArguments = {
  activation: activation(),
  use_bias: boolean().default(true),
  kernel_initializer: initializer('glorot_uniform'),
  bias_initializer: initializer('zeros'),
  kernel_regularizer: regularizer(),
  bias_regularizer: regularizer(),
  activity_regularizer: regularizer(),
  kernel_constraint: constraint(),
  bias_constraint: constraint(),
} as const;

/** A layer's kernel, and its bias where it has one. */
export function kernelWeights(
  args: ArgumentsOf<typeof kernelArguments>,
  kernel: readonly number[],
  bias: readonly number[],
): readonly WeightPlan[] {
  return [
    {
      name: 'kernel',
      shape: kernel,
      initializer: args.kernel_initializer,
      regularizer: args.kernel_regularizer,
      constraint: args.kernel_constraint,
      trainable: true,
    },
    ...(args.use_bias
      ? [
          {
            name: 'bias',
            shape: bias,
            initializer: args.bias_initializer,
            regularizer: args.bias_regularizer,
            constraint: args.bias_constraint,
            trainable: true,
          },
        ]
      : []),
  ];
}

const dense = defineLayer({
  name: 'Dense',
  summary: 'Every output from every input: activation(x · kernel + bias) over the last axis.',
  arguments: { units: integer({ min: 1 }), ...kernelArguments },
  outputShape: ({ units }, [shape = []]) => {
    if (shape.length === 0) {
      throw new ShapeError('expects at least one axis of features, got a single value');
    }
    return [...shape.slice(0, -1), units];
  },
  weights: (args, [shape = []]) =>
    kernelWeights(args, [shape.at(-1) ?? 0, args.units], [args.units]),
  outputMask: 'passes',
  call: ({ ops, args, x, weight, exposeLogits }) => {
    const flat = x.rank === 2 ? x : ops.reshape(x, [-1, x.shape.at(-1) ?? 0]);
    const product = ops.matMul(flat, weight('kernel'));
    const biased = args.use_bias ? ops.biasAdd(product, weight('bias')) : product;
    const shaped =
      x.rank === 2 ? biased : ops.reshape(biased, [...x.shape.slice(0, -1), args.units]);
    return activate(ops, args.activation, shaped, exposeLogits);
  },
});

export const coreLayers: readonly LayerEntry[] = [dense];
