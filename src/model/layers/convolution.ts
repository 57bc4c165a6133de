// Convolution and pooling over images: [height, width, channels].
import { choice, integer, pair } from '../../spec/arguments.js';
import { defineLayer, renderShape, shapeOfRank, ShapeError, type LayerEntry, type SampleShape } from '../layer.js';
import { activate } from '../activations.js';
import { kernelArguments, kernelWeights } from './core.js';

const padding = choice(['valid', 'same']).default('valid');
const images = 'images (height × width × channels)';

/** The number of places a window takes along an axis, as TensorFlow counts them. */
function windowCount(size: number, window: number, stride: number, pad: 'valid' | 'same'): number {
  return pad === 'same' ? Math.ceil(size / stride) : Math.ceil((size - window + 1) / stride);
}

function slide(shape: SampleShape, window: readonly [number, number], strides: readonly [number, number], pad: 'valid' | 'same'): readonly [number, number] {
  const sizes = [0, 1].map((axis) => windowCount(shape[axis] ?? 0, window[axis] ?? 1, strides[axis] ?? 1, pad));
  if (sizes.some((size) => size < 1)) throw new ShapeError(`has a window of ${window.join(' × ')} that does not fit into ${renderShape(shape)}; padding: same, or fewer poolings before it, would`);
  return sizes as unknown as readonly [number, number];
}

const conv2d = defineLayer({
  name: 'Conv2D',
  summary: 'Convolution over height and width.',
  arguments: {
    filters: integer({ min: 1 }),
    kernel_size: pair({ min: 1 }),
    strides: pair({ min: 1 }).prefault(1 as never),
    padding,
    ...kernelArguments,
  },
  outputShape: (args, inputs) => [...slide(shapeOfRank(inputs, 3, images), args.kernel_size, args.strides, args.padding), args.filters],
  weights: (args, inputs) => kernelWeights(args, [...args.kernel_size, inputs[0]?.at(-1) ?? 0, args.filters], [args.filters]),
  call: ({ ops, args, x, weight, exposeLogits }) => {
    const convolved = ops.conv2d(x, weight('kernel'), args);
    return activate(ops, args.activation, args.use_bias ? ops.biasAdd(convolved, weight('bias')) : convolved, exposeLogits);
  },
});

function defineImagePooling(name: string, summary: string, operation: 'maxPool2d' | 'averagePool2d'): LayerEntry {
  // Keras has a default for the one and none for the other.
  const size = operation === 'maxPool2d' ? pair({ min: 1 }).prefault(2 as never) : pair({ min: 1 });
  return defineLayer({
    name,
    summary,
    arguments: { pool_size: size, strides: pair({ min: 1 }).nullable().default(null), padding },
    outputShape: ({ pool_size, strides, padding: pad }, inputs) => {
      const shape = shapeOfRank(inputs, 3, images);
      return [...slide(shape, pool_size, strides ?? pool_size, pad), shape[2] ?? 0];
    },
    call: ({ ops, args, x }) => ops[operation](x, { size: args.pool_size, strides: args.strides ?? args.pool_size, padding: args.padding }),
  });
}

function defineGlobalPooling(name: string, summary: string, operation: 'max' | 'mean'): LayerEntry {
  return defineLayer({
    name,
    summary,
    arguments: {},
    outputShape: (_, inputs) => [shapeOfRank(inputs, 3, images)[2] ?? 0],
    call: ({ ops, x }) => ops[operation](x, [1, 2]),
  });
}

export const convolutionLayers: readonly LayerEntry[] = [
  conv2d,
  defineImagePooling('MaxPooling2D', 'The largest value in each window.', 'maxPool2d'),
  defineImagePooling('AveragePooling2D', 'The mean of each window.', 'averagePool2d'),
  defineGlobalPooling('GlobalMaxPooling2D', 'The largest value of each channel.', 'max'),
  defineGlobalPooling('GlobalAveragePooling2D', 'The mean of each channel.', 'mean'),
];
