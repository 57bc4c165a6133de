// The running totals of a trainer: what is summed from step to step, and the scores it stands for.
// Of sums that are subtracted from each other what their rounding loses is kept beside them, so
// that 1e6 rows are summed as exactly as ten.
import { exactly } from '../ground/known.js';
import type { Network } from '../model/network.js';
import type { MetricSpec, Spec } from '../spec/spec.js';
import { metricName } from '../spec/spec.js';
import type { Operations, Tensor } from '../tensor/operations.js';
import type { Variable } from '../tensor/variables.js';
import type { Scores } from './epoch.js';
import type { Named } from './kept.js';
import type { Counted } from './metrics/metric.js';
import { metricEntry } from './metrics/metrics.js';

/** The total of finite steps: those before the first whose loss was no finite number. */
export const finiteSteps = 'total/finite_steps';

const lossTotal = 'total/loss';

/** The running totals: the loss, each metric's sums, and the steps with a finite loss. */
export function totalsOf({ metrics }: Pick<Spec, 'metrics'>, network: Network): readonly Named[] {
  const units = network.outputShape.at(-1) ?? 1;
  const sums = metrics.map((metric) => ({
    name: metricTotal(metric),
    shape: sumsOf(metric, units),
  }));
  return [{ name: lossTotal, shape: [] }, ...sums, { name: finiteSteps, shape: [] }];
}

// Twice as many where what is lost is kept, in the second half.
function sumsOf(metric: MetricSpec, units: number): readonly number[] {
  const { sums, subtractsSums } = metricEntry(metric);
  const count = sums?.(metric.arguments, units);
  return count === undefined ? [] : [subtractsSums ? 2 * count : count];
}

/** The names of the totals that scores are made from: the loss, then the spec's metrics. */
export function scoredTotals({ metrics }: Pick<Spec, 'metrics'>): readonly string[] {
  return [lossTotal, ...metrics.map(metricTotal)];
}

function metricTotal(metric: MetricSpec): string {
  return `total/metric/${metricName(metric)}`;
}

/** Adds a batch's sums, [sums] or [], to a metric's total. */
export function addSums(
  ops: Operations,
  metric: Pick<MetricSpec, 'name'>,
  total: Variable,
  sums: Tensor,
): void {
  if (metricEntry(metric).subtractsSums) addExactly(ops, total, sums);
  else total.add(sums);
}

// [2 · sums]: totals, and what their rounding has lost so far (Knuth, "The Art of Computer
// Programming" 2, 4.2.2, theorem B).
function addExactly(ops: Operations, total: Variable, sums: Tensor): void {
  const [before, lost] = exactly(ops.split(total.read(), 2), 2);
  const after = ops.add(before, sums);
  const added = ops.sub(after, before);
  const loss = ops.add(ops.sub(before, ops.sub(after, added)), ops.sub(sums, added));
  total.assign(ops.concat([after, ops.add(lost, loss)]));
}

/** Scores, and why those that are null have no value: a reason with counts by the score's name. */
export type Scored = {
  readonly scores: Scores;
  readonly undefinedBecause: Readonly<Record<string, string>>;
};

/** The mean loss and the metrics of what was summed: the values of {@link scoredTotals}. */
export function scoresFrom(
  { metrics }: Pick<Spec, 'metrics'>,
  totals: readonly Float32Array[],
  counted: Counted,
): Scored {
  const [[loss = NaN] = [], ...sums] = totals;
  const scores: Record<string, number | null> = { loss: loss / counted.count };
  const reasons: Record<string, string> = {};
  metrics.forEach((metric, i) => {
    const name = metricName(metric);
    const { value, undefinedBecause } = metricEntry(metric);
    const values = wholeSums(metric, sums[i] ?? new Float32Array());
    const reason = undefinedBecause?.(values, metric.arguments, counted) ?? null;
    if (reason !== null) reasons[name] = reason;
    scores[name] =
      reason !== null
        ? null
        : value
          ? value(values, metric.arguments, counted)
          : (values[0] ?? NaN) / counted.count;
  });
  return { scores, undefinedBecause: reasons };
}

function wholeSums(metric: MetricSpec, total: Float32Array): readonly number[] {
  if (!metricEntry(metric).subtractsSums) return [...total];
  const half = total.length / 2;
  return Array.from(total.subarray(0, half), (sum, i) => sum + (total[half + i] ?? NaN));
}
