// Convolutions and means over images, composed so that every backend has them and their gradients:
// TensorFlow convolves with gaps, in groups or with unequal strides on some devices only, and
// tfjs-core has no gradients there.
import { itemAt } from '../../ground/known.js';
import { fourAxes, tf, type Tensor } from '../tfjs.js';

type Pair = readonly [number, number];

/** A window moving over an image: sizes are height × width. */
export type Window = {
  readonly size: Pair;
  readonly strides: Pair;
  readonly padding: 'valid' | 'same';
};

/**
 * How a kernel moves over images; its values lie `dilation` apart, side by side where it is left
 * out.
 */
export type Movement = Omit<Window, 'size'> & { readonly dilation?: Pair };

type Convolve = (x: Tensor, kernel: Tensor, movement: Omit<Window, 'size'>) => Tensor;

/**
 * [batch, height, width, channels] with a kernel [height, width, channels / groups, filters]: each
 * group of filters sees a group of channels.
 */
export function conv2d(
  x: Tensor,
  kernel: Tensor,
  { groups = 1, ...movement }: Movement & { readonly groups?: number },
): Tensor {
  const [height = 1, width = 1, each = 1, filters = 1] = kernel.shape;
  if (groups === 1) return withGaps(x, kernel, movement, plainConv2d);
  if (each === 1) {
    return depthwiseConv2d(
      x,
      tf.reshape(kernel, [height, width, groups, filters / groups]),
      movement,
    );
  }
  return withGaps(x, kernel, movement, (images, whole, plain) => {
    const kernels = tf.split(whole, groups, 3);
    return tf.concat(
      tf.split(images, groups, 3).map((part, i) => plainConv2d(part, itemAt(kernels, i), plain)),
      3,
    );
  });
}

/** Each channel by itself, with a kernel [height, width, channels, multiplier]. */
export function depthwiseConv2d(x: Tensor, kernel: Tensor, movement: Movement): Tensor {
  return withGaps(
    x,
    kernel,
    movement,
    (images, whole, { strides, padding }) =>
      tf.depthwiseConv2d(fourAxes(images), fourAxes(whole), [...strides], padding),
    movement.strides[0] !== movement.strides[1],
  );
}

/**
 * Images of a shape [batch, height, width, filters], such that a convolution of them moves over the
 * places of `x`.
 */
type ImageShape = readonly [number, number, number, number];

/**
 * What the gradient of a convolution does, to images of this shape: the kernel is [height, width,
 * filters, channels].
 */
export function conv2dTranspose(
  x: Tensor,
  kernel: Tensor,
  shape: ImageShape,
  { strides, padding, dilation = [1, 1] }: Movement,
): Tensor {
  const reaching = withZeros(kernel, dilation);
  const isGapless = strides.every((stride, axis) => stride <= (reaching.shape[axis] ?? 1));
  if (isGapless) {
    return tf.conv2dTranspose(fourAxes(x), fourAxes(reaching), [...shape], [...strides], padding);
  }
  return leavingGaps(x, reaching, shape, { strides, padding });
}

// TensorFlow's kernel writes where it may not when a window is smaller than its stride. Zeros at
// its end change nothing, but where `same` begins depends on the window that was asked for.
function leavingGaps(
  x: Tensor,
  kernel: Tensor,
  [batch, height, width, filters]: ImageShape,
  { strides, padding }: Omit<Window, 'size'>,
): Tensor {
  const along = [height, width].map((wanted, axis) => {
    const [size = 1, stride = 1] = [kernel.shape[axis], strides[axis]];
    const before = padding === 'same' ? samePadding(wanted, size, stride)[0] : 0;
    const window = Math.max(size, stride);
    return {
      more: window - size,
      before,
      whole: Math.max(before + wanted, ((x.shape[axis + 1] ?? 1) - 1) * stride + window),
    };
  });
  const wide = tf.pad(kernel, [
    ...along.map(({ more }): [number, number] => [0, more]),
    [0, 0],
    [0, 0],
  ]);
  const [tall = height, broad = width] = along.map(({ whole }) => whole);
  const whole = tf.conv2dTranspose(
    fourAxes(x),
    fourAxes(wide),
    [batch, tall, broad, filters],
    [...strides],
    'valid',
  );
  if (tall === height && broad === width) return whole;
  return tf.slice(
    whole,
    [0, ...along.map(({ before }) => before), 0],
    [batch, height, width, filters],
  );
}

const plainConv2d: Convolve = (x, kernel, { strides, padding }) =>
  tf.conv2d(fourAxes(x), fourAxes(kernel), [...strides], padding);

// Places that are `dilation` apart become neighbours in an image of their own, which is then
// convolved as any other: so the work does not grow with the gaps. Strides then leave places out of
// the result.
function withGaps(
  x: Tensor,
  kernel: Tensor,
  { strides, padding, dilation = [1, 1] }: Movement,
  convolve: Convolve,
  leavesOut = false,
): Tensor {
  if (!leavesOut && dilation[0] === 1 && dilation[1] === 1) {
    return convolve(x, kernel, { strides, padding });
  }
  const along = ([0, 1] as const).map((axis) => {
    const [length = 0, gap] = [x.shape[axis + 1], dilation[axis]];
    const [before, after] =
      padding === 'same'
        ? samePadding(length, ((kernel.shape[axis] ?? 1) - 1) * gap + 1, strides[axis])
        : [0, 0];
    const more = (gap - ((length + before + after) % gap)) % gap;
    return { padded: [before, after + more], cut: [0, more] };
  });
  const apart = tf.spaceToBatchND(
    x,
    [...dilation],
    along.map(({ padded }) => padded),
  );
  const convolved = convolve(apart, kernel, { strides: [1, 1], padding: 'valid' });
  const together = tf.batchToSpaceND(
    convolved,
    [...dilation],
    along.map(({ cut }) => cut),
  );
  return strides[0] === 1 && strides[1] === 1
    ? together
    : tf.avgPool(fourAxes(together), 1, [...strides], 'valid');
}

// A kernel that reaches as far as one with gaps, and has zeros there.
function withZeros(kernel: Tensor, dilation: Pair): Tensor {
  if (dilation[0] === 1 && dilation[1] === 1) return kernel;
  const [height = 1, width = 1, filters = 1, channels = 1] = kernel.shape;
  const [tall, wide] = [height * dilation[0], width * dilation[1]];
  const cells = tf.reshape(kernel, [height, 1, width, filters * channels]);
  const columns = tf.reshape(
    tf.pad(cells, [
      [0, 0],
      [0, dilation[0] - 1],
      [0, 0],
      [0, 0],
    ]),
    [tall, width, 1, filters * channels],
  );
  const whole = tf.reshape(
    tf.pad(columns, [
      [0, 0],
      [0, 0],
      [0, dilation[1] - 1],
      [0, 0],
    ]),
    [tall, wide, filters, channels],
  );
  return tf.slice(
    whole,
    [0, 0, 0, 0],
    [tall - dilation[0] + 1, wide - dilation[1] + 1, filters, channels],
  );
}

/**
 * The mean of each window, what `same` pads not counted: [batch, height, width, channels] → [batch,
 * rows, columns, channels]; tfjs' own gradient divides by the whole
 * window everywhere.
 */
export function averagePool2d(x: Tensor, { size, strides, padding }: Window): Tensor {
  if (padding === 'valid') return tf.avgPool(fourAxes(x), [...size], [...strides], padding);
  const [, height = 0, width = 0] = x.shape;
  const edges: [number, number][] = [
    [0, 0],
    samePadding(height, size[0], strides[0]),
    samePadding(width, size[1], strides[1]),
    [0, 0],
  ];
  const averaged = (values: Tensor): Tensor =>
    tf.avgPool(fourAxes(tf.pad(values, edges)), [...size], [...strides], 'valid');
  return tf.div(averaged(x), averaged(tf.ones([1, height, width, 1])));
}

// What TensorFlow's `same` puts before and after an axis.
function samePadding(length: number, size: number, stride: number): [number, number] {
  const total = Math.max(0, (Math.ceil(length / stride) - 1) * stride + size - length);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}
