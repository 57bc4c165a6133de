// Rows of a table in, what is known of each against one of them out: the scores of their seeds are
// taken from the records, and judged.
import type { RunRecord } from '../run/record.js';
import { isSealed } from '../run/sealed.js';
import { foldScores, foldsOf, missingWords } from './folds.js';
import { recordsOf, isReplicated, type Group } from './groups.js';
import { knownScore } from './record-columns.js';
import {
  judged,
  seedsToSettle,
  type Judged,
  type Question,
  type RatedRow,
  type RowVerdict,
} from './statistics/judged.js';

/** What is known of a row against another one. */
export type Verdict = RowVerdict & {
  /** Of each row, to settle what is within noise; null where nothing is open, or a thousand would not. */
  readonly needs_seeds: number | null;
};

/** The verdicts on the rows of a table. */
export type Verdicts = Pick<Judged<Group>, 'against' | 'pairs'> & {
  /** Of every row but the one that the others are held against, and those that cannot be read. */
  readonly of: ReadonlyMap<Group, Verdict>;
  /** Of which part of the data: the test set, or validation where a test set is sealed. */
  readonly part: 'test' | 'validation';
};

type Asked = Question & {
  /** A metric's name, or `loss`. */
  readonly metric: string;
  /** Whether nothing of a test set is told, of one that was read neither. */
  readonly sealed?: boolean;
};

/**
 * Holds rows against `chosen`, or where that is null against the best by validation of those that
 * have replicates. null where there are not two rows of replicates with scores, or `chosen` is none
 * of them.
 */
export function verdictsOf(
  groups: readonly Group[],
  { metric, sealed = false, ...question }: Asked,
  chosen: Group | null = null,
): Verdicts | null {
  const part = partOf(groups, sealed);
  const rows = groups.flatMap((group) => ratedRow(group, part, metric));
  const wanted = chosen && rows.find(({ group }) => group === chosen);
  if (wanted === undefined) return null;
  const found = judged(rows, question, wanted);
  if (!found) return null;
  const rated = new Map(
    [...found.of].map(([row, verdict]): readonly [Group, Verdict] => {
      const isOpen = verdict.verdict === 'within noise';
      const needs = isOpen ? seedsToSettle(row, found.against, found.pairs, question) : null;
      return [row.group, { ...verdict, needs_seeds: needs }];
    }),
  );
  const of = groups
    .filter((group) => group !== found.against.group && recordsOf(group).length > 0)
    .map((group): readonly [Group, Verdict] => [
      group,
      rated.get(group) ?? {
        verdict: null,
        why: whyUnrated(group, part, metric),
        needs_seeds: null,
      },
    ]);
  return { against: found.against.group, pairs: found.pairs, part, of: new Map(of) };
}

/**
 * Holds a row against another one that was named. Of rows that show no noise, or have no scores, the
 * verdict is null with the reason.
 */
export function verdictAgainst(
  row: Group,
  other: Group,
  asked: Asked,
): Pick<Verdicts, 'part'> & { readonly verdict: Verdict } {
  const found = verdictsOf([row, other], asked, other);
  const part = partOf([row, other], asked.sealed);
  const verdict = found?.of.get(row);
  if (verdict) return { part, verdict };
  const { metric } = asked;
  const isRated = ratedRow(row, part, metric).length > 0;
  const why = isRated
    ? `of the other: ${whyUnrated(other, part, metric)}`
    : whyUnrated(row, part, metric);
  return { part, verdict: { verdict: null, why, needs_seeds: null } };
}

/** The rows of replicates that have no scores to be judged by, of several, with the reason. */
export function unjudged(groups: readonly Group[], metric: string): ReadonlyMap<Group, Verdict> {
  const replicated = groups.filter(isReplicated);
  if (replicated.length < 2) return new Map();
  const part = partOf(groups);
  const without = replicated.filter((group) => ratedRow(group, part, metric).length === 0);
  return new Map(
    without.map((group): readonly [Group, Verdict] => [
      group,
      { verdict: null, why: whyUnrated(group, part, metric), needs_seeds: null },
    ]),
  );
}

/** Why nothing can be held against a row that was named; `groups` are those of its table. */
export function whyNone(groups: readonly Group[], chosen: Group, metric: string): string {
  const part = partOf(groups);
  if (ratedRow(chosen, part, metric).length > 0) return 'no other row has several runs with scores';
  const why = whyUnrated(chosen, part, metric);
  return isReplicated(chosen)
    ? why
    : `${why}; \`dlx train SPEC --seeds 3\` makes it a row of several`;
}

function partOf(groups: readonly Group[], sealed = false): Verdicts['part'] {
  return sealed || groups.some((group) => recordsOf(group).some(isSealed)) ? 'validation' : 'test';
}

function ratedRow(
  group: Group,
  part: Verdicts['part'],
  metric: string,
): readonly (RatedRow & { readonly group: Group })[] {
  const records = recordsOf(group);
  const folds = foldsOf(group);
  const isBySeed = new Set(records.map(({ seed }) => seed)).size === records.length;
  const scores = new Map(
    records.flatMap((record): readonly (readonly [number | string, number])[] => {
      const score = knownScore(record.scores[part], metric);
      return Number.isFinite(score) ? [[isBySeed ? record.seed : record.id, score]] : [];
    }),
  );
  if (!isReplicated(group) || scores.size < records.length) return [];
  const ranked = records.map(({ scores: { validation } }) => knownScore(validation, metric));
  const validation = ranked.reduce((sum, value) => sum + value, 0) / ranked.length;
  const row = { group, validation, definition: definitionOf(records, metric) };
  if (!folds) return [{ ...row, scores }];
  const known = foldScores(group, part, (one) => knownScore(one.scores[part], metric));
  return known && known.scores.size > 1 ? [{ ...row, ...known }] : [];
}

function whyUnrated(group: Group, part: Verdicts['part'], metric: string): string {
  const records = recordsOf(group);
  const folds = foldsOf(group);
  const missing = folds && missingWords(folds);
  if (missing) return `it has ${missing}`;
  if (!isReplicated(group)) return 'one run shows no noise';
  const unscored = records.filter(
    ({ scores }) => !Number.isFinite(knownScore(scores[part], metric)),
  );
  return `${unscored.length} of its ${records.length} runs have no ${part} ${metric}`;
}

// A metric's arguments are part of what it means; which loss it is, is the spec's.
function definitionOf(records: readonly RunRecord[], metric: string): string {
  const written = records.map(({ spec }) =>
    metric === 'loss' ? spec['loss'] : argumentsOf(spec['metrics'], metric),
  );
  return [...new Set(written.map((one) => JSON.stringify(one ?? null)))].join(' ');
}

function argumentsOf(metrics: unknown, metric: string): readonly unknown[] {
  if (!Array.isArray(metrics)) return [];
  return metrics.filter(
    (one: unknown) =>
      typeof one === 'object' && one !== null && Object.values(one).includes(metric),
  );
}
