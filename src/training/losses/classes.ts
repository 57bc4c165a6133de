// Losses between classes and what a network says of them: the cross-entropies and their focal forms
// (Lin et al., "Focal loss for dense object detection", 2017), the categorical hinge and the
// Kullback-Leibler divergence.
import type { Operations, Tensor } from '../../tensor/operations.js';
import { boolean, either, integer, listOf, number } from '../../words/arguments.js';
import {
  clipped,
  defineLoss,
  epsilon,
  fromLogits,
  labelSmoothing,
  logOf,
  meanOfSample,
  type Judged,
} from './loss.js';

const focus = { alpha: number().default(0.25), gamma: number({ min: 0 }).default(2) };

/** Cross-entropy with class numbers. */
export const sparseCategoricalCrossentropy = defineLoss({
  name: 'sparse_categorical_crossentropy',
  aliases: ['SparseCategoricalCrossentropy'],
  summary:
    'Cross-entropy with one of several classes; −log of the probability given to the right one. Samples of ignore_class are left out.',
  arguments: { ...fromLogits, ignore_class: integer().nullable().default(null) },
  targets: 'classes',
  domain: 'label',
  probabilities: 'softmax',
  perSample: (judged, args) => {
    const { ops, targets } = judged;
    const values = sparseCrossEntropy(judged, args);
    if (args.ignore_class === null) return values;
    // The mean is that over the samples that count: each of them weighs so much more.
    const counted = countedSamples(ops, targets, args.ignore_class);
    return ops.mul(values, ops.div(values.size, ops.maximum(ops.sum(counted), 1)));
  },
});

/** Cross-entropy with rows of probabilities. */
export const categoricalCrossentropy = defineLoss({
  name: 'categorical_crossentropy',
  aliases: ['CategoricalCrossentropy'],
  summary: 'The same with a row of probabilities as target; class numbers are made into such rows.',
  arguments: { ...fromLogits, ...labelSmoothing },
  targets: 'probabilities',
  domain: 'probability',
  probabilities: 'softmax',
  perSample: ({ ops, output, logits, targets }, { from_logits, label_smoothing }) => {
    const smoothed = spread(ops, targets, label_smoothing, output.shape.at(-1) ?? 1);
    if (logits || from_logits) return ops.softmaxCrossEntropy(logits ?? output, smoothed);
    return ops.neg(ops.sum(ops.mul(smoothed, logOf(ops, normalised(ops, output))), -1));
  },
});

/** Cross-entropy of yes or no. */
export const binaryCrossentropy = defineLoss({
  name: 'binary_crossentropy',
  aliases: ['bce', 'BCE', 'BinaryCrossentropy'],
  summary: 'Cross-entropy of yes or no, for each output by itself, averaged over the outputs.',
  arguments: { ...fromLogits, ...labelSmoothing },
  targets: 'values',
  domain: 'probability',
  probabilities: 'sigmoid',
  perSample: ({ ops, output, logits, targets }, { from_logits, label_smoothing }) =>
    meanOfSample(
      ops,
      binaryCrossEntropy(
        ops,
        output,
        logits ?? (from_logits ? output : null),
        spread(ops, targets, label_smoothing, 2),
      ),
    ),
});

/** The Kullback-Leibler divergence. */
export const klDivergence = defineLoss({
  name: 'kl_divergence',
  aliases: ['kld', 'KLD', 'KLDivergence', 'kullback_leibler_divergence'],
  summary:
    'How far the outputs, as probabilities, are from the targets: the sum of y · log(y / p).',
  arguments: {},
  targets: 'probabilities',
  domain: 'probability',
  perSample: ({ ops, output, targets }) => {
    const above0 = (values: Tensor): Tensor => ops.clipByValue(values, epsilon, 1);
    const [y, p] = [above0(targets), above0(output)];
    return ops.sum(ops.mul(y, ops.log(ops.div(y, p))), -1);
  },
});

/** The hinge of the right class against the largest other. */
export const categoricalHinge = defineLoss({
  name: 'categorical_hinge',
  aliases: ['CategoricalHinge'],
  summary: 'By how much the right class fails to be 1 above the largest other one.',
  arguments: {},
  targets: 'probabilities',
  domain: 'label',
  perSample: ({ ops, output, targets }) => {
    const right = ops.sum(ops.mul(targets, output), -1);
    const other = ops.max(ops.mul(ops.sub(1, targets), output), [1]);
    return ops.maximum(ops.add(ops.sub(other, right), 1), 0);
  },
});

const binaryFocalCrossentropy = defineLoss({
  name: 'binary_focal_crossentropy',
  aliases: ['BinaryFocalCrossentropy'],
  summary:
    'binary_crossentropy in which answers that are right already weigh less, by (1 − p)^gamma; with apply_class_balancing, yes weighs alpha and no 1 − alpha.',
  arguments: {
    apply_class_balancing: boolean().default(false),
    ...focus,
    ...fromLogits,
    ...labelSmoothing,
  },
  targets: 'values',
  domain: 'probability',
  probabilities: 'sigmoid',
  perSample: (
    { ops, output, logits, targets },
    { apply_class_balancing, alpha, gamma, from_logits, label_smoothing },
  ) => {
    const y = spread(ops, targets, label_smoothing, 2);
    const p = from_logits ? ops.activation('sigmoid', output) : output;
    const no = ops.sub(1, y);
    const right = ops.add(ops.mul(y, p), ops.mul(no, ops.sub(1, p)));
    const focal = ops.mul(
      ops.pow(ops.sub(1, right), gamma),
      binaryCrossEntropy(ops, p, from_logits ? output : logits, y),
    );
    const balance = ops.add(ops.mul(y, alpha), ops.mul(no, 1 - alpha));
    return meanOfSample(ops, apply_class_balancing ? ops.mul(balance, focal) : focal);
  },
});

const categoricalFocalCrossentropy = defineLoss({
  name: 'categorical_focal_crossentropy',
  aliases: ['CategoricalFocalCrossentropy'],
  summary:
    'categorical_crossentropy in which classes that are given much already weigh less, by (1 − p)^gamma, all times alpha: a number, or one a class.',
  arguments: {
    ...focus,
    alpha: either(number(), listOf(number()).min(1)).default(0.25),
    ...fromLogits,
    ...labelSmoothing,
  },
  targets: 'probabilities',
  domain: 'probability',
  probabilities: 'softmax',
  perSample: ({ ops, output, targets }, { alpha, gamma, from_logits, label_smoothing }) => {
    const y = spread(ops, targets, label_smoothing, output.shape.at(-1) ?? 1);
    const p = clipped(ops, normalised(ops, from_logits ? ops.softmax(output) : output));
    const weight = ops.mul(
      ops.pow(ops.sub(1, p), gamma),
      typeof alpha === 'number' ? alpha : ops.vector([...alpha]),
    );
    return ops.neg(ops.sum(ops.mul(weight, ops.mul(y, ops.log(p))), -1));
  },
  misfit: ({ alpha }, units) =>
    typeof alpha === 'number' || alpha.length === units
      ? null
      : `alpha must be a number or a list of ${units}, one a class, got ${alpha.length}`,
});

/** The losses of this file. */
export const classLosses = [
  sparseCategoricalCrossentropy,
  categoricalCrossentropy,
  binaryCrossentropy,
  categoricalFocalCrossentropy,
  binaryFocalCrossentropy,
  categoricalHinge,
  klDivergence,
];

/** Cross-entropy with class numbers, 0 for the class that is ignored: [batch]. */
export function sparseCrossEntropy(
  { ops, output, logits, targets }: Judged,
  {
    from_logits,
    ignore_class,
  }: { readonly from_logits: boolean; readonly ignore_class: number | null },
): Tensor {
  if (ignore_class === null) {
    return ops.sparseSoftmaxCrossEntropy(
      logits ?? (from_logits ? output : logOf(ops, output)),
      targets,
    );
  }
  // As in Keras, which forgets here that the outputs come from a softmax.
  const counted = countedSamples(ops, targets, ignore_class);
  const labels = ops.cast(ops.mul(ops.cast(targets, 'float32'), counted), 'int32');
  const kept = ops.where(
    ops.greater(ops.reshape(counted, [-1, 1]), 0),
    output,
    ops.zerosLike(output),
  );
  return ops.mul(
    ops.sparseSoftmaxCrossEntropy(from_logits ? kept : logOf(ops, kept), labels),
    counted,
  );
}

// 1 for the samples that count, 0 for those of the ignored class.
function countedSamples(ops: Operations, targets: Tensor, ignored: number): Tensor {
  return ops.sub(1, ops.cast(ops.equal(ops.cast(targets, 'float32'), ignored), 'float32'));
}

// Some of each target is taken and spread evenly over the classes (Szegedy et al., 2016).
function spread(ops: Operations, targets: Tensor, share: number, classes: number): Tensor {
  return share === 0 ? targets : ops.add(ops.mul(targets, 1 - share), share / classes);
}

function normalised(ops: Operations, output: Tensor): Tensor {
  return ops.div(output, ops.sum(output, -1, true));
}

function binaryCrossEntropy(
  ops: Operations,
  output: Tensor,
  logits: Tensor | null,
  targets: Tensor,
): Tensor {
  if (logits) return ops.sigmoidCrossEntropy(logits, targets);
  const p = clipped(ops, output);
  const yes = ops.mul(targets, ops.log(p));
  const no = ops.mul(ops.sub(1, targets), ops.log(ops.sub(1, p)));
  return ops.neg(ops.add(yes, no));
}
