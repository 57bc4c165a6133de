// Scores that put numbers of several units into one: a spec and its data in, a sentence each out.
import type { DatasetDescription } from '../dataset/dataset.js';
import type { ReadSpec } from '../spec/read.js';
import { metricName } from '../spec/spec.js';
import { metricEntry } from '../training/metrics/metrics.js';

// Shares, which have no unit.
const unitless = [
  'r2_score',
  'mean_absolute_percentage_error',
  'mean_squared_logarithmic_error',
  'cosine_similarity',
];

type DataUnits = Pick<
  DatasetDescription,
  'targetParts' | 'targetInput' | 'targetScale' | 'targetNumbers'
>;

/** Of several columns as targets: metrics that add up what cannot be added. */
export function unitWarnings(
  file: string,
  { spec: { metrics } }: Pick<ReadSpec, 'spec'>,
  { targetParts, targetInput, targetScale, targetNumbers }: DataUnits,
): readonly string[] {
  const mixed = metrics.filter((metric) => !unitless.includes(metricEntry(metric).name));
  const [first] = mixed;
  const isMixedInput = targetInput !== undefined && targetScale !== undefined;
  const all = targetParts?.map(({ name }) => name) ?? (isMixedInput ? (targetNumbers ?? []) : []);
  if (all.length < 2 || !first) return [];
  const names = `${all.slice(0, 5).join(', ')}${all.length > 5 ? ' …' : ''}`;
  return [
    `${file}: ${mixed.map(metricName).join(', ')} ${mixed.length === 1 ? 'is one number' : 'are one number each'} over ${names}, each in its own units: dlx evaluate tells the errors of each`,
  ];
}
