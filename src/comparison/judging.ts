// The rows of a table in, what is known of them, its columns and its sentences out.
import { cutText } from '../text/cut.js';
import type { ColumnSource } from './column.js';
import { isReplicated, type Group } from './groups.js';
import { intervalsOf, verdictColumns, verdictNotes, type JudgedRows } from './verdict-columns.js';
import { verdictsOf, whyNone, type Verdicts } from './verdicts.js';

/** What the verdicts of a table are about. */
export type JudgedTable = Pick<Verdicts, 'part' | 'pairs'> & {
  readonly metric: string;
  /** The first folder of the row that the others are held against. */
  readonly against: string;
};

/** Rows that are judged, and how they are shown. */
export type ShownVerdicts = JudgedRows & {
  readonly columns: readonly ColumnSource[];
  readonly notes: readonly string[];
};

type Judgeable = {
  readonly groups: readonly Group[];
  readonly labels: ReadonlyMap<Group, string>;
  readonly sources: readonly ColumnSource[];
};

type Asked = {
  readonly sort: ColumnSource;
  /** Differences as small as this do not matter. */
  readonly practical: number;
  /** Rows that were named to hold others against; null where none was. */
  readonly baselines: ReadonlySet<Group> | null;
};

/**
 * What is known of the rows of a table that is ordered by `sort`; null where none has replicates, and no
 * verdict was asked for. Verdicts are about that score; where `sort` is none, about the one that ranks.
 */
function judgedRows(
  { groups, sources, labels }: Judgeable,
  { sort, practical, baselines }: Asked,
): ShownVerdicts | null {
  const isReplicates = groups.some(isReplicated);
  if (!isReplicates && baselines === null && practical === 0) return null;
  const ranking = sources.find((source) => source.ranking);
  const scored = /^(?:val|test|train)_/.test(sort.key) && sort.direction ? sort : ranking;
  const mode = scored?.direction;
  if (!scored || !mode) return null;
  const metric = scored.key.replace(/^(?:val|test|train)_/, '');
  const chosen = groups.find((group) => baselines?.has(group)) ?? null;
  const verdicts =
    baselines && !chosen ? null : verdictsOf(groups, { metric, mode, practical }, chosen);
  const rows = { groups, metric, mode, verdicts };
  const known = { ...rows, intervals: intervalsOf(rows) };
  return {
    ...known,
    columns: isReplicates ? verdictColumns(known, labels) : [],
    notes: [
      ...verdictNotes(known, labels),
      ...(verdicts ? [] : missingNotes(known, { baselines, practical, chosen }, labels)),
    ],
  };
}

// Why there is no verdict, where one was asked for.
function missingNotes(
  { groups, metric }: JudgedRows,
  { baselines, practical, chosen }: Omit<Asked, 'sort'> & { readonly chosen: Group | null },
  labels: ReadonlyMap<Group, string>,
): readonly string[] {
  if (chosen) {
    const name = cutText(labels.get(chosen) ?? '', 60);
    return [`no verdict against ${name}: ${whyNone(groups, chosen, metric)}`];
  }
  if (baselines) {
    return groups.filter(isReplicated).length < 2
      ? []
      : ['no verdict in this table: the row of --baseline is in another one'];
  }
  return practical === 0
    ? []
    : ['no verdict for --practical to be about: no two rows have several runs with scores'];
}

/** What their verdicts are about; null where there are none. */
function judgedTable({ metric, verdicts }: JudgedRows): JudgedTable | null {
  if (!verdicts) return null;
  const { part, pairs, against } = verdicts;
  return { metric, part, pairs, against: against.folders[0] ?? '' };
}

/** The columns of a table, those of verdicts behind the scores that they are about. */
function withVerdicts(
  sources: readonly ColumnSource[],
  { metric, columns: verdicts }: ShownVerdicts,
): readonly ColumnSource[] {
  const others = sources.filter(({ key }) => !verdicts.some((one) => one.key === key));
  const at = others.findIndex(({ key }) => key === `test_${metric}`) + 1;
  return [...others.slice(0, at), ...verdicts, ...others.slice(at)];
}

/**
 * What judges rows; given to who compares, for what calculates it is loaded only where there are
 * replicates.
 */
export const judge = { judgedRows, judgedTable, withVerdicts } as const;

/** That. */
export type Judge = typeof judge;
