// What is done about cells without a value, as the spec says it: a rule for each column in, and for
// a column of numbers what its gaps are filled with.
import { failure, misuse, type UserError } from '../../ground/errors.js';
import type { Gaps } from '../facts.js';
import { medianOf } from './median.js';
import { shownCell } from './places.js';

/** What a column's cells without a value become. */
export type GapRule =
  | 'refuse'
  | 'drop'
  /** The median or a category of its own, and an input that says so. */
  | 'fill'
  | 'median'
  | 'mean'
  | 'most_frequent'
  | { readonly value: string | number };

/** What `missing` may be in a spec. */
export type Missing = 'fill' | 'drop' | Readonly<Record<string, string | number>> | null;

const words = ['fill', 'drop', 'median', 'mean', 'most_frequent'] as const;

/** What stands for the columns that `missing` does not name. */
export const otherColumns = '*';

/** The rule for a column; it is refused where nothing is said of it. */
export function gapRule(missing: Missing, column: string): GapRule {
  if (missing === null) return 'refuse';
  if (missing === 'fill' || missing === 'drop') return missing;
  const key = Object.hasOwn(missing, column) ? column : otherColumns;
  if (!Object.hasOwn(missing, key)) return 'refuse';
  const said = missing[key] ?? '';
  return words.find((word) => word === said) ?? { value: said };
}

/**
 * Whether rows without a target, or a weight, are left out: nothing else can be done about them.
 * Throws a UserError where `missing` names the column with another word.
 */
export function dropsRows(missing: Missing, column: string, what: string): boolean {
  const rule = gapRule(missing, column);
  const isNamed = typeof missing === 'object' && missing !== null && Object.hasOwn(missing, column);
  if (isNamed && rule !== 'drop') {
    throw misuse(
      `missing fills ${JSON.stringify(shownCell(column))}, which is the ${what}: say drop, which leaves out the rows where it is missing`,
    );
  }
  return rule === 'drop';
}

/** The most frequent value of those that were counted; of several the first in order. */
export function mostFrequent<T extends string | number>(
  counts: ReadonlyMap<T, number>,
): T | undefined {
  let best: readonly [T, number] | undefined;
  for (const [value, count] of counts) {
    if (!best || count > best[1] || (count === best[1] && value < best[0])) best = [value, count];
  }
  return best?.[0];
}

/**
 * What numbers without a value become by a rule: `present` gives the training part's values that are
 * there, of `trained` rows. `parse` reads a value that the spec writes. Throws a UserError, which
 * `place` begins, where there is none to fill with.
 */
export function numberGaps(
  rule: GapRule,
  { present, trained, place, parse }: NumberGaps,
): Gaps<number> | null {
  if (rule === 'refuse') return null;
  if (rule === 'drop') return 'drop';
  if (typeof rule === 'object') {
    const value = parse(String(rule.value));
    if (!Number.isFinite(value)) {
      throw misuse(
        `${place} is to have ${JSON.stringify(shownCell(String(rule.value)))} where its value is missing, which is none: write one as the column has them, or median, mean, most_frequent, fill or drop`,
      );
    }
    return { value, indicator: false };
  }
  let count = 0;
  for (const { length } of present()) count += length;
  if (count === 0) throw nothingToFill(place);
  const indicator = rule === 'fill' && count < trained;
  switch (rule) {
    case 'mean':
      return { value: sumOf(present()) / count, indicator };
    case 'most_frequent':
      return { value: mostFrequent(countsOf(present())) ?? 0, indicator };
    default:
      return { value: medianOf(present, count), indicator };
  }
}

type NumberGaps = {
  /** The values that are there, none NaN, a piece after another. */
  readonly present: () => Iterable<Float64Array>;
  readonly trained: number;
  readonly place: string;
  readonly parse: (text: string) => number;
};

function sumOf(pieces: Iterable<Float64Array>): number {
  let sum = 0;
  for (const values of pieces) for (const value of values) sum += value;
  return sum;
}

function countsOf(pieces: Iterable<Float64Array>): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const values of pieces) {
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

/** What to say of a column that has nothing in the training part. */
export function nothingToFill(place: string): UserError {
  return failure(
    `${place} has no value in any training row, so that nothing says what its gaps should be: leave it out with exclude, or write a value under missing`,
  );
}
