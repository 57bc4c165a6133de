// Metrics of right and wrong alarms: precision, recall and the F-scores. Each keeps counts.
import type { Operations, Tensor } from '../../tensor/operations.js';
import { choice, integer, number } from '../../words/arguments.js';
import type { Judged } from '../losses/loss.js';
import { defineMetric, ones, share, upTo, type Misfit } from './metric.js';

const alarms = {
  thresholds: number({ min: 0, max: 1 }).nullable().default(null),
  top_k: integer({ min: 1 }).nullable().default(null),
  class_id: integer({ min: 0 }).nullable().default(null),
};
type Alarms = { readonly [K in keyof typeof alarms]: number | null };

const averaging = { average: choice(['micro', 'macro', 'weighted']).nullable().default(null) };
const cut = { threshold: number({ above: 0, max: 1 }).nullable().default(null) };
type Averaging = { readonly average: 'micro' | 'macro' | 'weighted' | null };

/** The metrics of this file. */
export const confusionMetrics = [
  defineMetric({
    name: 'precision',
    aliases: ['Precision'],
    summary:
      'Of the outputs above thresholds (0.5; with top_k, the largest of each sample), the share that should be; of all outputs, or of class_id alone.',
    arguments: alarms,
    direction: 'max',
    judges: 'values',
    sums: () => 2,
    batchSums: (judged, args) => hitsAnd(judged, args, ({ said }) => said),
    value: ([hits = 0, said = 0]) => share(hits, said),
    misfit: alarmMisfit,
  }),
  defineMetric({
    name: 'recall',
    aliases: ['Recall'],
    summary: 'Of the outputs that should be above thresholds, the share that is.',
    arguments: alarms,
    direction: 'max',
    judges: 'values',
    sums: () => 2,
    batchSums: (judged, args) => hitsAnd(judged, args, ({ truth }) => truth),
    value: ([hits = 0, truth = 0]) => share(hits, truth),
    misfit: alarmMisfit,
  }),
  defineMetric({
    name: 'f1_score',
    aliases: ['F1Score'],
    summary:
      'The harmonic mean of precision and recall of each output, averaged: macro evenly, weighted by how often each is right, micro over all counts. Without a threshold the largest output is the answer.',
    arguments: { ...averaging, ...cut },
    direction: 'max',
    judges: 'values',
    sums: (_, units) => 3 * units,
    batchSums: scoreSums,
    value: (sums, args, { units }) => fScore(sums, { ...args, beta: 1 }, units),
    misfit: averageMisfit('f1_score'),
  }),
  defineMetric({
    name: 'fbeta_score',
    aliases: ['FBetaScore', 'f_beta_score'],
    summary: 'The same with recall worth beta times as much as precision.',
    arguments: { ...averaging, beta: number({ above: 0 }).default(1), ...cut },
    direction: 'max',
    judges: 'values',
    sums: (_, units) => 3 * units,
    batchSums: scoreSums,
    value: (sums, args, { units }) => fScore(sums, args, units),
    misfit: averageMisfit('fbeta_score'),
  }),
];

/** 1 where a target is not 0. */
export function truthOf(ops: Operations, targets: Tensor): Tensor {
  return ops.sub(1, ones(ops, ops.equal(targets, 0)));
}

type Alarm = { readonly said: Tensor; readonly truth: Tensor };

function hitsAnd(
  { ops, output, targets }: Judged,
  { thresholds, top_k, class_id }: Alarms,
  other: (alarm: Alarm) => Tensor,
): Tensor {
  const above = ones(ops, ops.greater(output, thresholds ?? (top_k === null ? 0.5 : leastOfTop)));
  const said = top_k === null ? above : ops.mul(above, ops.largestOfRow(output, top_k));
  const whole = { said, truth: truthOf(ops, targets) };
  const { said: p, truth: y } = class_id === null ? whole : ofClass(ops, whole, class_id);
  return ops.stack([ops.sum(ops.mul(p, y)), ops.sum(other({ said: p, truth: y }))]);
}

// Keras' threshold where only the largest outputs count.
const leastOfTop = -1e10;

function ofClass(ops: Operations, { said, truth }: Alarm, wanted: number): Alarm {
  const column = ops.vector(upTo(said.shape.at(-1) ?? 1).map((i) => (i === wanted ? 1 : 0)));
  return { said: ops.mul(said, column), truth: ops.mul(truth, column) };
}

function alarmMisfit({ top_k, class_id }: Alarms, units: number): Misfit | null {
  if (class_id !== null && class_id >= units) {
    return {
      message: `class_id must be below ${units}, the number of outputs, got ${class_id}`,
      cure: 'classes are counted from 0',
    };
  }
  if (top_k !== null && top_k > units) {
    return {
      message: `top_k must be at most ${units}, the number of outputs, got ${top_k}`,
      cure: 'give a smaller top_k',
    };
  }
  return null;
}

function averageMisfit(name: string): (args: Averaging, units: number) => Misfit | null {
  return ({ average }, units) =>
    average === null && units > 1
      ? {
          message: `${name} is a value for each of the ${units} outputs, expected one number`,
          cure: 'give it an average: micro, macro or weighted',
        }
      : null;
}

// [3 · outputs]: hits, what was said, what is true.
function scoreSums(
  { ops, output, targets }: Judged,
  { threshold }: { readonly threshold: number | null },
): Tensor {
  const said =
    threshold === null ? largest(ops, output) : ones(ops, ops.greater(output, threshold));
  const columns = [ops.mul(said, targets), said, targets].map((values) => ops.sum(values, 0));
  return ops.concat(columns);
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
  const [hits = [], said = [], truth = []] = columns;
  const scores = hits.map((hit, i) => {
    const precision = hit / ((said[i] ?? 0) + epsilon);
    const recall = hit / ((truth[i] ?? 0) + epsilon);
    return ((1 + beta ** 2) * precision * recall) / (beta ** 2 * precision + recall + epsilon);
  });
  if (average === 'weighted') {
    return total(scores.map((score, i) => score * (truth[i] ?? 0))) / (total(truth) + epsilon);
  }
  return total(scores) / scores.length;
}
