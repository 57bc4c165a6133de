// Convolutions of each channel by itself, alone or followed by one over the channels.
import type { Operations, Tensor } from '../../tensor/operations.js';
import { boolean, integer, sizes, type ArgumentsOf } from '../../words/arguments.js';
import { activation } from '../activations.js';
import { constraint } from '../constraints.js';
import { initializer } from '../initializers.js';
import { defineLayer, type LayerEntry, type SampleShape, type WeightPlan } from '../layer.js';
import { regularizer } from '../regularizers.js';
import { kernelWeights } from './core.js';
import { finished, kernelOf, type Looks } from './convolution.js';
import {
  asImages,
  dataFormat,
  ofImage,
  padding,
  placesOf,
  spatialShape,
  type Rank,
  type Sizes,
} from './windows.js';

type Depthwise = Looks & { readonly kernel_size: Sizes; readonly padding: 'valid' | 'same' };

function placesOver(args: Depthwise, inputs: readonly SampleShape[], rank: Rank): Sizes {
  return placesOf(spatialShape(inputs, rank), {
    ...args,
    size: args.kernel_size,
    dilation: args.dilation_rate,
  });
}

function convolveDepthwise(
  ops: Operations,
  x: Tensor,
  kernel: Tensor,
  { strides, padding: pad, dilation_rate }: Depthwise,
  rank: Rank,
): Tensor {
  // TensorFlow's kernel takes equal strides alone, and a height of 1 has one place at any.
  const movement = {
    strides: ofImage(strides, strides[0]),
    padding: pad,
    dilation: ofImage(dilation_rate),
  };
  return asImages(ops, x, (images) =>
    ops.depthwiseConv2d(images, kernelOf(ops, kernel, rank), movement),
  );
}

function defineDepthwiseConv(rank: Rank): LayerEntry {
  return defineLayer({
    name: `DepthwiseConv${rank}D`,
    summary: 'Convolution of each channel by itself (depth_multiplier times).',
    arguments: {
      kernel_size: sizes(rank, { min: 1 }),
      strides: sizes(rank, { min: 1 }).prefault(1),
      padding,
      depth_multiplier: integer({ min: 1 }).default(1),
      data_format: dataFormat,
      dilation_rate: sizes(rank, { min: 1 }).prefault(1),
      activation: activation(),
      use_bias: boolean().default(true),
      depthwise_initializer: initializer('glorot_uniform'),
      bias_initializer: initializer('zeros'),
      depthwise_regularizer: regularizer(),
      bias_regularizer: regularizer(),
      activity_regularizer: regularizer(),
      depthwise_constraint: constraint(),
      bias_constraint: constraint(),
    },
    outputShape: (args, inputs) => [
      ...placesOver(args, inputs, rank),
      (inputs[0]?.at(-1) ?? 0) * args.depth_multiplier,
    ],
    weights: (args, [shape = []]) => {
      const channels = shape.at(-1) ?? 0;
      const { depthwise_initializer, depthwise_regularizer, depthwise_constraint, ...others } =
        args;
      const kernel = {
        kernel_initializer: depthwise_initializer,
        kernel_regularizer: depthwise_regularizer,
        kernel_constraint: depthwise_constraint,
      };
      return kernelWeights(
        { ...others, ...kernel },
        [...args.kernel_size, channels, args.depth_multiplier],
        [channels * args.depth_multiplier],
      );
    },
    call: (call) =>
      finished(call, convolveDepthwise(call.ops, call.x, call.weight('kernel'), call.args, rank)),
  });
}

// In Keras' order.
const separableArguments = (rank: Rank) =>
  ({
    filters: integer({ min: 1 }),
    kernel_size: sizes(rank, { min: 1 }),
    strides: sizes(rank, { min: 1 }).prefault(1),
    padding,
    data_format: dataFormat,
    dilation_rate: sizes(rank, { min: 1 }).prefault(1),
    depth_multiplier: integer({ min: 1 }).default(1),
    activation: activation(),
    use_bias: boolean().default(true),
    depthwise_initializer: initializer('glorot_uniform'),
    pointwise_initializer: initializer('glorot_uniform'),
    bias_initializer: initializer('zeros'),
    depthwise_regularizer: regularizer(),
    pointwise_regularizer: regularizer(),
    bias_regularizer: regularizer(),
    activity_regularizer: regularizer(),
    depthwise_constraint: constraint(),
    pointwise_constraint: constraint(),
    bias_constraint: constraint(),
  }) as const;

// The depthwise kernel, then one of a single place, and the bias where there is one.
function separableWeights(
  args: ArgumentsOf<ReturnType<typeof separableArguments>>,
  [shape = []]: readonly SampleShape[],
): readonly WeightPlan[] {
  const channels = shape.at(-1) ?? 0;
  const ones = args.kernel_size.map(() => 1);
  return [
    {
      name: 'depthwise_kernel',
      shape: [...args.kernel_size, channels, args.depth_multiplier],
      initializer: args.depthwise_initializer,
      regularizer: args.depthwise_regularizer,
      constraint: args.depthwise_constraint,
      trainable: true,
    },
    {
      name: 'pointwise_kernel',
      shape: [...ones, channels * args.depth_multiplier, args.filters],
      initializer: args.pointwise_initializer,
      regularizer: args.pointwise_regularizer,
      constraint: args.pointwise_constraint,
      trainable: true,
    },
    ...(args.use_bias
      ? [
          {
            name: 'bias',
            shape: [args.filters],
            initializer: args.bias_initializer,
            regularizer: args.bias_regularizer,
            constraint: args.bias_constraint,
            trainable: true,
          },
        ]
      : []),
  ];
}

function defineSeparableConv(rank: Rank): LayerEntry {
  return defineLayer({
    name: `SeparableConv${rank}D`,
    summary: 'A depthwise convolution, then one over the channels of each place (Chollet, 2017).',
    arguments: separableArguments(rank),
    outputShape: (args, inputs) => [...placesOver(args, inputs, rank), args.filters],
    weights: separableWeights,
    call: (call) => {
      const { ops, args, x, weight } = call;
      const deep = convolveDepthwise(ops, x, weight('depthwise_kernel'), args, rank);
      const pointwise = kernelOf(ops, weight('pointwise_kernel'), rank);
      return finished(
        call,
        asImages(ops, deep, (images) =>
          ops.conv2d(images, pointwise, { strides: [1, 1], padding: 'valid' }),
        ),
      );
    },
  });
}

export const depthwiseLayers: readonly LayerEntry[] = [
  defineDepthwiseConv(1),
  defineDepthwiseConv(2),
  defineSeparableConv(1),
  defineSeparableConv(2),
];
