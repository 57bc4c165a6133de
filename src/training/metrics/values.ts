// Mean errors and their like, the losses that Keras also has as metrics, and the coefficient of
// determination.
import { choice, integer } from '../../words/arguments.js';
import {
  cosine,
  hinge,
  logCosh,
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanSquaredError,
  meanSquaredLogarithmicError,
  poisson,
  squaredHinge,
} from '../losses/values.js';
import {
  binaryCrossentropy,
  categoricalCrossentropy,
  categoricalHinge,
  klDivergence,
  sparseCategoricalCrossentropy,
  sparseCrossEntropy,
} from '../losses/classes.js';
import type { LossEntry } from '../losses/loss.js';
import { defineMetric, sampleSum, upTo, type MetricEntry } from './metric.js';

/** The metrics of this file. */
export const valueMetrics = [
  asMetric(meanSquaredError),
  defineMetric({
    name: 'root_mean_squared_error',
    aliases: ['RootMeanSquaredError', 'rmse'],
    summary: 'The square root of the mean squared difference.',
    arguments: {},
    direction: 'min',
    judges: 'values',
    domain: 'any',
    batchSums: ({ ops, output, targets }) => sampleSum(ops, ops.square(ops.sub(output, targets))),
    value: ([sum = NaN], _, { count }) => Math.sqrt(sum / count),
  }),
  asMetric(meanAbsoluteError),
  asMetric(meanAbsolutePercentageError),
  asMetric(meanSquaredLogarithmicError),
  {
    ...asMetric(logCosh),
    name: 'log_cosh_error',
    aliases: ['LogCoshError', 'logcosh', 'log_cosh'],
  },
  defineMetric({
    name: 'cosine_similarity',
    aliases: ['CosineSimilarity'],
    summary: 'The cosine between outputs and targets: 1 in the same direction.',
    arguments: {},
    direction: 'max',
    judges: 'values',
    domain: 'any',
    ofSeveral: 'mean_absolute_error',
    batchSums: (judged) => judged.ops.sum(cosine(judged)),
  }),
  defineMetric({
    name: 'r2_score',
    aliases: ['R2Score'],
    summary:
      'The share of the targets’ variance that is explained: 1 for exact outputs, 0 for their mean; num_regressors adjusts it for so many inputs.',
    arguments: {
      class_aggregation: choice(['uniform_average', 'variance_weighted_average'])
        .nullable()
        .default('uniform_average'),
      num_regressors: integer({ min: 0 }).default(0),
    },
    direction: 'max',
    judges: 'values',
    domain: 'any',
    sums: (_, units) => 3 * units,
    subtractsSums: true,
    // The variance does not depend on where targets are counted from, but its rounding does.
    batchSums: ({ ops, output, targets, center }) => {
      const moved = center ? ops.sub(targets, ops.vector([...center])) : targets;
      return ops.concat(
        [moved, ops.square(moved), ops.square(ops.sub(targets, output))].map((values) =>
          ops.sum(values, 0),
        ),
      );
    },
    undefinedBecause: (sums, _, { count, units }) =>
      targetVariation(sums, count, units).some(
        (variation, i) => !(variation <= rounding * (sums[units + i] ?? NaN)),
      )
        ? null
        : count === 1
          ? 'one target does not vary'
          : `all ${count} targets are the same`,
    value: (sums, args, { count, units }) =>
      adjusted(
        determination(sums, args.class_aggregation, count, units),
        args.num_regressors,
        count * units,
      ),
    misfit: ({ class_aggregation }, units) =>
      class_aggregation === null && units > 1
        ? {
            message: `r2_score is a value for each of the ${units} outputs, expected one number`,
            cure: 'give it a class_aggregation: uniform_average or variance_weighted_average',
          }
        : null,
  }),
  asMetric(binaryCrossentropy),
  {
    ...asMetric(categoricalCrossentropy),
    ofSeveral: 'binary_crossentropy',
  } satisfies MetricEntry,
  // Of what is ignored it takes the mean, too, as Keras' does.
  {
    ...asMetric(sparseCategoricalCrossentropy),
    batchSums: (judged, args) =>
      judged.ops.sum(sparseCrossEntropy(judged, args as Parameters<typeof sparseCrossEntropy>[1])),
  } satisfies MetricEntry,
  { ...asMetric(hinge), judgesMargins: true } satisfies MetricEntry,
  { ...asMetric(squaredHinge), judgesMargins: true } satisfies MetricEntry,
  {
    ...asMetric(categoricalHinge),
    judgesMargins: true,
    ofSeveral: 'hinge',
  } satisfies MetricEntry,
  { ...asMetric(klDivergence), ofSeveral: 'binary_crossentropy' } satisfies MetricEntry,
  asMetric(poisson),
];

function asMetric({
  name,
  aliases = [],
  summary,
  arguments: args,
  targets,
  domain,
  probabilities,
  perSample,
}: LossEntry): MetricEntry {
  return defineMetric({
    name,
    aliases,
    summary,
    arguments: args,
    direction: 'min',
    judges: targets === 'classes' ? 'classes' : 'values',
    domain,
    ...(probabilities ? { probabilities } : {}),
    batchSums: (judged, given) => judged.ops.sum(perSample(judged, given)),
  });
}

// Of squares, of which float32 has 24 bits.
const rounding = 2 ** -22;

// The squared distances of each output's targets from their mean, summed: [outputs].
function targetVariation(sums: readonly number[], count: number, units: number): readonly number[] {
  return upTo(units).map((i) => {
    const [sum = NaN, squares = NaN] = [sums[i], sums[units + i]];
    return squares - (sum * sum) / count;
  });
}

function determination(
  sums: readonly number[],
  aggregation: string | null,
  count: number,
  units: number,
): number {
  const outputs = targetVariation(sums, count, units).map((total, i) => {
    const score = 1 - (sums[2 * units + i] ?? NaN) / total;
    return { total, score: Math.abs(score) === Infinity ? 0 : score };
  });
  const even = outputs.reduce((mean, { score }) => mean + score / units, 0);
  const all = outputs.reduce((sum, { total }) => sum + total, 0);
  return aggregation === 'variance_weighted_average'
    ? outputs.reduce((sum, { total, score }) => sum + total * score, 0) / all
    : even;
}

// Keras counts every output of a sample.
function adjusted(score: number, regressors: number, values: number): number {
  return regressors === 0 || regressors >= values - 1
    ? score
    : 1 - ((1 - score) * (values - 1)) / (values - regressors - 1);
}
