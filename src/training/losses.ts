// Losses with Keras' definitions: one value a sample, whose mean over the batch is what training lowers.
import type { Operations, Tensor } from '../engine/operations.js';
import { boolean, type ArgumentsOf, type Shape } from '../spec/arguments.js';
import { findEntry, type Entry, type Tagged } from '../spec/tagged.js';

/** How targets are handed to a loss: class numbers [batch], one row of probabilities each, or values. */
export type TargetForm = 'classes' | 'probabilities' | 'values';

/** What a loss or a metric looks at. */
export type Judged = {
  readonly ops: Operations;
  readonly output: Tensor;
  /** What went into the last softmax or sigmoid, or null. */
  readonly logits: Tensor | null;
  /** In the form that the loss asks for: int32 [batch], or float32 of the output's shape. */
  readonly targets: Tensor;
};

type LossEntry<S extends Shape = Shape> = Entry & {
  readonly arguments: S;
  readonly targets: TargetForm;
  /** [batch]. */
  readonly perSample: (judged: Judged, args: ArgumentsOf<S>) => Tensor;
};

function defineLoss<S extends Shape>(entry: LossEntry<S>): LossEntry {
  return entry as unknown as LossEntry;
}

// Keras' backend.epsilon(): probabilities are kept this far from 0 and 1.
const epsilon = 1e-7;
const fromLogits = { from_logits: boolean().default(false) };

/** The losses a spec may name. */
export const losses: readonly LossEntry[] = [
  defineLoss({
    name: 'sparse_categorical_crossentropy',
    aliases: ['SparseCategoricalCrossentropy'],
    summary: 'Cross-entropy with one of several classes; −log of the probability given to the right one.',
    arguments: fromLogits,
    targets: 'classes',
    perSample: ({ ops, output, logits, targets }, { from_logits }) => ops.sparseSoftmaxCrossEntropy(logits ?? (from_logits ? output : logOf(ops, output)), targets),
  }),
  defineLoss({
    name: 'categorical_crossentropy',
    aliases: ['CategoricalCrossentropy'],
    summary: 'The same with a row of probabilities as target; class numbers are made into such rows.',
    arguments: fromLogits,
    targets: 'probabilities',
    perSample: ({ ops, output, logits, targets }, { from_logits }) => {
      if (logits || from_logits) return ops.softmaxCrossEntropy(logits ?? output, targets);
      const normalized = ops.div(output, ops.sum(output, -1, true));
      return ops.neg(ops.sum(ops.mul(targets, logOf(ops, normalized)), -1));
    },
  }),
  defineLoss({
    name: 'binary_crossentropy',
    aliases: ['BinaryCrossentropy', 'bce', 'BCE'],
    summary: 'Cross-entropy of yes or no, for each output by itself, averaged over the outputs.',
    arguments: fromLogits,
    targets: 'values',
    perSample: ({ ops, output, logits, targets }, { from_logits }) => meanOfSample(ops, binaryCrossEntropy(ops, output, logits ?? (from_logits ? output : null), targets)),
  }),
  defineLoss({
    name: 'mean_squared_error',
    aliases: ['mse', 'MSE', 'MeanSquaredError'],
    summary: 'The mean of the squared differences.',
    arguments: {},
    targets: 'values',
    perSample: ({ ops, output, targets }) => meanOfSample(ops, ops.square(ops.sub(output, targets))),
  }),
  defineLoss({
    name: 'mean_absolute_error',
    aliases: ['mae', 'MAE', 'MeanAbsoluteError'],
    summary: 'The mean of the absolute differences.',
    arguments: {},
    targets: 'values',
    perSample: ({ ops, output, targets }) => meanOfSample(ops, ops.abs(ops.sub(output, targets))),
  }),
];

/** The table's entry of a loss that a checked spec names. */
export function lossEntry({ name }: Tagged): LossEntry {
  const entry = findEntry(losses, name);
  if (!entry) throw new Error(`no loss ${name}`);
  return entry;
}

function logOf(ops: Operations, probabilities: Tensor): Tensor {
  return ops.log(ops.clipByValue(probabilities, epsilon, 1 - epsilon));
}

function binaryCrossEntropy(ops: Operations, output: Tensor, logits: Tensor | null, targets: Tensor): Tensor {
  if (logits) return ops.sigmoidCrossEntropy(logits, targets);
  // Clipped once, as in Keras: float32 has no 1 − 1e-7, so the two ends are not quite alike.
  const clipped = ops.clipByValue(output, epsilon, 1 - epsilon);
  const yes = ops.mul(targets, ops.log(clipped));
  const no = ops.mul(ops.sub(1, targets), ops.log(ops.sub(1, clipped)));
  return ops.neg(ops.add(yes, no));
}

// The mean over everything but the batch.
function meanOfSample(ops: Operations, values: Tensor): Tensor {
  const axes = values.shape.slice(1).map((_, axis) => axis + 1);
  return axes.length === 0 ? values : ops.mean(values, axes);
}
