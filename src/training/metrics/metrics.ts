// The table of metrics, with Keras' definitions, and which of them fit what is to be judged.
import type { Spec } from '../../spec/spec.js';
import { findEntry, type Tagged } from '../../words/tagged.js';
import { metricName } from '../../spec/spec.js';
import type { Tensor } from '../../tensor/operations.js';
import type { Judged, TargetForm } from '../losses/loss.js';
import { lossEntry } from '../losses/losses.js';
import type { Direction, MetricEntry, Misfit } from './metric.js';
import { accuracyMetrics } from './accuracy.js';
import { auc } from './auc.js';
import { confusionMetrics } from './confusion.js';
import { valueMetrics } from './values.js';

/** The metrics a spec may name. */
export const metrics: readonly MetricEntry[] = [
  ...accuracyMetrics,
  ...confusionMetrics,
  auc,
  ...valueMetrics,
];

/** The table's entry of a metric that a checked spec names. */
export function metricEntry({ name }: Pick<Tagged, 'name'>): MetricEntry {
  const entry = findEntry(metrics, name);
  if (!entry) throw new Error(`no metric ${name}`);
  return entry;
}

/** Which way a monitored value improves: as `mode` says, or as its metric is known to. */
export function directionOf(
  { metrics: measured }: Pick<Spec, 'metrics'>,
  monitor: string,
  mode: 'auto' | Direction,
): Direction {
  if (mode !== 'auto') return mode;
  const name = monitor.replace(/^val_/, '');
  const metric = measured.find((candidate) => metricName(candidate) === name);
  return metric ? metricEntry(metric).direction : 'min';
}

/**
 * What each metric of a spec adds to its sums for a batch, in their order: [sums] or [] each. Where the loss takes the
 * outputs for logits, metrics of probabilities see the probabilities that it makes of them.
 */
export function batchSumsOf(
  { loss, metrics: measured }: Pick<Spec, 'loss' | 'metrics'>,
  judged: Judged,
): readonly Tensor[] {
  let seen: Judged | undefined;
  return measured.map((metric) => {
    const entry = metricEntry(metric);
    const isRaw = !seesProbabilities(metric, loss);
    const given = isRaw ? judged : (seen ??= asProbabilities(loss, judged));
    // Logits serve the crossentropy that makes probabilities of them in the same way.
    const fits = isRaw || entry.probabilities === lossEntry(loss).probabilities;
    return entry.batchSums(fits ? given : { ...given, logits: null }, metric.arguments);
  });
}

/** Whether a metric sees probabilities that are made of what the loss takes for logits. */
export function seesProbabilities(metric: Tagged, loss: Tagged): boolean {
  return (
    loss.arguments['from_logits'] === true &&
    metric.arguments['from_logits'] !== true &&
    metricEntry(metric).judgesMargins !== true
  );
}

function asProbabilities(loss: Tagged, judged: Judged): Judged {
  const { ops, output, logits } = judged;
  const made =
    lossEntry(loss).probabilities === 'sigmoid'
      ? ops.activation('sigmoid', output)
      : ops.softmax(output);
  return { ...judged, output: made, logits: logits ?? output };
}

const formWords: Readonly<Record<TargetForm, string>> = {
  classes: 'class numbers',
  probabilities: 'rows of probabilities',
  values: 'values',
};

/**
 * Why a metric cannot judge targets in the form of this loss, or so many outputs; null where it
 * can.
 */
export function metricMisfit(
  metric: Tagged,
  loss: { readonly name: string; readonly targets: TargetForm },
  units: number,
): Misfit | null {
  const { name, judges, ofSeveral, misfit } = metricEntry(metric);
  const isClasses = loss.targets === 'classes';
  if (judges !== 'both' && isClasses !== (judges === 'classes')) {
    const message = `${name} compares ${isClasses ? 'values' : 'class numbers'}, but the targets of ${loss.name} are ${formWords[loss.targets]}`;
    const other = isClasses ? `sparse_${name}` : name.replace('sparse_', '');
    const known = findEntry(metrics, other)?.name ?? 'accuracy';
    return {
      message,
      cure: isClasses
        ? `use ${known}, or the loss categorical_crossentropy`
        : `use ${known}, or the loss sparse_categorical_crossentropy`,
    };
  }
  if (ofSeveral !== undefined && units === 1) {
    return {
      message: `${name} is of several outputs, but the model gives one`,
      cure: `use ${ofSeveral}`,
    };
  }
  return misfit?.(metric.arguments, units) ?? null;
}
