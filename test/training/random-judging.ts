// Random arguments of losses, and the metrics that fit them, for random models.
import { fc, type GeneratorValue } from '../drawn.js';
import type { losses } from '../../src/training/losses/losses.js';
import { metricMisfit, metrics } from '../../src/training/metrics/metrics.js';
import { specOf } from '../model/specs.js';

type Values = Readonly<Record<string, unknown>>;
type Loss = (typeof losses)[number];

const oneOf =
  (...values: readonly unknown[]) =>
  (draw: GeneratorValue): unknown =>
    draw(fc.constantFrom, ...values);

/**
 * Losses that make far more of a rounding error than it was: the direction of one value, errors in
 * per cent of almost nothing.
 */
export const roughLosses: readonly string[] = [
  'cosine_similarity',
  'mean_absolute_percentage_error',
  'huber',
  'hinge',
  'squared_hinge',
  'categorical_hinge',
  'binary_focal_crossentropy',
];

/** What an argument of a loss is drawn from, by its name. */
const lossRules: Readonly<Record<string, (draw: GeneratorValue) => unknown>> = {
  from_logits: oneOf(false, true),
  label_smoothing: oneOf(0, 0.1, 1),
  ignore_class: oneOf(null, 1),
  alpha: oneOf(0.25, 0.7),
  gamma: oneOf(1, 2, 2.5),
  apply_class_balancing: oneOf(false, true),
  delta: oneOf(0.1, 1, 2),
};

/** Every argument of a loss, at random. */
export function drawLossArguments(draw: GeneratorValue, { name, arguments: args }: Loss): Values {
  const drawn = Object.keys(args).map((argument) => {
    const rule = lossRules[argument];
    if (!rule) {
      throw new Error(
        `random-judging.ts does not know what to draw the argument ${argument} of ${name} from`,
      );
    }
    return [argument, rule(draw)] as const;
  });
  return Object.fromEntries(drawn);
}

const needed: Readonly<Record<string, Values>> = {
  f1_score: { average: 'macro' },
  fbeta_score: { average: 'weighted', beta: 2 },
};

/** Some of the metrics that can judge so many outputs of a loss. */
export function drawMetrics(draw: GeneratorValue, loss: Loss, units: number): readonly Values[] {
  const written: readonly Values[] = metrics.map(({ name }) => ({ name, ...needed[name] }));
  const read = specOf({ model: ['Flatten'], metrics: written }).metrics;
  return written.filter((_, i) => {
    const metric = read[i];
    return metric && metricMisfit(metric, loss, units) === null && draw(fc.boolean);
  });
}
