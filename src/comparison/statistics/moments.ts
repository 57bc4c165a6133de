// Mean and spread of a few values; nothing is loaded for it, so every table can have it.

/** Mean and sample variance (with n − 1) of two values or more. */
export type Moments = { readonly mean: number; readonly variance: number };

/** Those of some values. */
export function sampleMoments(values: readonly number[]): Moments {
  const [first = NaN] = values;
  // Equal values have no spread, which rounding of the mean would give them.
  if (values.every((value) => value === first)) return { mean: first, variance: 0 };
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, variance: squares / (values.length - 1) };
}
