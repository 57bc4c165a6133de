// What a reader of a data set's targets must know of them where they are numbers: values in, their
// range out.

/** The values of a target that is a number, over all rows. */
export type TargetValues = {
  readonly min: number;
  readonly max: number;
  /** How many are 0. */
  readonly zeros: number;
  /** Whether all are whole. */
  readonly whole: boolean;
  /** All different ones, ascending, where there are at most two. */
  readonly pair: readonly number[] | null;
};

/** Looks through the targets of some parts. */
export function targetValues(parts: readonly Float32Array[]): TargetValues {
  let [min, max, zeros, whole] = [Infinity, -Infinity, 0, true];
  const distinct = new Set<number>();
  for (const values of parts) {
    for (const value of values) {
      if (value < min) min = value;
      if (value > max) max = value;
      if (value === 0) zeros += 1;
      if (whole && !Number.isInteger(value)) whole = false;
      if (distinct.size < 3) distinct.add(value);
    }
  }
  const pair = distinct.size < 3 ? [...distinct].sort((a, b) => a - b) : null;
  return { min, max, zeros, whole, pair };
}
