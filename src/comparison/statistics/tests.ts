// Scores of two rows in, how sure their difference is out: Student's paired test where both have the
// same seeds, else Welch's; Holm's correction where there are several; McNemar's exact test of two
// models on the same samples.
import { fairTosses, tOfTails, tTails } from './distributions.js';
import { differenceMoments, sampleMoments } from './moments.js';

/** The scores of a row, by the seeds of its runs, or by runs where seeds repeat; two or more. */
export type Scores = ReadonlyMap<number | string, number>;

/** What is known of the difference of two means, the first less the second. */
export type Difference = {
  readonly test: 'paired t' | 'Welch t' | 'corrected paired t';
  readonly diff: number;
  readonly standardError: number;
  readonly df: number;
};

/** Whether two rows were trained with the same seeds. */
export function haveSameSeeds(a: Scores, b: Scores): boolean {
  return a.size === b.size && [...a.keys()].every((seed) => b.has(seed));
}

/**
 * The difference of two rows. Paired over the seeds where they are the same; else Welch's, with the
 * degrees of freedom of Welch and Satterthwaite (Welch 1947), rounded down: as they are, rows of few
 * seeds and unequal spreads are told apart more often than the level says. null where the scores do not vary but
 * differ: then nothing says how much they would vary.
 */
export function differenceOf(a: Scores, b: Scores): Difference | null {
  const found = haveSameSeeds(a, b) ? paired(a, b) : welch(a, b);
  return found.standardError === 0 && found.diff !== 0 ? null : found;
}

function paired(a: Scores, b: Scores): Difference {
  const { mean, variance } = differenceMoments(
    [...a].map(([seed, value]) => [value, b.get(seed) ?? NaN]),
  );
  const n = a.size;
  return { test: 'paired t', diff: mean, standardError: Math.sqrt(variance / n), df: n - 1 };
}

function welch(a: Scores, b: Scores): Difference {
  const [one, other] = [sampleMoments([...a.values()]), sampleMoments([...b.values()])];
  const [u, v] = [one.variance / a.size, other.variance / b.size];
  // As shares of their sum: squares of small ones would be 0.
  const share = u / (u + v);
  const exact = u + v === 0 ? 1 : 1 / (share ** 2 / (a.size - 1) + (1 - share) ** 2 / (b.size - 1));
  // Not below 1 but by rounding.
  const df = Math.max(1, Math.floor(exact));
  return { test: 'Welch t', diff: one.mean - other.mean, standardError: Math.sqrt(u + v), df };
}

/**
 * The probability of a difference that lies as far outside of ±`practical` if the true one were
 * `practical` at most; of two sides.
 */
export function probabilityOf({ diff, standardError, df }: Difference, practical = 0): number {
  const beyond = Math.abs(diff) - practical;
  if (beyond <= 0) return 1;
  return tTails(beyond / standardError, df);
}

/**
 * The probability of a difference that lies as far within ±`practical` if the true one were `practical`
 * at least: two one-sided tests (Schuirmann 1987). 1 where it does not lie within.
 */
export function equivalenceOf({ diff, standardError, df }: Difference, practical: number): number {
  const within = practical - Math.abs(diff);
  if (within <= 0) return 1;
  return standardError === 0 ? 0 : tTails(within / standardError, df) / 2;
}

/** The interval that holds the true difference with `confidence`, of this difference alone. */
export function intervalOf(
  { diff, standardError, df }: Difference,
  confidence = 0.95,
): readonly [number, number] {
  const half = standardError === 0 ? 0 : tOfTails(1 - confidence, df) * standardError;
  return [diff - half, diff + half];
}

/**
 * Half the width of the interval that holds a mean of these values with 95 %; null where they are all
 * the same: then nothing says how much they would vary.
 */
export function halfInterval(values: readonly number[]): number | null {
  const { variance } = sampleMoments(values);
  return variance === 0
    ? null
    : tOfTails(0.05, values.length - 1) * Math.sqrt(variance / values.length);
}

/**
 * The interval that holds the mean of what these values are drawn from with 95 %; of two or more. It has
 * no width where they are all the same.
 */
export function meanInterval(values: readonly number[]): readonly [number, number] {
  const { mean } = sampleMoments(values);
  const half = halfInterval(values) ?? 0;
  return [mean - half, mean + half];
}

/**
 * Holm's step-down correction: each probability such that those below a level are, all together,
 * wrong with at most that level, however they depend on each other (Holm 1979).
 */
export function holm(probabilities: readonly number[]): readonly number[] {
  const order = probabilities.map((p, at) => ({ p, at })).sort((a, b) => a.p - b.p);
  const corrected = new Array<number>(probabilities.length);
  let greatest = 0;
  order.forEach(({ p, at }, rank) => {
    greatest = Math.max(greatest, Math.min(1, (order.length - rank) * p));
    corrected[at] = greatest;
  });
  return corrected;
}

// More seeds than this nobody trains to settle a difference.
const mostSeeds = 1000;

/**
 * How many seeds a row would show a true difference as great as this one, at this level of two
 * sides, in four of five trials: the least n at which diff ≥ (t of the level + t of 4/5) standard
 * errors. null where a thousand would not.
 */
export function seedsNeeded(
  found: Difference,
  seeds: number,
  { level, practical = 0 }: { readonly level: number; readonly practical?: number },
): number | null {
  const beyond = Math.abs(found.diff) - practical;
  if (beyond <= 0 || found.standardError === 0) return null;
  const perRoot = found.standardError * Math.sqrt(seeds);
  const dfPerSeed = found.df / (seeds - 1);
  const isEnough = (n: number): boolean => {
    const df = dfPerSeed * (n - 1);
    // Which t is beyond the level's is cheaper to tell than the level's t.
    const t = (beyond * Math.sqrt(n)) / perRoot - tOfTails(0.4, df);
    return t > 0 && tTails(t, df) <= level;
  };
  // What is needed grows less with every seed, so the first that is enough is found by halves.
  let [few, enough] = [Math.max(2, seeds) - 1, mostSeeds];
  if (!isEnough(enough)) return null;
  while (enough - few > 1) {
    const middle = Math.floor((few + enough) / 2);
    if (isEnough(middle)) enough = middle;
    else few = middle;
  }
  return enough;
}

/**
 * McNemar's exact test: the probability that of the samples on which just one of two models is
 * right they share as unevenly as this, were each of them as often the right one (two sides).
 */
export function mcnemar(onlyFirst: number, onlySecond: number): number {
  const n = onlyFirst + onlySecond;
  return n === 0 ? 1 : Math.min(1, 2 * fairTosses(Math.min(onlyFirst, onlySecond), n));
}
