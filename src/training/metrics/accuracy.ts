// Shares of right answers.
import type { Tensor } from '../../tensor/operations.js';
import { integer, number } from '../../words/arguments.js';
import type { Judged } from '../losses/loss.js';
import { defineMetric, largestMisfit, ones, sampleSum } from './metric.js';

const k = { k: integer({ min: 1 }).default(5) };

/** The metrics of this file. */
export const accuracyMetrics = [
  defineMetric({
    name: 'accuracy',
    aliases: ['acc', 'Accuracy'],
    summary:
      'The share of right answers: of yes or no at 0.5 for a single output, else of classes, the largest output being the answer.',
    arguments: {},
    direction: 'max',
    judges: 'both',
    domain: 'label',
    batchSums: (judged) => {
      if (judged.output.shape.at(-1) === 1) return binaryHits(judged, 0.5);
      return judged.targets.dtype === 'int32' ? sparseHits(judged) : categoricalHits(judged);
    },
  }),
  defineMetric({
    name: 'binary_accuracy',
    aliases: ['BinaryAccuracy'],
    summary: 'The share of outputs on the right side of a threshold.',
    arguments: { threshold: number({ min: 0, max: 1 }).default(0.5) },
    direction: 'max',
    judges: 'values',
    domain: 'label',
    batchSums: (judged, { threshold }) => binaryHits(judged, threshold),
  }),
  defineMetric({
    name: 'categorical_accuracy',
    aliases: ['CategoricalAccuracy'],
    summary: 'The share of samples whose largest output is where the largest target is.',
    arguments: {},
    direction: 'max',
    judges: 'values',
    domain: 'label',
    ofSeveral: 'binary_accuracy',
    batchSums: categoricalHits,
  }),
  defineMetric({
    name: 'sparse_categorical_accuracy',
    aliases: ['SparseCategoricalAccuracy'],
    summary: 'The same for class numbers.',
    arguments: {},
    direction: 'max',
    judges: 'classes',
    domain: 'label',
    ofSeveral: 'binary_accuracy',
    batchSums: sparseHits,
  }),
  defineMetric({
    name: 'top_k_categorical_accuracy',
    aliases: ['TopKCategoricalAccuracy'],
    summary:
      'The share of samples whose largest target is among the k largest outputs; equal outputs are all among them.',
    arguments: k,
    direction: 'max',
    judges: 'values',
    domain: 'label',
    ofSeveral: 'binary_accuracy',
    misfit: (args, units) => largestMisfit('k', args.k, units),
    batchSums: (judged, args) =>
      hitsOfLargest(
        judged,
        judged.ops.cast(judged.ops.argMax(judged.targets, -1), 'int32'),
        args.k,
      ),
  }),
  defineMetric({
    name: 'sparse_top_k_categorical_accuracy',
    aliases: ['SparseTopKCategoricalAccuracy'],
    summary: 'The same for class numbers.',
    arguments: k,
    direction: 'max',
    judges: 'classes',
    domain: 'label',
    ofSeveral: 'binary_accuracy',
    misfit: (args, units) => largestMisfit('k', args.k, units),
    batchSums: (judged, args) => hitsOfLargest(judged, judged.targets, args.k),
  }),
];

// The largest output is the answer; the first of equal ones, as in TensorFlow.
function sparseHits({ ops, output, targets }: Judged): Tensor {
  // As float32, exact up to 2²⁴ classes: GPUs compare int32 on the host.
  return ops.sum(
    ones(ops, ops.equal(ops.cast(ops.argMax(output, -1), 'float32'), ops.cast(targets, 'float32'))),
  );
}

function categoricalHits({ ops, output, targets }: Judged): Tensor {
  return ops.sum(ones(ops, ops.equal(ops.argMax(output, -1), ops.argMax(targets, -1))));
}

function binaryHits({ ops, output, targets }: Judged, threshold: number): Tensor {
  return sampleSum(ops, ones(ops, ops.equal(ones(ops, ops.greater(output, threshold)), targets)));
}

// Fewer than k outputs are larger than that of the right class; never true where an output is not a
// finite number.
function hitsOfLargest({ ops, output }: Judged, labels: Tensor, k: number): Tensor {
  const right = ops.sum(ops.mul(output, ops.oneHot(labels, output.shape.at(-1) ?? 1)), -1, true);
  const larger = ops.sum(ones(ops, ops.greater(output, right)), -1);
  const isNumber = ones(ops, ops.isFinite(ops.sum(right, -1)));
  return ops.sum(ops.mul(isNumber, ones(ops, ops.greater(k, larger))));
}
