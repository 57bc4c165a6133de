// Activations composed of tfjs-core's operations, and slopes of one's own where tfjs' are not
// TensorFlow's.
import { withGradient } from '../gradient.js';
import { tf, type Tensor } from '../tfjs.js';

/** Activations that are one TensorFlow operation. */
export type FusedActivation =
  | 'relu'
  | 'sigmoid'
  | 'tanh'
  | 'elu'
  | 'selu'
  | 'softplus'
  | 'softsign'
  | 'relu6';

// Klambauer et al., "Self-normalizing neural networks", 2017.
const seluAlpha = 1.6732632423543772;
const seluScale = 1.0507009873554805;

const composedActivations: Record<FusedActivation, (x: Tensor) => Tensor> = {
  relu: tf.relu,
  relu6: (x) =>
    withSlope(x, tf.relu6, (input) =>
      tf.cast(tf.logicalAnd(tf.greater(input, 0), tf.less(input, 6)), 'float32'),
    ),
  sigmoid: tf.sigmoid,
  tanh: tf.tanh,
  elu: tf.elu,
  selu: (x) =>
    withSlope(x, tf.selu, (input) =>
      tf.where(tf.less(input, 0), tf.mul(tf.exp(input), seluScale * seluAlpha), seluScale),
    ),
  softplus: tf.softplus,
  softsign: (x) => tf.div(x, tf.add(tf.abs(x), 1)),
};

/** An activation, value by value: […] → […]. */
export function activation(name: FusedActivation, x: Tensor): Tensor {
  return composedActivations[name](x);
}

/**
 * A function, value by value, with this slope: […] → […]. tfjs' own gradients of some functions are
 * not TensorFlow's where two of their pieces meet, at 0 and at 6.
 */
export function withSlope(
  x: Tensor,
  value: (x: Tensor) => Tensor,
  slope: (x: Tensor) => Tensor,
): Tensor {
  return withGradient(
    [x],
    () => ({ value: value(x), saved: [x] }),
    (dy, [saved]) => tf.mul(dy, slope(saved)),
  );
}
