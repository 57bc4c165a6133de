// Runs of one row in, the one whose model stands for them out: the best on validation.
import type { RunRecord } from '../run/record.js';
import { scoreOf } from './record-columns.js';

/** What runs are ranked by: a metric's name, or `loss`. */
export type RankedBy = { readonly metric: string; readonly mode: 'min' | 'max' };

/** The first metric of a run, or its loss: what ranks in a comparison of runs like it. */
export function rankedBy({ metrics: [first] }: Pick<RunRecord, 'metrics'>): RankedBy {
  return first ? { metric: first.name, mode: first.mode } : { metric: 'loss', mode: 'min' };
}

/** The run that is the best on validation, of equals the first; undefined of none. */
export function bestRun<R extends { readonly record: RunRecord }>(
  runs: readonly R[],
  { metric, mode }: RankedBy,
): R | undefined {
  const costOf = ({ record }: R): number => {
    const score = scoreOf(record.scores.validation, metric) ?? NaN;
    return Number.isFinite(score) ? (mode === 'max' ? -score : score) : Infinity;
  };
  // The difference of two infinities is no number.
  const [best] = runs.toSorted((a, b) => Math.sign(costOf(a) - costOf(b)) || 0);
  return best;
}
