// The tensor operations that layers, losses and optimizers are written in. Here they are composed
// of tfjs-core's, which every backend has; native/operations.ts replaces those for which TensorFlow
// has a fused operation.
import { randomUniform, type RandomKey } from '../ground/random.js';
import {
  /** The mean of each window: [batch, height, width, channels] → [batch, rows, columns, channels]. */
  averagePool2d,
  conv2d,
  conv2dTranspose,
  depthwiseConv2d,
  type Window,
} from './portable/convolution.js';
import { activation, withSlope } from './portable/activations.js';
import {
  oneHotRows,
  sigmoidCrossEntropy,
  softmaxCrossEntropy,
  sparseSoftmaxCrossEntropy,
} from './portable/cross-entropy.js';
import { lookUp } from './portable/embedding.js';
import { gru } from './portable/gru.js';
import { batchNorm, batchNormInference } from './portable/normalization.js';
import { lstm, simpleRnn, stepsOf } from './portable/recurrent.js';
import { exactly } from '../ground/known.js';
import { withGradient, withoutGradient } from './gradient.js';
import { fourAxes, tf, type Tensor } from './tfjs.js';
import { portableUpdates } from './portable/updates.js';
import { productOf } from '../ground/product.js';

export type { Movement, Window } from './portable/convolution.js';
export type { Keep, Tensor } from './tfjs.js';
export type { FusedActivation } from './portable/activations.js';
export type { Normalized } from './portable/normalization.js';
export type { GruRecurrence } from './portable/gru.js';
export type { Recurrence } from './portable/recurrent.js';

/**
 * The numbers fed to a step for its random draws: changing ones as tensors, so that a recorded step
 * can be replayed.
 */
export type RandomFeed = {
  readonly key: Omit<RandomKey, 'stream'>;
  /**
   * int32 [2, 2]: the counter (0, step | epoch) as TensorFlow takes it; null where numbers are
   * drawn in JavaScript.
   */
  readonly counter: Tensor | null;
  /** int32 []: the run's seed. */
  readonly seed: Tensor | null;
};

// Value by value, the one and the other spread over each other as in NumPy: […] → […]. With two
// tensors or a number in the place of one: add, sub, mul, div, pow; where: (bool […], […], […]) → […].
const elementwise = {
  add: tf.add,
  sub: tf.sub,
  mul: tf.mul,
  div: tf.div,
  neg: tf.neg,
  exp: tf.exp,
  expm1: tf.expm1,
  log: tf.log,
  log1p: tf.log1p,
  square: tf.square,
  sqrt: tf.sqrt,
  rsqrt: tf.rsqrt,
  where: tf.where,
  leakyRelu: tf.leakyRelu,
  clipByValue: tf.clipByValue,
  erf: tf.erf,
  isFinite: tf.isFinite,
  pow: tf.pow,
  sign: tf.sign,
  ceil: tf.ceil,
  cast: tf.cast,
  zerosLike: tf.zerosLike,
  onesLike: tf.onesLike,
  logicalOr: tf.logicalOr,
  logicalAnd: tf.logicalAnd,
} as const;

// Along axes that go, or stay with size 1 where they are kept: [a, b, c] over axis 1 → [a, c]; over
// all of them → [].
const reducing = {
  sum: tf.sum,
  mean: tf.mean,
  argMax: tf.argMax,
  any: tf.any,
} as const;

// Along an axis, which stays: […] → […].
const along = {
  softmax: tf.softmax,
  logSoftmax: tf.logSoftmax,
  cumsum: tf.cumsum,
  reverse: tf.reverse,
} as const;

// The same values in another shape: reshape to the one given, transpose to the axes' order, slice
// from a place on; split and concat along an axis, unstack to as many without it as it has, stack
// back: n times [a, b] → [n, a, b].
const shaping = {
  reshape: tf.reshape,
  transpose: tf.transpose,
  slice: tf.slice,
  split: tf.split,
  concat: tf.concat,
  unstack: tf.unstack,
  stack: tf.stack,
} as const;

// Constants: scalar [], vector [n], ones and zeros of the shape given.
const making = {
  scalar: tf.scalar,
  vector: tf.tensor1d,
  ones: tf.ones,
  zeros: tf.zeros,
} as const;

/**
 * The operations of a backend without a native one. `keep` hands a tensor out of the scope it was
 * made in.
 */
export const portableOperations = {
  ...elementwise,
  ...reducing,
  ...along,
  ...shaping,
  ...making,

  /** Value by value: ([…], […]) → […]. */
  maximum: (a: Tensor, b: Tensor | number): Tensor => tf.maximum(...broadcast(a, b)),
  /** Value by value: ([…], […]) → […]. */
  minimum: (a: Tensor, b: Tensor | number): Tensor => tf.minimum(...broadcast(a, b)),

  // tfjs has no gradient for comparisons, not even 0.
  /** Value by value: ([…], […]) → bool […]; without gradient, as the next three. */
  greater: (a: Tensor | number, b: Tensor | number): Tensor =>
    withoutGradient(() => tf.greater(a, b)),
  /** Value by value: ([…], […]) → bool […]. */
  greaterEqual: (a: Tensor | number, b: Tensor | number): Tensor =>
    withoutGradient(() => tf.greaterEqual(a, b)),
  /** Value by value: ([…], […]) → bool […]. */
  equal: (a: Tensor | number, b: Tensor | number): Tensor => withoutGradient(() => tf.equal(a, b)),
  /** Value by value: ([…], […]) → bool […]. */
  notEqual: (a: Tensor | number, b: Tensor | number): Tensor =>
    withoutGradient(() => tf.notEqual(a, b)),

  /** Class numbers, int32 [batch], as rows of 0 and 1: float32 [batch, classes]. */
  oneHot: oneHotRows,

  /**
   * 1 where a value is among the k largest of its row, the first of equal ones first, else 0:
   * [batch, columns].
   */
  largestOfRow: (x: Tensor, k: number): Tensor => {
    const places = tf.cast(tf.topk(x, k).indices, 'float32');
    return tf.sum(
      tf.cast(tf.equal(tf.expandDims(places, -1), tf.range(0, x.shape.at(-1) ?? 0)), 'float32'),
      1,
    );
  },

  /** Value by value: […] → […]; its slope at 0 is 0. */
  abs: (x: Tensor): Tensor => withSlope(x, tf.abs, tf.sign),

  /** [batch, a] · [a, b] → [batch, b]. */
  matMul: (x: Tensor, kernel: Tensor): Tensor => tf.matMul(x, kernel),

  /** [batch, a, b] · [batch, b, c] → [batch, a, c]. */
  batchMatMul: (x: Tensor, y: Tensor): Tensor => tf.matMul(x, y),

  /** Adds a bias along the last axis: ([batch, …, channels], [channels]) → [batch, …, channels]. */
  biasAdd: (x: Tensor, bias: Tensor): Tensor => tf.add(x, bias),

  // Convolutions of images, in convolution.ts: [batch, height, width, channels] and a kernel →
  // [batch, rows, columns, filters].
  conv2d,
  conv2dTranspose,
  depthwiseConv2d,

  /** Zeros before and after each axis: [a, b] → [before + a + after, …]. */
  pad: (x: Tensor, edges: readonly (readonly [number, number])[]): Tensor =>
    tf.pad(
      x,
      edges.map(([before, after]) => [before, after]),
    ),

  /** Constant values, row-major: [rows, columns]. */
  matrix: (values: Float32Array, shape: readonly [number, number]): Tensor =>
    tf.tensor2d(values, [...shape]),

  /** The largest of each window: [batch, height, width, channels] → [batch, rows, columns, channels]. */
  maxPool2d: (x: Tensor, { size, strides, padding }: Window): Tensor =>
    tf.maxPool(fourAxes(x), [...size], [...strides], padding),

  averagePool2d,

  /**
   * The largest values along some axes, which go: [a, b, c] over 1 → [a, c]; equal ones share the
   * gradient evenly, as in TensorFlow.
   */
  max: (x: Tensor, axes: readonly number[]): Tensor =>
    withGradient(
      [x],
      () => {
        const largest = tf.max(x, [...axes], true);
        return { value: tf.squeeze(largest, [...axes]), saved: [x, largest] };
      },
      (dy, [from, value]) => {
        const hits = tf.cast(tf.equal(from, value), 'float32');
        return tf.mul(tf.div(hits, tf.sum(hits, [...axes], true)), tf.reshape(dy, value.shape));
      },
    ),

  /** The values of each row, the largest first: […, columns] → […, columns]. */
  sortDescending: (x: Tensor): Tensor => {
    const count = x.shape.at(-1) ?? 1;
    if (count === 1) return x;
    // A product with rows of 0 and 1 has a gradient; what topk gives has none.
    const places = withoutGradient(() => oneHotRows(tf.topk(x, count, true).indices, count));
    return tf.sum(tf.mul(places, tf.expandDims(x, -2)), -1);
  },

  /**
   * The largest values along some axes, which stay with size 1: [a, b] over 1 → [a, 1]; a constant,
   * without gradient.
   */
  largest: (x: Tensor, axes: readonly number[]): Tensor =>
    withoutGradient(() => tf.max(x, [...axes], true)),

  // In portable/activations.ts, value by value: […] → […].
  activation,

  // In portable/normalization.ts: [batch, …, channels] → the same.
  batchNorm,
  batchNormInference,

  // In portable/cross-entropy.ts: of each row [batch, classes] → [batch]; of the sigmoid, value by
  // value.
  sparseSoftmaxCrossEntropy,
  softmaxCrossEntropy,
  sigmoidCrossEntropy,

  /** Uniform values in [0, 1) of a stream at the fed epoch and step: → [...shape]. */
  uniform: (shape: readonly number[], stream: number, feed: RandomFeed): Tensor => {
    const values = randomUniform({ ...feed.key, stream }, productOf(shape));
    return tf.tensor(values, [...shape]);
  },

  /** Standard normal values of uniform ones (Box and Muller, 1958): [2, ...shape] → [...shape]. */
  normal: (uniform: Tensor): Tensor => {
    const [radius, angle] = exactly(tf.unstack(uniform), 2);
    return tf.mul(
      tf.sqrt(tf.mul(tf.log(tf.sub(1, radius)), -2)),
      tf.cos(tf.mul(angle, 2 * Math.PI)),
    );
  },

  // Layers over sequences, in recurrent.ts and gru.ts: [batch, steps, features] → [batch, units], or
  // [batch, steps, units]; embedding: int32 [batch, …] → [batch, …, size].
  embedding: lookUp,
  simpleRnn,
  lstm,
  gru,
  stepsOf,

  // The optimizers' updates, in updates.ts: each changes a variable by a gradient [its shape].
  ...portableUpdates,
} as const;

/** The operations of a backend; native ones have the same shape and meaning. */
export type Operations = typeof portableOperations;

// tfjs' gradient of the larger and the smaller of two is right for equal shapes alone.
function broadcast(a: Tensor, b: Tensor | number): [Tensor, Tensor | number] {
  if (typeof b === 'number' || b.rank === 0 || a.shape.join() === b.shape.join()) return [a, b];
  // A sum with zeros, whose gradient is one sum where that of broadcastTo is as many as there are
  // copies.
  const zeros = tf.zeros(tf.broadcast_util.assertAndGetBroadcastShape(a.shape, b.shape));
  return [tf.add(a, zeros), tf.add(b, zeros)];
}
