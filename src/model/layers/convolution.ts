// Convolutions over sequences and images.
import type { Movement, Operations, Tensor } from '../../tensor/operations.js';
import { choice, integer, sizes } from '../../words/arguments.js';
import { defineLayer, ShapeError, sizeOf, type LayerCall, type LayerEntry } from '../layer.js';
import { activate } from '../activations.js';
import type { Tagged } from '../../words/tagged.js';
import { kernelArguments, kernelWeights } from './core.js';
import {
  asImages,
  dataFormat,
  ofImage,
  padding,
  placesOf,
  spatialShape,
  spread,
  type Rank,
  type Sizes,
} from './windows.js';

const over: Readonly<Record<Rank, string>> = {
  1: 'over the steps of sequences',
  2: 'over height and width',
};

/** Where a convolution looks. */
export type Looks = {
  readonly strides: Sizes;
  readonly padding: 'valid' | 'same' | 'causal';
  readonly dilation_rate: Sizes;
};

// A dilated window may not also jump, in Keras.
function refuseJumps({ strides, dilation_rate }: Looks): void {
  const jumps = strides.some((stride) => stride > 1) && dilation_rate.some((rate) => rate > 1);
  if (jumps) {
    throw new ShapeError('has strides and dilation_rate both above 1; one of them must be 1');
  }
}

function defineConv(rank: Rank): LayerEntry {
  return defineLayer({
    name: `Conv${rank}D`,
    summary: `Convolution ${over[rank]}.`,
    arguments: {
      filters: integer({ min: 1 }),
      kernel_size: sizes(rank, { min: 1 }),
      strides: sizes(rank, { min: 1 }).prefault(1),
      padding: rank === 1 ? choice(['valid', 'same', 'causal']).default('valid') : padding,
      data_format: dataFormat,
      dilation_rate: sizes(rank, { min: 1 }).prefault(1),
      groups: integer({ min: 1 }).default(1),
      ...kernelArguments,
    },
    outputShape: (args, inputs) => {
      refuseJumps(args);
      const shape = spatialShape(inputs, rank);
      const channels = shape.at(-1) ?? 0;
      if (channels % args.groups !== 0 || args.filters % args.groups !== 0) {
        throw new ShapeError(
          `has ${args.groups} groups, which must divide its ${args.filters} filters and the ${channels} channels of its input`,
        );
      }
      return [
        ...placesOf(shape, { ...args, size: args.kernel_size, dilation: args.dilation_rate }),
        args.filters,
      ];
    },
    weights: (args, inputs) =>
      kernelWeights(
        args,
        [...args.kernel_size, (inputs[0]?.at(-1) ?? 0) / args.groups, args.filters],
        [args.filters],
      ),
    call: (call) => {
      const { ops, args, weight } = call;
      const kernel = kernelOf(ops, weight('kernel'), rank);
      return finished(
        call,
        asImages(ops, causal(ops, call.x, args), (images) =>
          ops.conv2d(images, kernel, { ...movementOf(args), groups: args.groups }),
        ),
      );
    },
  });
}

/** A kernel as one for images: [width, …] → [1, width, …]; one of images as it is. */
export function kernelOf(ops: Operations, kernel: Tensor, rank: Rank): Tensor {
  return rank === 2 ? kernel : ops.reshape(kernel, [1, ...kernel.shape]);
}

/** How a kernel moves over sequences or images, these having been padded where they are causal. */
function movementOf({ strides, padding: pad, dilation_rate }: Looks): Movement {
  return {
    strides: ofImage(strides),
    padding: pad === 'causal' ? 'valid' : pad,
    dilation: ofImage(dilation_rate),
  };
}

// Zeros before the first step, so that none sees a later one.
function causal(
  ops: Operations,
  x: Tensor,
  { padding: pad, kernel_size, dilation_rate }: Looks & { readonly kernel_size: Sizes },
): Tensor {
  if (pad !== 'causal') return x;
  return ops.pad(x, [
    [0, 0],
    [(spread(kernel_size, dilation_rate)[0] ?? 1) - 1, 0],
    [0, 0],
  ]);
}

type Ending = Pick<
  LayerCall<{ readonly use_bias: boolean; readonly activation: Tagged }>,
  'ops' | 'args' | 'weight' | 'exposeLogits'
>;

/** Bias and activation: [batch, …, filters] → [batch, …, filters]. */
export function finished({ ops, args, weight, exposeLogits }: Ending, convolved: Tensor): Tensor {
  return activate(
    ops,
    args.activation,
    args.use_bias ? ops.biasAdd(convolved, weight('bias')) : convolved,
    exposeLogits,
  );
}

function defineConvTranspose(rank: Rank): LayerEntry {
  return defineLayer({
    name: `Conv${rank}DTranspose`,
    summary: `The transpose of a convolution ${over[rank]}: what its gradient does.`,
    arguments: {
      filters: integer({ min: 1 }),
      kernel_size: sizes(rank, { min: 1 }),
      strides: sizes(rank, { min: 1 }).prefault(1),
      padding,
      output_padding: sizes(rank, { min: 0 }).nullable().default(null),
      data_format: dataFormat,
      dilation_rate: sizes(rank, { min: 1 }).prefault(1),
      ...kernelArguments,
    },
    outputShape: (args, inputs) => {
      refuseJumps(args);
      const shape = spatialShape(inputs, rank);
      return [...transposedPlaces(args, shape), args.filters];
    },
    weights: (args, inputs) =>
      kernelWeights(
        args,
        [...args.kernel_size, args.filters, inputs[0]?.at(-1) ?? 0],
        [args.filters],
      ),
    multiplyAdds: ({ kernel_size, filters }, [shape = []]) =>
      sizeOf(kernel_size) * filters * sizeOf(shape),
    call: (call) => {
      const { ops, args, x, weight } = call;
      const kernel = kernelOf(ops, weight('kernel'), rank);
      const [height, width] = ofImage(transposedPlaces(args, x.shape.slice(1)));
      return finished(
        call,
        asImages(ops, x, (images) =>
          ops.conv2dTranspose(
            images,
            kernel,
            [images.shape[0] ?? 0, height, width, args.filters],
            movementOf(args),
          ),
        ),
      );
    },
  });
}

type Transposed = Looks & { readonly kernel_size: Sizes; readonly output_padding: Sizes | null };

// Keras' size of the output, of which a convolution would make the input's.
function transposedPlaces(
  { kernel_size, strides, padding: pad, output_padding, dilation_rate }: Transposed,
  shape: readonly number[],
): Sizes {
  const reach = spread(kernel_size, dilation_rate);
  const places = reach.map((window, axis) => {
    const [length = 0, stride = 1, more] = [shape[axis], strides[axis], output_padding?.[axis]];
    if (pad === 'same') {
      return more === undefined ? length * stride : (length - 1) * stride + (window % 2) + more;
    }
    return (length - 1) * stride + window + (more ?? Math.max(window, stride) - window);
  });
  const tooMuch = output_padding?.some((more, axis) => more >= (strides[axis] ?? 1));
  if (tooMuch) {
    throw new ShapeError(
      `has output_padding ${output_padding?.join(' × ')}, which must be smaller than its strides ${strides.join(' × ')}`,
    );
  }
  const back = places.some((size) => size < 1)
    ? []
    : placesOf(places, { size: reach, strides, padding: pad });
  if (back.join() !== shape.slice(0, back.length).join() || back.length === 0) {
    throw new ShapeError(
      `would give ${places.join(' × ')}, of which a convolution does not make its input; another output_padding would`,
    );
  }
  return places;
}

export const convolutionLayers: readonly LayerEntry[] = [
  defineConv(1),
  defineConv(2),
  defineConvTranspose(1),
  defineConvTranspose(2),
];
