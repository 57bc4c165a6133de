// Runs as read from their folders in, tables of them out: one for each data set and split, rows in
// order of merit, columns with the best marked.
import { basename } from 'node:path';
import { misuse } from '../ground/errors.js';
import { distinctRuns } from '../run/find.js';
import type { ReadRun } from '../run/read.js';
import type { RunRecord } from '../run/record.js';
import { didYouMean } from '../text/suggest.js';
import { rowState, type Column, type ColumnSource } from './column.js';
import { columnsOf } from './columns.js';
import { groupKeyOf } from './grouping.js';
import { targetColumns } from './to-target.js';
import { cellOf, groupsOf, isReplicated, single, type Group } from './groups.js';
import { rowLabels } from './labels.js';
import { findColumn, throwUnknown } from './named.js';
import { comparisonNotes, tableNotes } from './notes.js';
import { partsOf, type Part, type TableData } from './parts.js';
import { markedRows, rankedRows, type Row } from './ranking.js';
import { settingsOf, type Settings } from './settings.js';
import type { Judge, JudgedRows } from './verdict-columns.js';
import type { Verdicts } from './verdicts.js';

/** Runs that can be compared with each other, not yet text. */
export type Table = {
  /** What they ran on; null where that cannot be known. */
  readonly data: TableData | null;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** What the rows are ordered by, from the best; `reversed` from the worst. */
  readonly sort: { readonly column: string; readonly reversed: boolean };
  /** What verdicts on its rows are about; null where there are none. */
  readonly judged: JudgedTable | null;
  /** What a reader must know to trust the table, a sentence each. */
  readonly notes: readonly string[];
};

/** What the verdicts of a table are about. */
export type JudgedTable = Pick<Verdicts, 'part' | 'pairs'> & {
  readonly metric: string;
  /** The first folder of the row that the others are held against. */
  readonly against: string;
};

/** Tables of runs, the one with the most runs first, and what is to be said of all of them. */
export type Comparison = {
  readonly tables: readonly Table[];
  readonly notes: readonly string[];
};

/** What `dlx compare` lets its user choose. */
export type ComparisonOptions = {
  /**
   * A column's key or label, with a `-` before it from worst to best. Default: validation of the
   * first metric.
   */
  readonly sort?: string | undefined;
  /** Exactly these columns (keys or labels), in this order. */
  readonly columns?: readonly string[] | undefined;
  /** Every column there is, also those in which no run differs. */
  readonly all?: boolean | undefined;
  /** Whether test scores are shown only where they are named. */
  readonly sealed?: boolean | undefined;
  /** A row a run, instead of one for the replicates of a trial. */
  readonly each?: boolean | undefined;
  /** A column, or `tag`: what runs of one row have in common, instead of their spec. */
  readonly 'group-by'?: string | undefined;
  /** The row that the others are held against, by its label or a folder, instead of the best. */
  readonly baseline?: string | undefined;
  /** Differences as small as this do not matter. */
  readonly practical?: number | undefined;
  /** How soon this was reached of the score that ranks is shown. */
  readonly target?: number | undefined;
};

/**
 * The tables of some runs; copies of a run count once. With `judge` rows of replicates are
 * judged. Throws a misuse for a column, or a baseline, that no table has.
 */
export function compareRuns(
  given: readonly ReadRun[],
  options: ComparisonOptions = {},
  judge: Judge | null = null,
): Comparison {
  const { runs, copies } = distinctRuns(given);
  const grouped = groupingOf(runs, options);
  const parts = partsOf(runs).map((part) => partTable(part, grouped, options.target));
  checkNames(
    parts.flatMap(({ sources }) => sources),
    options,
  );
  const judging = judge && { judge, baselines: baselinesOf(parts, options.baseline) };
  return {
    tables: parts.map((part) => tableOf(part, options, judging)),
    notes: comparisonNotes(runs, copies),
  };
}

// A table before it is known what of it is shown.
type PartTable = Part & {
  readonly groups: readonly Group[];
  readonly labels: ReadonlyMap<Group, string>;
  readonly sources: readonly ColumnSource[];
  readonly leftOut: Settings['leftOut'];
};

type Grouping = (runs: readonly ReadRun[]) => readonly Group[];

function groupingOf(runs: readonly ReadRun[], options: ComparisonOptions): Grouping {
  if (options.each) return (some) => some.map(single);
  const by = options['group-by'];
  const key = by === undefined || runs.length === 0 ? null : groupKeyOf(runs, by);
  return (some) => groupsOf(some, key);
}

function partTable(
  { data, runs }: Part,
  grouping: Grouping,
  target: number | undefined,
): PartTable {
  const groups = grouping(runs);
  const { settings, leftOut } = settingsOf(runs);
  const labels = rowLabels(groups);
  const plain = columnsOf({ runs, groups, labels }, settings, rankingColumn(runs));
  const sources = target === undefined ? plain : withTarget(plain, target);
  return { data, runs, groups, labels, sources, leftOut };
}

// Behind all scores, before what the training took otherwise.
function withTarget(sources: readonly ColumnSource[], value: number): readonly ColumnSource[] {
  const ranking = sources.find((source) => source.ranking);
  const at = sources.findIndex(({ key }) => key === 'best_epoch');
  if (!ranking?.direction) return sources;
  const target = { metric: ranking.key.slice('val_'.length), mode: ranking.direction, value };
  return [...sources.slice(0, at), ...targetColumns(target), ...sources.slice(at)];
}

// The rows, of one table or another, that are called so.
function baselinesOf(
  parts: readonly PartTable[],
  baseline: string | undefined,
): ReadonlySet<Group> | null {
  if (baseline === undefined || parts.length === 0) return null;
  const called = parts.flatMap(({ groups, labels }) =>
    groups.filter(
      (group) =>
        labels.get(group) === baseline ||
        group.folders.some((folder) => folder === baseline || basename(folder) === baseline),
    ),
  );
  if (called.length > 0) return new Set(called);
  const labels = parts.flatMap((part) => [...part.labels.values()]);
  throw misuse(
    `--baseline: no row is called ${JSON.stringify(baseline)}${didYouMean(baseline, labels)}`,
  );
}

// Rows that are judged, and how they are shown.
type ShownVerdicts = JudgedRows & {
  readonly columns: readonly ColumnSource[];
  readonly notes: readonly string[];
};

type Judging = {
  readonly judge: Judge;
  readonly baselines: ReadonlySet<Group> | null;
};

function tableOf(part: PartTable, options: ComparisonOptions, judging: Judging | null): Table {
  const { data, runs, groups, leftOut } = part;
  const { source, reversed } = chosenSort(part.sources, options.sort);
  const judged =
    judging && groups.some(isReplicated) ? judgedRows(part, source, options, judging) : null;
  const sources = judged ? withVerdicts(part.sources, judged) : part.sources;
  const columns = chosenColumns(sources, source, options);
  const kept = [...new Set([...columns, source])];
  const rows = groups.map((group) => rowOf(group, kept, judged));
  return {
    data,
    columns: columns.map(
      ({ cell: _, ofGroup: __, shown: ___, ranking: ____, ...column }) => column,
    ),
    rows: markedRows(rankedRows(rows, source, reversed), columns),
    sort: { column: source.key, reversed },
    judged: judged && judgedTable(judged),
    notes: [...tableNotes({ runs, groups, leftOut, sort: source.key }), ...(judged?.notes ?? [])],
  };
}

// Verdicts are about the score that the table is ordered by; where that is none, that ranks it.
function judgedRows(
  { groups, sources, labels }: PartTable,
  sort: ColumnSource,
  { practical = 0 }: ComparisonOptions,
  { judge, baselines }: Judging,
): ShownVerdicts | null {
  const ranking = sources.find((source) => source.ranking);
  const scored = /^(?:val|test|train)_/.test(sort.key) && sort.direction ? sort : ranking;
  const mode = scored?.direction;
  if (!scored || !mode) return null;
  const metric = scored.key.replace(/^(?:val|test|train)_/, '');
  const chosen = groups.find((group) => baselines?.has(group)) ?? null;
  const verdicts =
    baselines && !chosen ? null : judge.verdictsOf(groups, { metric, mode, practical }, chosen);
  const rows = { groups, metric, verdicts };
  const known = { ...rows, intervals: judge.intervalsOf(rows) };
  return {
    ...known,
    columns: judge.verdictColumns(known, labels),
    notes: judge.verdictNotes(known, labels),
  };
}

function judgedTable({ metric, verdicts }: JudgedRows): JudgedTable | null {
  if (!verdicts) return null;
  const { part, pairs, against } = verdicts;
  return { metric, part, pairs, against: against.folders[0] ?? '' };
}

// Behind the scores that they are about.
function withVerdicts(
  sources: readonly ColumnSource[],
  { metric, columns: verdicts }: ShownVerdicts,
): readonly ColumnSource[] {
  const others = sources.filter(({ key }) => !verdicts.some((one) => one.key === key));
  const at = others.findIndex(({ key }) => key === `test_${metric}`) + 1;
  return [...others.slice(0, at), ...verdicts, ...others.slice(at)];
}

function rowOf(group: Group, sources: readonly ColumnSource[], judged: JudgedRows | null): Row {
  const [run] = group.runs;
  const cells = sources.map(({ key, cell, ofGroup, kind }) => {
    const numeric = kind !== 'text' && kind !== 'setting';
    return [key, ofGroup ? { value: ofGroup(group) } : cellOf(group, cell, numeric)] as const;
  });
  const records = group.runs.flatMap((one) => ('record' in one ? [one.record] : []));
  return {
    folders: group.folders,
    seeds: records.map(({ seed }) => seed),
    testReads: records.reduce((sum, record) => sum + record.test_reads, 0),
    n: group.runs.length,
    state: run ? rowState(run) : 'damaged',
    rank: null,
    cells: new Map(cells),
    best: new Set(),
    interval: judged?.intervals.get(group) ?? null,
    verdict: judged?.verdicts?.of.get(group) ?? null,
  };
}

// The first metric that all runs have that are ranked, or where none is, that all have; else the
// loss.
function rankingColumn(runs: readonly ReadRun[]): string {
  const all = runs.flatMap((run): readonly RunRecord[] => ('record' in run ? [run.record] : []));
  const ranked = all.filter(({ state }) => state === 'finished');
  const records = ranked.length > 0 ? ranked : all;
  const common = records[0]?.metrics.find(({ name }) =>
    records.every((record) => record.metrics.some((metric) => metric.name === name)),
  );
  return `val_${common?.name ?? 'loss'}`;
}

// A column that one table has may be missing in another, which then does without.
function checkNames(
  sources: readonly ColumnSource[],
  { sort, columns = [] }: ComparisonOptions,
): void {
  if (sources.length === 0) return;
  const keys = sources.map(({ key }) => key);
  for (const name of columns) {
    if (!findColumn(sources, name)) throwUnknown(keys, name);
  }
  if (sort !== undefined && !sortColumn(sources, sort)) {
    throwUnknown(keys, sort.replace(/^-/, ''));
  }
}

type Sort = { readonly source: ColumnSource; readonly reversed: boolean };

function chosenSort(sources: readonly ColumnSource[], sort: string | undefined): Sort {
  const ranking = sources.find((source) => source.ranking);
  if (!ranking) throw new Error('a comparison without a ranking column');
  const chosen = sort === undefined ? undefined : sortColumn(sources, sort);
  return chosen ?? { source: ranking, reversed: false };
}

function sortColumn(sources: readonly ColumnSource[], sort: string): Sort | undefined {
  const exact = findColumn(sources, sort);
  if (exact) return { source: exact, reversed: false };
  const source = sort.startsWith('-') ? findColumn(sources, sort.slice(1)) : undefined;
  return source && { source, reversed: true };
}

function chosenColumns(
  sources: readonly ColumnSource[],
  sort: ColumnSource,
  { columns, all = false, sealed = false }: ComparisonOptions,
): readonly ColumnSource[] {
  if (columns !== undefined) {
    const named = columns.flatMap((name) => findColumn(sources, name) ?? []);
    return [...new Set(named)].map((source) => ({ ...source, weight: 0 }));
  }
  const visible = sources.filter(
    (source) =>
      all || source === sort || (source.shown && !(sealed && source.key.startsWith('test_'))),
  );
  return visible.map((source) => (source === sort ? { ...source, weight: 0 } : source));
}
