// Dense, Activation, and the layers that only rearrange.
import { boolean, integer, listOf, number, type ArgumentsOf } from '../../spec/arguments.js';
import { activate, activation } from '../activations.js';
import { constraint } from '../constraints.js';
import { initializer } from '../initializers.js';
import { defineLayer, renderShape, ShapeError, sizeOf, type LayerEntry, type SampleShape, type WeightPlan } from '../layer.js';
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
export function kernelWeights(args: ArgumentsOf<typeof kernelArguments>, kernel: readonly number[], bias: readonly number[]): readonly WeightPlan[] {
  return [
    { name: 'kernel', shape: kernel, initializer: args.kernel_initializer, regularizer: args.kernel_regularizer, constraint: args.kernel_constraint, trainable: true },
    ...(args.use_bias ? [{ name: 'bias', shape: bias, initializer: args.bias_initializer, regularizer: args.bias_regularizer, constraint: args.bias_constraint, trainable: true }] : []),
  ];
}

const dense = defineLayer({
  name: 'Dense',
  summary: 'Every output from every input: activation(x · kernel + bias) over the last axis.',
  arguments: { units: integer({ min: 1 }), ...kernelArguments },
  outputShape: ({ units }, [shape = []]) => {
    if (shape.length === 0) throw new ShapeError('expects at least one axis of features, got a single value');
    return [...shape.slice(0, -1), units];
  },
  weights: (args, [shape = []]) => kernelWeights(args, [shape.at(-1) ?? 0, args.units], [args.units]),
  outputMask: 'passes',
  call: ({ ops, args, x, weight, exposeLogits }) => {
    const flat = x.rank === 2 ? x : ops.reshape(x, [-1, x.shape.at(-1) ?? 0]);
    const product = ops.matMul(flat, weight('kernel'));
    const biased = args.use_bias ? ops.biasAdd(product, weight('bias')) : product;
    const shaped = x.rank === 2 ? biased : ops.reshape(biased, [...x.shape.slice(0, -1), args.units]);
    return activate(ops, args.activation, shaped, exposeLogits);
  },
});

const flatten = defineLayer({
  name: 'Flatten',
  summary: 'All values of a sample in one row.',
  arguments: {},
  outputShape: (_, [shape = []]) => [sizeOf(shape)],
  call: ({ ops, x }) => (x.rank === 2 ? x : ops.reshape(x, [x.shape[0] ?? 0, sizeOf(x.shape.slice(1))])),
});

const reshape = defineLayer({
  name: 'Reshape',
  summary: 'The same values in another shape; one size may be -1.',
  arguments: { target_shape: listOf(integer({ min: -1 })) },
  outputShape: ({ target_shape }, [shape = []]) => targetShape(target_shape, shape),
  call: ({ ops, args, x }) => ops.reshape(x, [x.shape[0] ?? 0, ...targetShape(args.target_shape, x.shape.slice(1))]),
});

function targetShape(target: readonly number[], shape: SampleShape): SampleShape {
  const known = sizeOf(target.filter((size) => size !== -1));
  const filled = target.map((size) => (size === -1 ? sizeOf(shape) / known : size));
  if (target.filter((size) => size === -1).length > 1) throw new ShapeError('can work out only one size, but more than one is -1');
  if (sizeOf(filled) !== sizeOf(shape) || !filled.every(Number.isInteger)) throw new ShapeError(`cannot bring ${renderShape(shape)}, ${sizeOf(shape)} values, into ${JSON.stringify(target)}`);
  return filled;
}

const dropout = defineLayer({
  name: 'Dropout',
  summary: 'While training, sets each value to 0 with probability `rate` and scales the others by 1 / (1 − rate) (Srivastava et al., 2014).',
  arguments: { rate: number({ min: 0, max: 1 }) },
  outputShape: (_, [shape = []]) => shape,
  call: ({ ops, args: { rate }, x, training, uniform }) => {
    if (!training || rate === 0) return x;
    if (rate === 1) return ops.zerosLike(x);
    const kept = ops.cast(ops.greaterEqual(uniform(x.shape), rate), 'float32');
    return ops.mul(x, ops.mul(kept, 1 / (1 - rate)));
  },
});

export const coreLayers: readonly LayerEntry[] = [dense, flatten, reshape, dropout];
