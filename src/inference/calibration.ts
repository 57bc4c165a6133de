// Whether what a model is sure of is so: its confidence in each answer in, how often answers of such a
// confidence are right out. Pure numbers.

/** Answers of a range of confidence. */
export type CalibrationBin = {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** The mean of their confidences, and the share of them that is right. */
  readonly confidence: number;
  readonly accuracy: number;
};

/** How well confidence and truth agree. */
export type Calibration = {
  /** Those that hold answers, from the least sure. */
  readonly bins: readonly CalibrationBin[];
  /**
   * The mean distance of confidence and accuracy, weighted by the counts: the expected calibration
   * error of Guo et al. (2017).
   */
  readonly error: number;
};

/** Of answers in so many equal ranges of confidence from 0 to 1; null where there is none. */
export function calibrationOf(
  confidences: ArrayLike<number>,
  isRight: (answer: number) => boolean,
  count = 10,
): Calibration | null {
  const sums = Array.from({ length: count }, () => ({ count: 0, confidence: 0, hits: 0 }));
  let all = 0;
  for (let answer = 0; answer < confidences.length; answer += 1) {
    const confidence = confidences[answer] ?? NaN;
    // A range holds its upper end, as in the paper; the first one 0, too.
    const bin = sums[Math.max(0, Math.ceil(confidence * count) - 1)];
    if (!bin) continue;
    all += 1;
    bin.count += 1;
    bin.confidence += confidence;
    if (isRight(answer)) bin.hits += 1;
  }
  if (all === 0) return null;
  const bins = sums.flatMap((sum, i) =>
    sum.count === 0
      ? []
      : [
          {
            from: i / count,
            to: (i + 1) / count,
            count: sum.count,
            confidence: sum.confidence / sum.count,
            accuracy: sum.hits / sum.count,
          },
        ],
  );
  const error = bins.reduce(
    (sum, bin) => sum + (bin.count / all) * Math.abs(bin.confidence - bin.accuracy),
    0,
  );
  return { bins, error };
}
