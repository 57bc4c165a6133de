// Cross-entropies of logits composed of tfjs-core's operations.
import { tf, type Tensor } from '../tfjs.js';

/**
 * Cross-entropy of each row's softmax with a class number: logits [batch, classes], labels int32
 * [batch] → [batch].
 */
export function sparseSoftmaxCrossEntropy(logits: Tensor, labels: Tensor): Tensor {
  const classes = logits.shape.at(-1) ?? 0;
  return crossEntropyOfLogits(logits, oneHotRows(tf.cast(labels, 'int32'), classes));
}

/**
 * Cross-entropy of each row's softmax with a row of probabilities: twice [batch, classes] →
 * [batch].
 */
export function softmaxCrossEntropy(logits: Tensor, targets: Tensor): Tensor {
  return crossEntropyOfLogits(logits, targets);
}

/**
 * Cross-entropy of the sigmoid, element by element: max(x, 0) − x·y + log(1 + e^(−|x|)), which
 * never overflows: twice [batch, outputs] → [batch, outputs]. At 0 the slopes that tfjs gives max (0)
 * and |x| (−1) make the right one together.
 */
export function sigmoidCrossEntropy(logits: Tensor, targets: Tensor): Tensor {
  return tf.add(
    tf.sub(tf.relu(logits), tf.mul(logits, targets)),
    tf.log1p(tf.exp(tf.neg(tf.abs(logits)))),
  );
}

function crossEntropyOfLogits(logits: Tensor, targets: Tensor): Tensor {
  return tf.neg(tf.sum(tf.mul(targets, tf.logSoftmax(logits)), -1));
}

/**
 * Class numbers, int32 [batch], as rows of 0 and 1: float32 [batch, classes]. The WebAssembly kernel
 * writes integers whatever type it is asked for.
 */
export function oneHotRows(labels: Tensor, classes: number): Tensor {
  return tf.cast(tf.oneHot(labels, classes), 'float32');
}
