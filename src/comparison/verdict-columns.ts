// The verdicts on the rows of a table in, its columns and sentences of them out.
import { cutText } from '../text/cut.js';
import { digitsText, probabilityText, toDigits } from '../text/digits.js';
import { counted } from '../text/wrap.js';
import type { RunRecord } from '../run/record.js';
import type { ColumnSource } from './column.js';
import { foldScores, foldsOf } from './folds.js';
import { isReplicated, recordsOf, type Group } from './groups.js';
import { distinctLosses, knownScore } from './record-columns.js';
import { sampleMoments } from './statistics/moments.js';
import { expectedGreatest } from './statistics/distributions.js';
import { correctedVariance, foldHalfInterval } from './statistics/folds.js';
import { unjudged, type Verdict, type Verdicts } from './verdicts.js';

/** The rows of a table and what is known of them. */
export type JudgedRows = {
  readonly groups: readonly Group[];
  /** What the verdicts are about. */
  readonly metric: string;
  /** Whether the greater score is the better one. */
  readonly mode: 'min' | 'max';
  /** Null where no two rows have replicates. */
  readonly verdicts: Verdicts | null;
  /** What holds the mean score of a row with 95 %; of replicates whose scores are not all the same. */
  readonly intervals: ReadonlyMap<Group, readonly [number, number]>;
};

// A column's heading names the row that the others are held against, where it is short.
const longestName = 30;

/**
 * `interval`, the 95 % of the mean of the score that verdicts are about, and `verdict`, what is known
 * of each row.
 */
export function verdictColumns(
  { verdicts, metric, intervals }: JudgedRows,
  labels: ReadonlyMap<Group, string>,
): readonly ColumnSource[] {
  const part = verdicts?.part ?? 'test';
  const shared = { kind: 'text', direction: null, cell: () => null } as const;
  const interval: ColumnSource = {
    ...shared,
    key: 'interval',
    label: `${part === 'test' ? 'test' : 'val'} ${metric}, 95 %`,
    weight: 2,
    shown: true,
    ofGroup: (group) => intervalText(intervals.get(group) ?? null),
  };
  if (!verdicts) return [interval];
  const name = cutText(labels.get(verdicts.against) ?? '', longestName);
  const verdict: ColumnSource = {
    ...shared,
    key: 'verdict',
    label: `against ${name}`,
    weight: 0.1,
    shown: true,
    ofGroup: (group) => verdictText(verdicts.of.get(group) ?? null),
  };
  return [interval, verdict];
}

/** The intervals of the rows that have replicates with scores. */
export function intervalsOf({
  groups,
  verdicts,
  metric,
  mode,
}: Omit<JudgedRows, 'intervals'>): JudgedRows['intervals'] {
  const part = verdicts?.part ?? 'test';
  const records = groups.flatMap(recordsOf);
  const range = rangeOf({ metric, mode, records });
  return new Map(
    replicateScores(groups, part, metric).flatMap(
      ({ group, values, overlap }): readonly (readonly [Group, readonly [number, number]])[] => {
        const { mean } = sampleMoments(values);
        const half = foldHalfInterval(values, overlap);
        if (half === null) return [];
        return [[group, clipped([mean - half, mean + half], values, range)]];
      },
    ),
  );
}

// Of the losses and errors that are the better the less they are, these alone can be below 0: a
// cosine, a logarithm of a likelihood without its constant, and what of two distributions is none less.
const belowZero = /cosine|poisson|kl_divergence|kullback|kld/i;

/**
 * What an interval of a score lies within; the records are of the runs that have it. No score of which
 * the greater is the better one is above 1, and those that count what is right, as losses and errors
 * that are sums of what is never negative, are no less than 0: a mean of them is there, too, so what of
 * an interval lies outside says nothing.
 */
export function rangeOf({
  metric,
  mode,
  records,
}: {
  readonly metric: string;
  readonly mode: JudgedRows['mode'];
  readonly records: readonly RunRecord[];
}): readonly [number, number] {
  if (mode === 'max') {
    const isShare = /accuracy|precision|recall|auc|f1_score|fbeta_score/.test(metric);
    return [isShare ? 0 : -Infinity, 1];
  }
  // A loss is called so, or by its output (`price_loss`): which one it is the specs say.
  const names = /(?:^|_)loss$/.test(metric) ? distinctLosses(records) : [metric];
  return [names.some((name) => belowZero.test(name)) ? -Infinity : 0, Infinity];
}

/**
 * What lies within such a range of an interval of some values. Where one of them does not, as a
 * crossentropy to targets beyond 1 may be below 0, the range is not theirs.
 */
export function clipped(
  interval: readonly [number, number],
  values: readonly number[],
  [least, most]: readonly [number, number],
): readonly [number, number] {
  if (values.some((value) => value < least || value > most)) return interval;
  return [Math.max(interval[0], least), Math.min(interval[1], most)];
}

type Replicated = {
  readonly group: Group;
  /** Of its runs, or of its folds. */
  readonly values: readonly number[];
  /** Of folds, the rows scored for each that a model was made with; else 0. */
  readonly overlap: number;
};

// Of the rows with several runs, those of which every run, and every fold, has a score.
function replicateScores(
  groups: readonly Group[],
  part: Verdicts['part'],
  metric: string,
): readonly Replicated[] {
  return groups.filter(isReplicated).flatMap((group): readonly Replicated[] => {
    if (foldsOf(group)) {
      const known = foldScores(group, part, (one) => knownScore(one.scores[part], metric));
      return known && known.scores.size > 1
        ? [{ group, values: [...known.scores.values()], overlap: known.overlap }]
        : [];
    }
    const values = group.runs.map((run) =>
      'record' in run ? knownScore(run.record.scores[part], metric) : NaN,
    );
    return values.every(Number.isFinite) ? [{ group, values, overlap: 0 }] : [];
  });
}

// A whole number is where the scores end, and exact.
function intervalText(interval: readonly [number, number] | null): string | null {
  const texts = interval?.map((bound) =>
    Number.isInteger(bound) ? String(bound) : digitsText(bound, 4),
  );
  return texts?.join(' to ') ?? null;
}

function verdictText(verdict: Verdict | null): string | null {
  if (!verdict || verdict.verdict === null) return null;
  const { diff, p, needs_seeds } = verdict;
  switch (verdict.verdict) {
    case 'better':
    case 'worse':
      return `${verdict.verdict} by ${digitsText(Math.abs(diff), 2)} (p ${probabilityText(p)})`;
    case 'within noise':
      return needs_seeds === null ? 'within noise' : `within noise (${needs_seeds} seeds)`;
    case 'no difference that matters':
      return verdict.verdict;
  }
}

/** What a reader must know to trust verdicts, a sentence each. */
export function verdictNotes(
  { groups, metric, verdicts }: JudgedRows,
  labels: ReadonlyMap<Group, string>,
): readonly string[] {
  const folded = foldedNotes(groups, metric, verdicts?.part ?? 'test');
  // Where no two can be held against each other, it is said which cannot.
  if (!verdicts) return [...folded, ...unjudgedNotes(unjudged(groups, metric), labels)];
  const { of, part, pairs } = verdicts;
  const told = [...of.values()].flatMap((one) => (one.verdict === null ? [] : [one]));
  const tests = [...new Set(told.map(({ test }) => test))].sort();
  const reads = groups.reduce((sum, group) => sum + readsOf(group), 0);
  const open = told.some(({ needs_seeds }) => needs_seeds !== null);
  return [
    ...(told.length > 0
      ? [
          `verdicts are on ${part} ${metric} by ${folded.length > 0 ? 'fold' : 'seed, on this split alone'} (${tests.join(', ')}), ${pairs === 1 ? '' : `corrected for ${pairs} pairs of rows by Holm's procedure `}at 5 %${open ? '; the seeds behind "within noise" are what would show a true difference as great as the one seen' : ''}`,
        ]
      : []),
    ...folded,
    ...(part === 'test' && reads > 0
      ? [
          `these runs read the test set ${counted(reads, 'time')}${folded.length > 0 ? ', those of folds each what its fold holds out' : ''}`,
        ]
      : []),
    ...luckNotes(groups, metric),
    ...unjudgedNotes(of, labels),
  ];
}

function foldedNotes(
  groups: readonly Group[],
  metric: string,
  part: Verdicts['part'],
): readonly string[] {
  const folded = groups.filter((group) => foldsOf(group));
  const ratios = replicateScores(folded, part, metric).map(({ overlap }) => toDigits(overlap, 2));
  if (ratios.length === 0) return [];
  const [least, most] = [Math.min(...ratios), Math.max(...ratios)];
  const ratio = least === most ? String(least) : `${least} to ${most}`;
  const isSeeded = folded.some((group) => group.runs.length > (foldsOf(group)?.done ?? 0));
  return [
    `training sets of folds overlap, so intervals and tests take the variance of a mean of n folds as (1/n + ${ratio}) of theirs (Nadeau and Bengio; ${ratio}: ${part} rows for each row that a model was made with); ± is the plain deviation of the runs${isSeeded ? ', how far one lies from another; in intervals and tests a fold is the mean of its seeds' : ''}`,
  ];
}

function readsOf({ runs }: Group): number {
  return runs.reduce((sum, run) => sum + ('record' in run ? run.record.test_reads : 0), 0);
}

// Of rows with one true mean, the best looks as much better than it is as the greatest of so many
// draws does.
function luckNotes(groups: readonly Group[], metric: string): readonly string[] {
  const rows = replicateScores(groups, 'validation', metric);
  if (rows.length < 3) return [];
  const ofMeans = rows.map(({ values, overlap }) =>
    correctedVariance(sampleMoments(values).variance, values.length, overlap),
  );
  const variance = ofMeans.reduce((sum, one) => sum + one, 0) / rows.length;
  const luck = toDigits(Math.sqrt(variance) * expectedGreatest(rows.length), 2);
  return luck === 0
    ? []
    : [
        `of ${rows.length} rows that are alike the best would seem ${luck} better on validation ${metric} by luck alone`,
      ];
}

const mostTold = 5;

function unjudgedNotes(of: Verdicts['of'], labels: ReadonlyMap<Group, string>): readonly string[] {
  const whys = new Map<string, string[]>();
  for (const [group, one] of of) {
    if (one.verdict === null) {
      whys.set(one.why, [...(whys.get(one.why) ?? []), labels.get(group) ?? '']);
    }
  }
  return [...whys].slice(0, mostTold).map(([why, names]) => {
    const few = names.slice(0, mostTold).map((name) => cutText(name, 60));
    const more = names.length > few.length ? ` and ${names.length - few.length} more` : '';
    return `no verdict on ${few.join(', ')}${more}: ${why}`;
  });
}
