// The optimizers' updates, composed of tfjs-core's operations: one weight's new value and those of
// its slots. Each has its source in training/optimizers; native/updates.ts has those for which
// TensorFlow has a kernel.
import { tf, type Tensor } from '../tfjs.js';
import type { Variable } from '../variables.js';

/** `mean` is that of the gradients where they are centered, else null. */
export type RmsPropSlots = {
  readonly velocity: Variable;
  readonly momentum: Variable;
  readonly mean: Variable | null;
};
/** Decay of the squares' average, momentum, what is added to the divisor's square. */
export type RmsPropNumbers = {
  readonly rho: number;
  readonly momentum: number;
  readonly epsilon: number;
};
/** Moving averages of squared gradients and squared steps. */
export type AdadeltaSlots = { readonly gradients: Variable; readonly steps: Variable };
/** Decay of both averages, what is added under both roots. */
export type AdadeltaNumbers = { readonly rho: number; readonly epsilon: number };
/** `largest` is the largest velocity there has been, for AMSGrad; null without it. */
export type AdamSlots = {
  readonly momentum: Variable;
  readonly velocity: Variable;
  readonly largest: Variable | null;
};
/** The rate, and both decays to the power of the number of updates, this one included. */
export type AdamFeeds = {
  readonly rate: Tensor;
  readonly beta_1_power: Tensor;
  readonly beta_2_power: Tensor;
};
/** Decays of the averages of gradients and squares, what is added to the divisor. */
export type AdamNumbers = {
  readonly beta_1: number;
  readonly beta_2: number;
  readonly epsilon: number;
};
/** `norm` is the largest gradient, decayed. */
export type AdamaxSlots = { readonly momentum: Variable; readonly norm: Variable };

/** The updates of a backend without native ones. */
export const portableUpdates = {
  /**
   * slot ← slot + (value − slot) · (1 − decay), as TensorFlow's kernels compute a moving average;
   * returns it.
   */
  movingAverage: average,

  /** variable ← variable − rate · gradient. */
  applyGradientDescent: (variable: Variable, rate: Tensor, gradient: Tensor): void =>
    variable.assign(tf.sub(variable.read(), tf.mul(rate, gradient))),

  /**
   * momentum ← momentum · decay − rate · gradient; variable ← variable + momentum (or, with
   * Nesterov, one step ahead).
   */
  applyMomentum: (
    variable: Variable,
    momentum: Variable,
    rate: Tensor,
    gradient: Tensor,
    decay: number,
    nesterov: boolean,
  ): void => {
    const step = tf.mul(rate, gradient);
    const next = tf.sub(tf.mul(momentum.read(), decay), step);
    momentum.assign(next);
    variable.assign(tf.add(variable.read(), nesterov ? tf.sub(tf.mul(next, decay), step) : next));
  },

  /** variable ← variable − rate · gradient · rms(past steps) / rms(gradients). */
  applyAdadelta: (
    variable: Variable,
    slots: AdadeltaSlots,
    rate: Tensor,
    gradient: Tensor,
    { rho, epsilon }: AdadeltaNumbers,
  ): void => {
    const rootMeanSquare = (square: Tensor): Tensor => tf.sqrt(tf.add(square, epsilon));
    const gradients = average(slots.gradients, tf.square(gradient), rho);
    const step = tf.div(
      tf.mul(rootMeanSquare(slots.steps.read()), gradient),
      rootMeanSquare(gradients),
    );
    average(slots.steps, tf.square(step), rho);
    variable.assign(tf.sub(variable.read(), tf.mul(rate, step)));
  },

  /**
   * momentum ← momentum · decay + rate · gradient / √(velocity + epsilon), which is subtracted from
   * the variable.
   */
  applyRmsProp: (
    variable: Variable,
    slots: RmsPropSlots,
    rate: Tensor,
    gradient: Tensor,
    { rho, momentum, epsilon }: RmsPropNumbers,
  ): void => {
    const velocity = average(slots.velocity, tf.square(gradient), rho);
    const mean = slots.mean && average(slots.mean, gradient, rho);
    const denominator = tf.add(mean ? tf.sub(velocity, tf.square(mean)) : velocity, epsilon);
    const increment = tf.div(tf.mul(rate, gradient), tf.sqrt(denominator));
    const next = tf.add(tf.mul(slots.momentum.read(), momentum), increment);
    slots.momentum.assign(next);
    variable.assign(tf.sub(variable.read(), next));
  },

  /**
   * variable ← variable − rate · √(1 − beta_2^t) / (1 − beta_1^t) · momentum / (√velocity +
   * epsilon).
   */
  applyAdam: (
    variable: Variable,
    slots: AdamSlots,
    feeds: AdamFeeds,
    gradient: Tensor,
    { beta_1, beta_2, epsilon }: AdamNumbers,
  ): void => {
    const momentum = average(slots.momentum, gradient, beta_1);
    let velocity = average(slots.velocity, tf.square(gradient), beta_2);
    if (slots.largest) {
      slots.largest.assign((velocity = tf.maximum(slots.largest.read(), velocity)));
    }
    const rate = tf.div(
      tf.mul(feeds.rate, tf.sqrt(tf.sub(1, feeds.beta_2_power))),
      tf.sub(1, feeds.beta_1_power),
    );
    variable.assign(
      tf.sub(variable.read(), tf.div(tf.mul(momentum, rate), tf.add(tf.sqrt(velocity), epsilon))),
    );
  },

  /** variable ← variable − rate / (1 − beta_1^t) · momentum / (norm + epsilon). */
  applyAdamax: (
    variable: Variable,
    slots: AdamaxSlots,
    feeds: Omit<AdamFeeds, 'beta_2_power'>,
    gradient: Tensor,
    { beta_1, beta_2, epsilon }: AdamNumbers,
  ): void => {
    const momentum = average(slots.momentum, gradient, beta_1);
    const norm = tf.maximum(tf.mul(slots.norm.read(), beta_2), tf.abs(gradient));
    slots.norm.assign(norm);
    const divisor = tf.mul(tf.sub(1, feeds.beta_1_power), tf.add(norm, epsilon));
    variable.assign(tf.sub(variable.read(), tf.div(tf.mul(feeds.rate, momentum), divisor)));
  },
} as const;

/** The updates of a backend; native ones have the same shape and meaning. */
export type Updates = typeof portableUpdates;

function average(slot: Variable, value: Tensor, decay: number): Tensor {
  const before = slot.read();
  const after = tf.add(before, tf.mul(tf.sub(value, before), 1 - decay));
  slot.assign(after);
  return after;
}
