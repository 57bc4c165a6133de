// Metrics: sums that a step adds up on the device and, once an epoch, the value they stand for.
import type { Tensor } from '../engine/operations.js';
import { number, type ArgumentsOf, type Shape } from '../spec/arguments.js';
import type { Spec } from '../spec/spec.js';
import { findEntry, type Entry, type Tagged } from '../spec/tagged.js';
import { metricName } from '../spec/top-level.js';
import type { Judged, TargetForm } from './losses.js';

/** Whether less or more of a value is better. */
export type Direction = 'min' | 'max';

type MetricEntry<S extends Shape = Shape> = Entry & {
  readonly arguments: S;
  readonly direction: Direction;
  /** Whether it can judge class numbers; the others compare values of the output's shape. */
  readonly judgesClasses?: boolean;
  /** The sum over the batch of what the metric is the mean of: a scalar. */
  readonly batchSum: (judged: Judged, args: ArgumentsOf<S>, form: TargetForm) => Tensor;
  /** From the mean over all samples to the metric; the mean itself where absent. */
  readonly fromMean?: (mean: number) => number;
};

function defineMetric<S extends Shape>(entry: MetricEntry<S>): MetricEntry {
  return entry as unknown as MetricEntry;
}

/** The metrics a spec may name. */
export const metrics: readonly MetricEntry[] = [
  defineMetric({
    name: 'accuracy',
    aliases: ['acc', 'Accuracy'],
    summary: 'The share of right answers: of yes or no at 0.5 for a single output, else of classes, the largest output being the answer.',
    arguments: {},
    direction: 'max',
    judgesClasses: true,
    batchSum: (judged, _, form) => {
      if (judged.output.shape.at(-1) === 1) return binaryHits(judged, 0.5);
      return form === 'classes' ? sparseHits(judged) : categoricalHits(judged);
    },
  }),
  defineMetric({
    name: 'binary_accuracy',
    aliases: ['BinaryAccuracy'],
    summary: 'The share of outputs on the right side of a threshold.',
    arguments: { threshold: number({ min: 0, max: 1 }).default(0.5) },
    direction: 'max',
    batchSum: (judged, { threshold }) => binaryHits(judged, threshold),
  }),
  defineMetric({
    name: 'mean_squared_error',
    aliases: ['mse', 'MSE', 'MeanSquaredError'],
    summary: 'The mean of the squared differences.',
    arguments: {},
    direction: 'min',
    batchSum: ({ ops, output, targets }) => sampleSum(ops, ops.square(ops.sub(output, targets))),
  }),
  defineMetric({
    name: 'root_mean_squared_error',
    aliases: ['RootMeanSquaredError', 'rmse'],
    summary: 'Its square root.',
    arguments: {},
    direction: 'min',
    batchSum: ({ ops, output, targets }) => sampleSum(ops, ops.square(ops.sub(output, targets))),
    fromMean: Math.sqrt,
  }),
  defineMetric({
    name: 'mean_absolute_error',
    aliases: ['mae', 'MAE', 'MeanAbsoluteError'],
    summary: 'The mean of the absolute differences.',
    arguments: {},
    direction: 'min',
    batchSum: ({ ops, output, targets }) => sampleSum(ops, ops.abs(ops.sub(output, targets))),
  }),
];

/** The table's entry of a metric that a checked spec names. */
export function metricEntry({ name }: Pick<Tagged, 'name'>): MetricEntry {
  const entry = findEntry(metrics, name);
  if (!entry) throw new Error(`no metric ${name}`);
  return entry;
}

/** Which way a monitored value improves: as `mode` says, or as its metric is known to. */
export function directionOf({ metrics: measured }: Pick<Spec, 'metrics'>, monitor: string, mode: 'auto' | Direction): Direction {
  if (mode !== 'auto') return mode;
  const name = monitor.replace(/^val_/, '');
  const metric = measured.find((candidate) => metricName(candidate) === name);
  return metric ? metricEntry(metric).direction : 'min';
}

// The largest output is the answer; the first of equal ones, as in TensorFlow.
function sparseHits({ ops, output, targets }: Judged): Tensor {
  // As float32, exact up to 2²⁴ classes: GPUs compare int32 on the host.
  return ops.sum(ops.cast(ops.equal(ops.cast(ops.argMax(output, -1), 'float32'), ops.cast(targets, 'float32')), 'float32'));
}

function categoricalHits({ ops, output, targets }: Judged): Tensor {
  return ops.sum(ops.cast(ops.equal(ops.argMax(output, -1), ops.argMax(targets, -1)), 'float32'));
}

function binaryHits({ ops, output, targets }: Judged, threshold: number): Tensor {
  const answers = ops.cast(ops.greater(output, threshold), 'float32');
  return sampleSum(ops, ops.cast(ops.equal(answers, targets), 'float32'));
}

// Sum over the batch of each sample's mean.
function sampleSum(ops: Judged['ops'], values: Tensor): Tensor {
  return ops.mul(ops.sum(values), (values.shape[0] ?? 1) / values.size);
}
