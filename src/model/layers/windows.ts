// Windows that move over sequences [steps, channels] and images [height, width, channels]: their
// arguments, and how many places they have. A sequence is computed as an image of height 1.
import type { Operations, Tensor, Window } from '../../tensor/operations.js';
import { choice } from '../../words/arguments.js';
import { renderShape, ShapeError, shapeOfRank, type SampleShape } from '../layer.js';

/** Axes that a window moves along: 1 for sequences, 2 for images. */
export type Rank = 1 | 2;

/** A size for each axis of the window. */
export type Sizes = readonly number[];

const words: Readonly<Record<Rank, string>> = {
  1: 'sequences (steps × features)',
  2: 'images (height × width × channels)',
};

/** `valid` keeps windows inside, `same` pads with zeros. */
export const padding = choice(['valid', 'same']).default('valid');

/** Data is channels-last throughout; Keras' word for it may be written. */
export const dataFormat = choice(['channels_last'])
  .withCure(
    'remove it: channels always come last; where the data has them first, Permute moves them',
  )
  .nullable()
  .default(null);

/** The first input's shape, which must be that of sequences or of images. */
export function spatialShape(inputs: readonly SampleShape[], rank: Rank): SampleShape {
  return shapeOfRank(inputs, rank + 1, words[rank]);
}

/** A window that moves; its places lie `dilation` apart, side by side where it is left out. */
type Sliding = {
  readonly size: Sizes;
  readonly strides: Sizes;
  readonly padding: 'valid' | 'same' | 'causal';
  readonly dilation?: Sizes;
};

/**
 * How many places a window takes along each axis, as TensorFlow counts them. Throws a ShapeError
 * where there is none.
 */
export function placesOf(
  shape: SampleShape,
  { size, strides, padding: pad, dilation = [] }: Sliding,
): Sizes {
  const reach = spread(size, dilation);
  const counts = reach.map((window, axis) => {
    const [length = 0, stride = 1] = [shape[axis], strides[axis]];
    return pad === 'valid' ? Math.ceil((length - window + 1) / stride) : Math.ceil(length / stride);
  });
  const gaps = dilation.some((gap) => gap > 1)
    ? ` (kernel_size ${size.join(' × ')}, dilation_rate ${dilation.join(' × ')})`
    : '';
  if (counts.some((count) => count < 1)) {
    throw new ShapeError(
      `has a window of ${reach.join(' × ')}${gaps} that does not fit into ${renderShape(shape)}; padding: same, or fewer poolings before it, would`,
    );
  }
  return counts;
}

/** The places a window covers when its own are `dilation` apart. */
export function spread(size: Sizes, dilation: Sizes): Sizes {
  return size.map((window, axis) => (window - 1) * (dilation[axis] ?? 1) + 1);
}

/** Sizes as an image has them: those of a sequence with `height` before. */
export function ofImage(all: Sizes, height = 1): Window['size'] {
  return [all.length === 1 ? height : (all[0] ?? 1), all.at(-1) ?? 1];
}

/**
 * Applies a function of images to images [batch, height, width, channels], or to sequences [batch,
 * steps, channels], which are images of one row.
 */
export function asImages(ops: Operations, x: Tensor, f: (images: Tensor) => Tensor): Tensor {
  if (x.rank === 4) return f(x);
  const [batch = 0, steps = 0, channels = 0] = x.shape;
  const result = f(ops.reshape(x, [batch, 1, steps, channels]));
  return ops.reshape(result, [batch, result.shape[2] ?? 0, result.shape[3] ?? 0]);
}
