// How precision falls as more is found: scores of samples in, a curve over all thresholds out. Pure
// numbers.

/** A curve from the highest threshold, at which nothing is found, to the lowest, at which all is. */
export type PrecisionRecall = {
  /** At each distinct score from the greatest: of what has it or a greater one. */
  readonly points: readonly { readonly recall: number; readonly precision: number }[];
  /** The mean of the precisions, weighted by how much recall grows: scikit-learn's average_precision_score. */
  readonly average: number;
  /** The share of samples that are positive: the precision of guessing. */
  readonly share: number;
};

/**
 * Of samples that are positive or not, by their scores. Points are those of scikit-learn's
 * precision_recall_curve, without its last one at recall 0. Null where no sample is positive, or a
 * score is no number.
 */
export function precisionRecall(
  isPositive: (sample: number) => boolean,
  scores: ArrayLike<number>,
): PrecisionRecall | null {
  const order = Array.from({ length: scores.length }, (_, i) => i);
  const scoreOf = (sample: number): number => scores[sample] ?? NaN;
  const positives = order.filter(isPositive).length;
  if (positives === 0 || order.some((sample) => Number.isNaN(scoreOf(sample)))) return null;
  order.sort((a, b) => scoreOf(b) - scoreOf(a));
  const points: { recall: number; precision: number }[] = [];
  let [hits, average, before] = [0, 0, 0];
  order.forEach((sample, i) => {
    if (isPositive(sample)) hits += 1;
    const next = order[i + 1];
    // Samples of one score are found together.
    if (next !== undefined && scoreOf(next) === scoreOf(sample)) return;
    const point = { recall: hits / positives, precision: hits / (i + 1) };
    average += (point.recall - before) * point.precision;
    before = point.recall;
    points.push(point);
  });
  return { points, average, share: positives / scores.length };
}

/** So many of the points as show the curve: the first, the last, and those where it has moved. */
export function thinned(
  points: PrecisionRecall['points'],
  least = 0.004,
): PrecisionRecall['points'] {
  let [recall, precision] = [-1, -1];
  return points.filter((point, i) => {
    const hasMoved =
      Math.abs(point.recall - recall) + Math.abs(point.precision - precision) >= least;
    if (!hasMoved && i < points.length - 1) return false;
    ({ recall, precision } = point);
    return true;
  });
}
