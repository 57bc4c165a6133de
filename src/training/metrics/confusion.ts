// Metrics of true and false positives: precision, recall and the F-scores. Each keeps counts.
import type { Operations, Tensor } from '../../tensor/operations.js';
import { choice, integer, number } from '../../words/arguments.js';
import type { Judged } from '../losses/loss.js';
import {
  defineMetric,
  largestMisfit,
  noPositives,
  ones,
  share,
  upTo,
  type Counted,
  type MetricEntry,
  type Misfit,
} from './metric.js';

const cuts = {
  thresholds: number({ min: 0, max: 1 }).nullable().default(null),
  top_k: integer({ min: 1 }).nullable().default(null),
  class_id: integer({ min: 0 }).nullable().default(null),
};
type Cuts = { readonly [K in keyof typeof cuts]: number | null };

const averaging = { average: choice(['micro', 'macro', 'weighted']).nullable().default(null) };
const threshold = { threshold: number({ above: 0, max: 1 }).nullable().default(null) };
type Averaging = { readonly average: 'micro' | 'macro' | 'weighted' | null };

/** The metrics of this file. */
export const confusionMetrics = [
  shareOfTruePositives({
    name: 'precision',
    aliases: ['Precision'],
    summary:
      'Of the outputs above thresholds (0.5; with top_k, the largest of each sample), the share that should be; of all outputs, or of class_id alone.',
    among: ({ predicted }) => predicted,
    none: noPredictions,
  }),
  shareOfTruePositives({
    name: 'recall',
    aliases: ['Recall'],
    summary: 'Of the outputs that should be above thresholds, the share that is.',
    among: ({ positives }) => positives,
    none: noPositives,
  }),
  defineMetric({
    name: 'f1_score',
    aliases: ['F1Score'],
    summary:
      'The harmonic mean of precision and recall of each output, averaged: macro evenly, weighted by how often each is right, micro over all counts. Without a threshold the largest of several outputs is the answer; a single one needs it (0.5).',
    arguments: { ...averaging, ...threshold },
    direction: 'max',
    judges: 'values',
    domain: 'label',
    ofPositives: true,
    sums: (_, units) => 3 * units,
    batchSums: scoreSums,
    value: (sums, args, { units }) => fScore(sums, { ...args, beta: 1 }, units),
    undefinedBecause: nothingPositive,
    misfit: averageMisfit('f1_score'),
  }),
  defineMetric({
    name: 'fbeta_score',
    aliases: ['FBetaScore', 'f_beta_score'],
    summary: 'The same with recall worth beta times as much as precision.',
    arguments: { ...averaging, beta: number({ above: 0 }).default(1), ...threshold },
    direction: 'max',
    judges: 'values',
    domain: 'label',
    ofPositives: true,
    sums: (_, units) => 3 * units,
    batchSums: scoreSums,
    value: (sums, args, { units }) => fScore(sums, args, units),
    undefinedBecause: nothingPositive,
    misfit: averageMisfit('fbeta_score'),
  }),
];

/** 1 where a target is not 0: [batch, outputs] → [batch, outputs]. */
export function positivesOf(ops: Operations, targets: Tensor): Tensor {
  return ops.sub(1, ones(ops, ops.equal(targets, 0)));
}

// Both of 0 and 1, [batch, outputs].
type Decision = { readonly predicted: Tensor; readonly positives: Tensor };

type Share = Pick<MetricEntry, 'name' | 'aliases' | 'summary'> & {
  /** Among which outputs the true positives are counted: [batch, outputs]. */
  readonly among: (decision: Decision) => Tensor;
  /** Why there is no share where there are no such among so many outputs. */
  readonly none: (outputs: number) => string;
};

function shareOfTruePositives({ among, none, ...named }: Share): MetricEntry {
  return defineMetric({
    ...named,
    arguments: cuts,
    direction: 'max',
    judges: 'values',
    domain: 'label',
    ofPositives: true,
    sums: () => 2,
    batchSums: (judged, args) => truePositivesAnd(judged, args, among),
    value: ([truePositives = 0, all = 0]) => share(truePositives, all),
    undefinedBecause: ([, all = 0], { class_id }, { count, units }) =>
      all === 0 ? none(class_id === null ? count * units : count) : null,
    misfit: cutMisfit,
  });
}

// [2]: the true positives, and a count of the other kind.
function truePositivesAnd(
  { ops, output, targets }: Judged,
  { thresholds, top_k, class_id }: Cuts,
  other: (decision: Decision) => Tensor,
): Tensor {
  const above = ones(ops, ops.greater(output, thresholds ?? (top_k === null ? 0.5 : leastOfTop)));
  const predicted = top_k === null ? above : ops.mul(above, ops.largestOfRow(output, top_k));
  const all = { predicted, positives: positivesOf(ops, targets) };
  const counted = class_id === null ? all : ofClass(ops, all, class_id);
  return ops.stack([
    ops.sum(ops.mul(counted.predicted, counted.positives)),
    ops.sum(other(counted)),
  ]);
}

// Keras' threshold where only the largest outputs count.
const leastOfTop = -1e10;

function ofClass(ops: Operations, { predicted, positives }: Decision, wanted: number): Decision {
  const column = ops.vector(upTo(predicted.shape.at(-1) ?? 1).map((i) => (i === wanted ? 1 : 0)));
  return { predicted: ops.mul(predicted, column), positives: ops.mul(positives, column) };
}

function noPredictions(outputs: number): string {
  return outputs === 1
    ? 'its one output is not predicted positive'
    : `none of the ${outputs} outputs is predicted positive`;
}

// Only where there is neither a positive target nor a prediction is 2 · TP / (2 · TP + FP + FN) none.
function nothingPositive(
  sums: readonly number[],
  _: unknown,
  { count, units }: Counted,
): string | null {
  return sums.some((sum) => sum !== 0)
    ? null
    : `none of the ${count * units} targets is positive, and none of the outputs predicted so`;
}

function cutMisfit({ top_k, class_id }: Cuts, units: number): Misfit | null {
  if (class_id !== null && class_id >= units) {
    return {
      message: `class_id must be below ${units}, the number of outputs, got ${class_id}`,
      cure: 'classes are counted from 0',
    };
  }
  return top_k === null ? null : largestMisfit('top_k', top_k, units);
}

function averageMisfit(
  name: string,
): (args: Averaging & { readonly threshold: number | null }, units: number) => Misfit | null {
  return ({ average, threshold: least }, units) => {
    if (least === null && units === 1) {
      return {
        message: `${name} without a threshold takes the largest output for the answer, which one output always is`,
        cure: `write {name: ${name}, threshold: 0.5}`,
      };
    }
    return average === null && units > 1
      ? {
          message: `${name} is a value for each of the ${units} outputs, expected one number`,
          cure: 'give it an average: micro, macro or weighted',
        }
      : null;
  };
}

// [3 · outputs]: true positives, predicted positives, positives.
function scoreSums(
  { ops, output, targets }: Judged,
  { threshold: least }: { readonly threshold: number | null },
): Tensor {
  const predicted = least === null ? largest(ops, output) : ones(ops, ops.greater(output, least));
  const columns = [ops.mul(predicted, targets), predicted, targets];
  return ops.concat(columns.map((values) => ops.sum(values, 0)));
}

// Every one of the largest outputs of a row, but none where they are 0.
function largest(ops: Operations, output: Tensor): Tensor {
  const most = ops.reshape(ops.max(output, [1]), [-1, 1]);
  return ops.mul(
    ones(ops, ops.greaterEqual(output, most)),
    ones(ops, ops.greater(ops.abs(output), 1e-9)),
  );
}

const epsilon = 1e-7;

function fScore(
  sums: readonly number[],
  { average, beta }: Averaging & { readonly beta: number },
  units: number,
): number {
  const part = (index: number): readonly number[] => sums.slice(index * units, (index + 1) * units);
  const total = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0);
  const columns = [0, 1, 2]
    .map(part)
    .map((values) => (average === 'micro' ? [total(values)] : values));
  const [truePositives = [], predicted = [], positives = []] = columns;
  const scores = truePositives.map((right, i) => {
    const precision = right / ((predicted[i] ?? 0) + epsilon);
    const recall = right / ((positives[i] ?? 0) + epsilon);
    return ((1 + beta ** 2) * precision * recall) / (beta ** 2 * precision + recall + epsilon);
  });
  if (average === 'weighted') {
    return (
      total(scores.map((score, i) => score * (positives[i] ?? 0))) / (total(positives) + epsilon)
    );
  }
  return total(scores) / scores.length;
}
