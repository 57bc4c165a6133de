// Scores of the folds of a cross-validation in, how sure their mean and their difference is out. The
// training sets of folds overlap, so their scores are no independent draws: the variance of a mean is
// taken as (1/n + n₂/n₁) times that of the folds, with n₂ rows scored for n₁ that a model was made with
// (Nadeau and Bengio 2003; for repeated folds Bouckaert and Frank 2004).
import { tOfTails } from './distributions.js';
import { differenceMoments, sampleMoments } from './moments.js';
import { halfInterval, type Difference, type Scores } from './tests.js';

/**
 * The difference of two rows over the folds that both have, by the corrected resampled t-test with
 * n − 1 degrees of freedom; `overlap` is n₂/n₁. null where they share less than two folds, or differ as much
 * in all of them: then nothing says how much they would vary.
 */
export function foldDifference(a: Scores, b: Scores, overlap: number): Difference | null {
  const pairs = [...a].flatMap(([fold, value]): readonly (readonly [number, number])[] => {
    const other = b.get(fold);
    return other === undefined ? [] : [[value, other]];
  });
  const n = pairs.length;
  if (n < 2) return null;
  const { mean, variance } = differenceMoments(pairs);
  if (variance === 0 && mean !== 0) return null;
  const standardError = Math.sqrt(correctedVariance(variance, n, overlap));
  return { test: 'corrected paired t', diff: mean, standardError, df: n - 1 };
}

/** The variance of the mean of n folds whose scores have this sample variance. */
export function correctedVariance(variance: number, n: number, overlap: number): number {
  return (1 / n + overlap) * variance;
}

/**
 * Half the width of the interval that holds the mean of folds with 95 %; 0 overlap is that of seeds. null
 * where they are all the same, which says nothing of how much they would vary.
 */
export function foldHalfInterval(values: readonly number[], overlap: number): number | null {
  if (overlap === 0) return halfInterval(values);
  const { variance } = sampleMoments(values);
  const n = values.length;
  return variance === 0
    ? null
    : tOfTails(0.05, n - 1) * Math.sqrt(correctedVariance(variance, n, overlap));
}
