// The table of metrics, with Keras' definitions, and which of them fit what is to be judged.
import type { Spec } from '../../spec/spec.js';
import { findEntry, type Tagged } from '../../words/tagged.js';
import { metricName } from '../../spec/spec.js';
import type { TargetForm } from '../losses/loss.js';
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
  const { name, judges, choosesOutput, misfit } = metricEntry(metric);
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
  if (choosesOutput && units === 1) {
    return {
      message: `${name} chooses among several outputs, but the model gives one`,
      cure: 'use binary_accuracy',
    };
  }
  return misfit?.(metric.arguments, units) ?? null;
}
