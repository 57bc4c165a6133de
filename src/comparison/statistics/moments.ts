// Mean and spread of a few values; nothing is loaded for it, so every table can have it.

/** Mean and sample variance (with n − 1) of two values or more. */
export type Moments = { readonly mean: number; readonly variance: number };

// Scores are means of float32 values: what is closer than this, of one that is 1, is the same.
const rounding = 2 ** -22;

/**
 * Those of some values. What differs by no more than float32 rounds a value of `scale`, which is that of
 * the greatest of them where nobody says otherwise, does not vary.
 */
export function sampleMoments(values: readonly number[], scale = greatest(values)): Moments {
  const [first = NaN] = values;
  // Equal values have no spread, which rounding of the mean would give them.
  if (values.every((value) => value === first)) return { mean: first, variance: 0 };
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const isOne = values.every((value) => Math.abs(value - first) <= scale * rounding);
  if (isOne) return { mean, variance: 0 };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, variance: squares / (values.length - 1) };
}

/**
 * Those of the differences of pairs, each the first less the second. Differences that rounding alone
 * tells apart (0.72 − 0.71 and 0.73 − 0.72 are two numbers) do not vary, and one that is no more is 0.
 */
export function differenceMoments(pairs: readonly (readonly [number, number])[]): Moments {
  const scale = greatest(pairs.flat());
  const { mean, variance } = sampleMoments(
    pairs.map(([one, other]) => one - other),
    scale,
  );
  return { mean: variance === 0 && Math.abs(mean) <= scale * rounding ? 0 : mean, variance };
}

function greatest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
