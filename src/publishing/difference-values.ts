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
            .flatMap((another) => differenceOf(score, another)),
        ),
      ),
  );
}

function isScore({ kind, stat, labels, named }: Value): boolean {
  const isWhole = labels.length === 0 && !named && (stat === 'value' || stat === 'mean');
  return isWhole && (kind === 'share' || kind === 'score');
}

function isSameScore(one: Value, other: Value): boolean {
  const isSame = one.part === other.part && one.topics[0] === other.topics[0];
  // One run is a row, too, but where it is one of several.
  return isSame && Boolean(one.owner.isReplicate) === Boolean(other.owner.isReplicate);
}

// As so much, and as less than nothing by so much, where the lesser one is named first.
function differenceOf(one: Value, other: Value): readonly Value[] {
  const [less, more] = one.value < other.value ? [one, other] : [other, one];
  const owner = {
    called: `${one.owner.called} and ${other.owner.called}`,
    names: [],
    between: [less.owner, more.owner],
  };
  const value = more.value - less.value;
  return [value, ...(value === 0 ? [] : [-value])].map((signed) =>
    valueOf({
      owner,
      value: signed,
      part: one.part,
      kind: 'difference',
      topics: ['difference', ...one.topics],
      what: `difference in ${one.what}`,
      named: true,
      score: one.topics[0] ?? '',
    }),
  );
}

/**
 * What is known of rows against another one; `of` is whose a folder's row is. Of scores of which a table
 * is made only where it is asked for, `isAside`, nothing counts where they are not named.
 */
export function verdictValues(
  tables: readonly Table[],
  of: (folder: string) => Owner | undefined,
  isAside: (table: Table) => boolean = () => false,
): readonly Value[] {
  return tables.flatMap((table) =>
    table.rows.flatMap(({ verdict, folders: [folder = ''] }) => {
      const { judged } = table;
      const [own, against] = [of(folder), of(judged?.against ?? '')];
      if (!verdict || verdict.verdict === null || !own || !against || !judged) return [];
      return ofVerdict(verdict, [own, against], { ...judged, isAside: isAside(table) });
    }),
  );
}

type Told = Extract<Verdict, { readonly diff: number }>;
type About = NonNullable<Table['judged']> & { readonly isAside: boolean };

function ofVerdict(
  { diff, interval: [low, high], p, needs_seeds: seeds }: Told,
  between: readonly [Owner, Owner],
  { part, metric, isAside }: About,
): readonly Value[] {
  const [own, against] = between;
  const owner = { called: `${own.called} against ${against.called}`, names: [], between };
  const what = `difference in ${part} ${metric}`;
  const about = { owner, part, score: metric, isAside } as const;
  const named = { ...about, named: true };
  const difference = { ...about, kind: 'difference', topics: ['difference', metric] } as const;
  const more = `of the interval of the ${what}`;
  // Of either less the other: it is told as better or worse by so much, too.
  const ends = (least: number, most: number): readonly Value[] => {
    const thing = [owner.called, what, least].join('\n');
    return [
      valueOf({ ...difference, thing, value: least, stat: 'low', what: `lower end ${more}` }),
      valueOf({ ...difference, thing, value: most, stat: 'high', what: `upper end ${more}` }),
    ];
  };
  return [
    valueOf({ ...difference, value: Math.abs(diff), what, named: true }),
    ...(diff < 0 ? [valueOf({ ...difference, value: diff, what, named: true })] : []),
    ...ends(low, high),
    ...ends(-high, -low),
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
