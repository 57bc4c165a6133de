// Batch normalisation composed of tfjs-core's operations.
import { tf, type Keep, type Tensor } from '../tfjs.js';

/** What moves in batch normalisation. */
export type Normalized = {
  readonly output: Tensor;
  readonly mean: Tensor;
  readonly variance: Tensor;
};

/**
 * Normalises over all axes but the last with the batch's own mean and (biased) variance, which it
 * also returns: [batch, …, channels] → [batch, …, channels] and twice [channels]. Ioffe and Szegedy,
 * "Batch normalization", 2015, algorithm 1. `mean` and `variance` carry no gradient.
 */
export function batchNorm(
  x: Tensor,
  scale: Tensor,
  offset: Tensor,
  epsilon: number,
  keep: Keep,
): Normalized {
  const { mean, variance } = tf.moments(
    x,
    x.shape.slice(0, -1).map((_, axis) => axis),
  );
  const output = tf.batchNorm(x, mean, variance, offset, scale, epsilon);
  return { output, mean: keep(mean), variance: keep(variance) };
}

/** Normalises with given mean and variance [channels] (inference): [batch, …, channels] → the same. */
export function batchNormInference(
  x: Tensor,
  scale: Tensor,
  offset: Tensor,
  mean: Tensor,
  variance: Tensor,
  epsilon: number,
): Tensor {
  const factor = tf.mul(tf.rsqrt(tf.add(variance, epsilon)), scale);
  return tf.add(tf.mul(tf.sub(x, mean), factor), offset);
}
