// The values of runs and of replicates in, the differences between them out: what a text may call better by
// so much.
import type { Table } from '../comparison/comparison.js';
import type { Verdict } from '../comparison/verdicts.js';
import { valueOf, type Owner, type Value } from './value.js';

/** Those that are one's own. */
export type Owned = { readonly owner: Owner; readonly values: readonly Value[] };

// Of more, nobody writes of all pairs, and there would be too many.
const mostOwners = 24;

/** What any two of them differ by in a score. */
export function differenceValues(all: readonly Owned[]): readonly Value[] {
  const some = all.slice(0, mostOwners).map(({ owner, values }) => ({
    owner,
    scores: values.filter(isScore),
  }));
  return some.flatMap((one, i) =>
    some
      .slice(i + 1)
      .flatMap((other) =>
        one.scores.flatMap((score) =>
          other.scores
            .filter((another) => isSameScore(score, another))
            .map((another) => differenceOf(score, another)),
        ),
      ),
  );
}

function isScore({ kind, stat, labels, named }: Value): boolean {
  const isWhole = labels.length === 0 && !named && (stat === 'value' || stat === 'mean');
  return isWhole && (kind === 'share' || kind === 'score');
}

function isSameScore(one: Value, other: Value): boolean {
  return one.part === other.part && one.topics[0] === other.topics[0] && one.stat === other.stat;
}

function differenceOf(one: Value, other: Value): Value {
  const owner = {
    called: `${one.owner.called} and ${other.owner.called}`,
    names: [],
    between: [one.owner, other.owner],
  };
  return valueOf({
    owner,
    value: Math.abs(one.value - other.value),
    part: one.part,
    kind: 'difference',
    topics: ['difference', ...one.topics],
    what: `difference in ${one.what}`,
    named: true,
  });
}

/** What is known of rows against another one; `of` is whose a folder's row is. */
export function verdictValues(
  tables: readonly Table[],
  of: (folder: string) => Owner | undefined,
): readonly Value[] {
  return tables.flatMap(({ rows, judged }) =>
    rows.flatMap(({ verdict, folders: [folder = ''] }) => {
      const [own, against] = [of(folder), of(judged?.against ?? '')];
      if (!verdict || verdict.verdict === null || !own || !against || !judged) return [];
      const between = { called: `${own.called} against ${against.called}`, names: [] };
      return ofVerdict(verdict, { ...between, between: [own, against] }, judged);
    }),
  );
}

type Told = Extract<Verdict, { readonly diff: number }>;

function ofVerdict(
  { diff, interval: [low, high], p, needs_seeds: seeds }: Told,
  owner: Owner,
  { part, metric }: NonNullable<Table['judged']>,
): readonly Value[] {
  const what = `difference in ${part} ${metric}`;
  const topics = ['difference', metric];
  const difference = {
    owner,
    thing: `${owner.called}\n${what}`,
    kind: 'difference',
    topics,
  } as const;
  // It is told as better or worse by so much.
  const [least, most] = low < 0 && high < 0 ? [-high, -low] : [low, high];
  const more = `of the interval of the ${what}`;
  const named = { owner, named: true } as const;
  return [
    valueOf({ ...difference, value: Math.abs(diff), what, named: true }),
    valueOf({ ...difference, value: least, stat: 'low', what: `lower end ${more}` }),
    valueOf({ ...difference, value: most, stat: 'high', what: `upper end ${more}` }),
    valueOf({ ...named, value: p, topics: ['p'], kind: 'number', what: `p of the ${what}` }),
    ...(seeds === null
      ? []
      : [
          valueOf({
            ...named,
            value: seeds,
            topics: ['seeds'],
            what: `seeds to settle the ${what}`,
          }),
        ]),
  ];
}
