// Numbers in, what a reader sees of them at a glance out: how many, range, mean, spread, histogram.

/** Numbers at a glance. */
export type Summary = {
  readonly count: number;
  /** How many are missing. */
  readonly missing: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Of the population: divided by n. */
  readonly deviation: number;
  /** How many lie in each of the equal parts of the range from least to greatest; of whole numbers that are few, each. */
  readonly histogram: readonly number[];
};

/** So many bars are as many as a line of a terminal has room for beside other things. */
export const mostBars = 20;

/** Sums numbers up; those that are NaN count as missing. Null where there are no others. */
export function summaryOf(values: ArrayLike<number>): Summary | null {
  let [count, sum, min, max, isWhole] = [0, 0, Infinity, -Infinity, true];
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] ?? NaN;
    if (Number.isNaN(value)) continue;
    count += 1;
    sum += value;
    if (value < min) min = value;
    if (value > max) max = value;
    isWhole &&= Number.isInteger(value);
  }
  if (count === 0) return null;
  const mean = sum / count;
  const bars = isWhole && max - min < mostBars ? max - min + 1 : mostBars;
  const histogram = Array.from({ length: bars }, () => 0);
  let squares = 0;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] ?? NaN;
    if (Number.isNaN(value)) continue;
    squares += (value - mean) ** 2;
    const bar = barOf(value, min, max, bars);
    histogram[bar] = (histogram[bar] ?? 0) + 1;
  }
  const missing = values.length - count;
  return { count, missing, min, max, mean, deviation: Math.sqrt(squares / count), histogram };
}

function barOf(value: number, min: number, max: number, bars: number): number {
  // In halves: the distance of two great numbers may be greater than any.
  const share = max === min ? 0 : (value / 2 - min / 2) / (max / 2 - min / 2);
  // Of whole numbers each is in the middle of its bar.
  const at = max - min + 1 === bars ? value - min : Math.floor(share * bars);
  return Math.min(bars - 1, Math.max(0, at));
}
