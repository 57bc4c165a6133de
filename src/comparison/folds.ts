// Rows whose runs are the folds of a cross-validation: a row in, its folds, their scores and what is to
// be said of them out.
import type { RunRecord } from '../run/record.js';
import { cutText } from '../text/cut.js';
import { counted } from '../text/wrap.js';
import { recordsOf, type Group } from './groups.js';

/** The folds of a row. */
export type RowFolds = {
  /** Of one repeat, and of how many repeats there are runs. */
  readonly folds: number;
  readonly repeats: number;
  /** Of how many folds there is a run. */
  readonly done: number;
  /** Whether there is one of every fold of each of these repeats. */
  readonly isWhole: boolean;
};

/** Scores of folds, by repeat and fold, each the mean over the seeds that it was trained with. */
export type FoldScores = {
  readonly scores: ReadonlyMap<string, number>;
  /** How many rows are scored for each row that a model was made with. */
  readonly overlap: number;
};

type Of = NonNullable<RunRecord['cross_validation']>;

// Which fold of which repeat a run is of; null where it is of none.
function placeOf({ cross_validation: of }: Pick<RunRecord, 'cross_validation'>): string | null {
  return of ? `${of.repeat}/${of.fold}` : null;
}

/** The folds of a row; null where not all of its runs are of one cross-validation. */
export function foldsOf(group: Group): RowFolds | null {
  const of = recordsOf(group).map(({ cross_validation: one }) => one ?? null);
  const [first] = of;
  if (!first || of.length < group.runs.length) return null;
  const known = of.filter((one): one is Of => one?.id === first.id);
  if (known.length < of.length) return null;
  const repeats = new Set(known.map(({ repeat }) => repeat)).size;
  const done = new Set(known.map(({ repeat, fold }) => `${repeat}/${fold}`)).size;
  const { folds } = first;
  return { folds, repeats, done, isWhole: done === folds * repeats };
}

/**
 * The scores of a row's folds by `scoreOf`; null where it has none, where folds are missing, or a run
 * has no score.
 */
export function foldScores(
  group: Group,
  part: 'test' | 'validation',
  scoreOf: (record: RunRecord) => number,
): FoldScores | null {
  const folds = foldsOf(group);
  if (!folds?.isWhole) return null;
  const records = recordsOf(group);
  const of = new Map<string, number[]>();
  for (const record of records) {
    const place = placeOf(record) ?? '';
    of.set(place, [...(of.get(place) ?? []), scoreOf(record)]);
  }
  const means = [...of].map(
    ([place, values]) =>
      [place, values.reduce((sum, value) => sum + value, 0) / values.length] as const,
  );
  if (!means.every(([, value]) => Number.isFinite(value))) return null;
  const sum = (rowsOf: (data: RunRecord['data']) => number): number =>
    records.reduce((all, { data }) => all + rowsOf(data), 0);
  // What chose the epoch is part of what a model was made with.
  const overlap =
    part === 'test'
      ? sum(({ test }) => test) / sum(({ train, validation }) => train + validation)
      : sum(({ validation }) => validation) / sum(({ train }) => train);
  return { scores: new Map(means), overlap };
}

/** What is missing of a row: `4 of 5 folds`; null where nothing is. */
export function missingWords({ folds, repeats, done, isWhole }: RowFolds): string | null {
  return isWhole ? null : `${done} of ${counted(folds * repeats, 'fold')}`;
}

/** A sentence for each row of folds that is not whole, or that has not every seed of every fold. */
export function foldNotes(groups: readonly Group[]): readonly string[] {
  return groups.flatMap((group) => {
    const folds = foldsOf(group);
    const records = recordsOf(group);
    if (!folds || records.length < 2) return [];
    const name = cutText(records[0]?.name ?? '', 60);
    const missing = missingWords(folds);
    if (missing) {
      return [
        `${name} has ${missing}: its mean is of these alone, and it has no interval and no verdict before all are done`,
      ];
    }
    const seeds = new Set(records.map(({ seed }) => seed)).size;
    const all = folds.folds * folds.repeats * seeds;
    if (records.length >= all) return [];
    return [
      `${name} has ${records.length} of ${counted(all, 'run')}, as ${counted(seeds, 'seed')} of each of ${counted(folds.folds * folds.repeats, 'fold')} are: its mean is of these alone, and in its interval and its verdict a fold is the mean of the seeds that it has`,
    ];
  });
}
