// The scores of rows in, what is known of each against one of them out: better, worse, or within
// noise. The row that the others are held against is mostly the best one, chosen among them by its
// validation score. So that no verdict comes of that choice, however validation and test scores hang
// together, all pairs of rows are corrected for, and not only those with the best one.
import { foldDifference } from './folds.js';
import {
  differenceOf,
  equivalenceOf,
  holm,
  intervalOf,
  probabilityOf,
  seedsNeeded,
  type Difference,
  type Scores,
} from './tests.js';

/** The replicates of a row. */
export type RatedRow = {
  /** By seed, or by fold, what the verdict is about; two or more. */
  readonly scores: Scores;
  /** Given where they are of folds: rows scored for each that a model was made with. */
  readonly overlap?: number;
  /** What the best row is chosen by: the mean of its validation scores; NaN where it has none. */
  readonly validation: number;
  /** How the score is defined; rows of two definitions are not held against each other. */
  readonly definition: string;
};

/** What rows are told apart by. */
export type Question = {
  readonly mode: 'min' | 'max';
  /** Differences as small as this do not matter; 0 where all do. */
  readonly practical: number;
};

/** What is known of a row against another one. */
export type RowVerdict =
  | {
      readonly verdict: 'better' | 'worse' | 'within noise' | 'no difference that matters';
      readonly test: Difference['test'];
      /** Of the means, this row's less the other's, in the score's units. */
      readonly diff: number;
      /** Of the difference, 95 %, for this row alone. */
      readonly interval: readonly [number, number];
      /**
       * That the scores would differ as much by chance; of `no difference that matters`, that they would
       * be as near. Corrected for all comparisons that could have been told.
       */
      readonly p: number;
    }
  | { readonly verdict: null; readonly why: string };

/** The verdicts on rows against one of them. */
export type Judged<Row> = {
  readonly against: Row;
  /** How many pairs of rows were corrected for. */
  readonly pairs: number;
  /** Of every row but the one that the others are held against. */
  readonly of: ReadonlyMap<Row, RowVerdict>;
};

/** Verdicts are wrong in one table of twenty, at most, where all rows are alike. */
export const level = 0.05;

// All pairs of more rows would be too many to test: then each is corrected for all of them at once
// (Bonferroni), which is a little stricter.
const mostRows = 150;

/**
 * Holds rows against `chosen`, or where that is null against the best of them by validation. null
 * where there are not two rows, or none can be chosen.
 */
export function judged<Row extends RatedRow>(
  rows: readonly Row[],
  question: Question,
  chosen: Row | null = null,
): Judged<Row> | null {
  const against = chosen ?? bestOf(rows, question);
  if (!against || rows.length < 2) return null;
  const others = rows.filter((row) => row !== against);
  const found = others.map((row) => comparable(row, against));
  const { corrected, alike, pairs } = correctedFor(found, chosen ? [] : others, question);
  return {
    against,
    pairs,
    of: new Map(
      others.map((row, i) => {
        const ofFolds = row.overlap !== undefined;
        const asked = {
          found: found[i] ?? null,
          p: corrected[i] ?? 1,
          alike: alike[i] ?? 1,
          ofFolds,
        };
        const isOther = row.definition !== against.definition;
        return [row, isOther ? otherwise : verdictOn(asked, question)] as const;
      }),
    ),
  };
}

const otherwise = { verdict: null, why: 'its score is defined otherwise' } as const;

function bestOf<Row extends RatedRow>(rows: readonly Row[], { mode }: Question): Row | undefined {
  const sign = mode === 'max' ? -1 : 1;
  return rows
    .filter(({ validation }) => Number.isFinite(validation))
    .toSorted((a, b) => sign * (a.validation - b.validation))[0];
}

function comparable(a: RatedRow, b: RatedRow): Difference | null {
  if (a.definition !== b.definition) return null;
  const { overlap: one } = a;
  const { overlap: other } = b;
  return one === undefined || other === undefined
    ? differenceOf(a.scores, b.scores)
    : foldDifference(a.scores, b.scores, Math.max(one, other));
}

type Corrected = {
  /** That there is no such difference. */
  readonly corrected: readonly number[];
  /** That there is one that matters. */
  readonly alike: readonly number[];
  readonly pairs: number;
};

// The probabilities of the differences asked about, corrected for these and for those among the
// other rows.
function correctedFor(
  asked: readonly (Difference | null)[],
  others: readonly RatedRow[],
  { practical }: Question,
): Corrected {
  const pairs = asked.length + (others.length * (others.length - 1)) / 2;
  const isMany = others.length > mostRows;
  const rest = isMany
    ? []
    : others.flatMap((a, i) => others.slice(i + 1).map((b) => comparable(a, b)));
  const correct = (chance: (found: Difference) => number): readonly number[] => {
    const chances = [...asked, ...rest].map((found) => (found ? chance(found) : 1));
    return isMany
      ? chances.map((p) => Math.min(1, p * pairs))
      : holm(chances).slice(0, asked.length);
  };
  return {
    pairs,
    corrected: correct((found) => probabilityOf(found, practical)),
    alike: practical > 0 ? correct((found) => equivalenceOf(found, practical)) : [],
  };
}

type Asked = {
  readonly found: Difference | null;
  readonly p: number;
  readonly alike: number;
  readonly ofFolds: boolean;
};

const shareNone =
  'the scores differ as much in all folds, which shows no noise, or they have no two folds in common';

function verdictOn({ found, p, alike, ofFolds }: Asked, { mode }: Question): RowVerdict {
  if (!found) {
    return {
      verdict: null,
      why: ofFolds ? shareNone : 'the scores differ as much in all seeds, which shows no noise',
    };
  }
  const { test, diff } = found;
  const known = { test, diff, interval: intervalOf(found), p };
  if (p < level) {
    const isBetter = diff > 0 === (mode === 'max');
    return { verdict: isBetter ? 'better' : 'worse', ...known };
  }
  if (alike < level) return { verdict: 'no difference that matters', ...known, p: alike };
  return { verdict: 'within noise', ...known };
}

/**
 * How many seeds each of two rows would need to settle a true difference as great as the one seen
 * between them; null where a thousand would not, and between rows of folds: more of these add no rows.
 */
export function seedsToSettle(
  a: RatedRow,
  b: RatedRow,
  pairs: number,
  { practical }: Question,
): number | null {
  if (a.overlap !== undefined) return null;
  const found = comparable(a, b);
  const seeds = Math.min(a.scores.size, b.scores.size);
  return found && seedsNeeded(found, seeds, { level: level / pairs, practical });
}
