// Runs as read from their folders in, tables of them out: one for each data set and split, rows in
// order of merit, columns with the best marked.
import { basename } from 'node:path';
import { misuse } from '../ground/errors.js';
import { distinctRuns } from '../run/find.js';
import type { ReadRun } from '../run/read.js';
import { didYouMean } from '../text/suggest.js';
import { rowState, type Column, type ColumnSource } from './column.js';
import { columnsOf } from './columns.js';
import { foldsOf } from './folds.js';
import { groupKeyOf } from './grouping.js';
import { cellOf, groupsOf, recordsOf, single, type Group } from './groups.js';
import type { Judge, JudgedTable, ShownVerdicts } from './judging.js';
import { rowLabels } from './labels.js';
import { findColumn, pathColumn, throwUnknown } from './named.js';
import { comparisonNotes, tableNotes } from './notes.js';
import type { Pareto } from './pareto.js';
import { partsOf, type Part, type TableData } from './parts.js';
import { markedRows, rankedRows, topRows, type Row } from './ranking.js';
import { settingsOf, type Settings } from './settings.js';
import { targetColumns } from './to-target.js';

/** Runs that can be compared with each other, not yet text. */
export type Table = {
  /** What they ran on; null where that cannot be known. */
  readonly data: TableData | null;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** How many more rows there are, which `top` leaves out. */
  readonly omitted: number;
  /** What the rows are ordered by, from the best; `reversed` from the worst. */
  readonly sort: { readonly column: string; readonly reversed: boolean };
  /** What verdicts on its rows are about; null where there are none. */
  readonly judged: JudgedTable | null;
  /** What a reader must know to trust the table, a sentence each. */
  readonly notes: readonly string[];
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
  /** Exactly these columns (keys or labels), in this order, and behind them what the options below ask for. */
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
  /** Of each table this many rows alone, and the one that the others are held against. */
  readonly top?: number | undefined;
  /** Columns with a better and a worse: the rows that none beats in all of them are marked. */
  readonly pareto?: readonly string[] | undefined;
};

/**
 * The tables of some runs; copies of a run count once. With `judge` rows of replicates are
 * judged. Throws a misuse for a column, or a baseline, that no table has, and for a `pareto` that
 * has none or one.
 */
export function compareRuns(
  given: readonly ReadRun[],
  options: ComparisonOptions = {},
  judge: Judge | null = null,
  pareto: Pareto | null = null,
): Comparison {
  const { runs, copies } = distinctRuns(given);
  const grouped = groupingOf(runs, options);
  const plain = partsOf(runs).map((part) => partTable(part, grouped, options));
  const sources = plain.flatMap((part) => part.sources);
  const parts = pareto ? withFronts(plain, sources, pareto, options.pareto) : plain;
  checkNames(parts, options);
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
  options: ComparisonOptions,
): PartTable {
  const groups = grouping(runs);
  const { settings, leftOut } = settingsOf(runs);
  const labels = rowLabels(groups);
  const plain = columnsOf({ runs, groups, labels }, settings, rankingColumn(runs));
  const { target } = options;
  const columns = target === undefined ? plain : withTarget(plain, target);
  const sources = [...columns, ...pathColumns(runs, columns, options)];
  return { data, runs, groups, labels, sources, leftOut };
}

// Those that are named, of what no column of their own is about.
function pathColumns(
  runs: readonly ReadRun[],
  sources: readonly ColumnSource[],
  { columns = [], sort }: ComparisonOptions,
): readonly ColumnSource[] {
  const names = new Set([...columns, ...(sort === undefined ? [] : [sort.replace(/^-/, '')])]);
  return [...names].flatMap((name) =>
    findColumn(sources, name) ? [] : (pathColumn(runs, name) ?? []),
  );
}

function withFronts(
  parts: readonly PartTable[],
  sources: readonly ColumnSource[],
  { checkPareto, withPareto }: Pareto,
  names: readonly string[] = [],
): readonly PartTable[] {
  if (sources.length > 0) checkPareto(sources, names);
  return parts.map((part) => ({ ...part, sources: withPareto(part.sources, part.groups, names) }));
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

type Judging = { readonly judge: Judge; readonly baselines: ReadonlySet<Group> | null };

function tableOf(part: PartTable, options: ComparisonOptions, judging: Judging | null): Table {
  const { data, runs, groups, labels, leftOut } = part;
  const { source, reversed } = chosenSort(part.sources, options.sort);
  const { practical = 0, top } = options;
  const judge = judging?.judge;
  const judged = judging?.judge.judgedRows(part, { sort: source, practical, ...judging }) ?? null;
  const sources = judge && judged ? judge.withVerdicts(part.sources, judged) : part.sources;
  const columns = chosenColumns(sources, source, options);
  const kept = [...new Set([...columns, source])];
  const rows = groups.map((group) => rowOf(group, kept, judged));
  const ranked = markedRows(rankedRows(rows, source, reversed), columns);
  const about = judge && judged ? judge.judgedTable(judged) : null;
  const shown = topRows(ranked, top, about?.against);
  return {
    data,
    columns: columns.map(
      ({ cell: _, ofGroup: __, shown: ___, ranking: ____, ...column }) => column,
    ),
    rows: shown,
    omitted: rows.length - shown.length,
    sort: { column: source.key, reversed },
    judged: about,
    notes: [
      ...tableNotes({ runs, groups, labels, leftOut, sort: source.key }),
      ...(judged?.notes ?? []),
    ],
  };
}

function rowOf(group: Group, sources: readonly ColumnSource[], judged: ShownVerdicts | null): Row {
  const [run] = group.runs;
  const cells = sources.map(({ key, cell, ofGroup, kind }) => {
    const numeric = kind !== 'text' && kind !== 'setting';
    return [key, ofGroup ? { value: ofGroup(group) } : cellOf(group, cell, numeric)] as const;
  });
  const records = recordsOf(group);
  return {
    folders: group.folders,
    runs: group.runs,
    seeds: records.map(({ seed }) => seed),
    folds: foldsOf(group),
    testReads: records.reduce((sum, record) => sum + record.test_reads, 0),
    n: group.runs.length,
    state: run ? rowState(run) : 'damaged',
    rank: null,
    cells: new Map(cells),
    best: new Set(),
    interval: judged?.intervals.get(group) ?? null,
    rated: judged && `${judged.verdicts?.part === 'validation' ? 'val' : 'test'}_${judged.metric}`,
    verdict: judged?.verdicts?.of.get(group) ?? null,
  };
}

// The first metric that all runs have that are ranked, or where none is, that all have; else the
// loss.
function rankingColumn(runs: readonly ReadRun[]): string {
  const all = recordsOf({ runs });
  const ranked = all.filter(({ state }) => state === 'finished');
  const records = ranked.length > 0 ? ranked : all;
  const common = records[0]?.metrics.find(({ name }) =>
    records.every((record) => record.metrics.some((metric) => metric.name === name)),
  );
  return `val_${common?.name ?? 'loss'}`;
}

// A column that one table has may be missing in another, which then does without.
function checkNames(parts: readonly PartTable[], { sort, columns = [] }: ComparisonOptions): void {
  const sources = parts.flatMap((part) => part.sources);
  const runs = parts.flatMap((part) => part.runs);
  if (sources.length === 0) return;
  const keys = sources.map(({ key }) => key);
  for (const name of columns) {
    if (!findColumn(sources, name)) throwUnknown(keys, name, runs);
  }
  if (sort !== undefined && !sortColumn(sources, sort)) {
    throwUnknown(keys, sort.replace(/^-/, ''), runs);
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

// Those that other options ask for.
function askedColumns(options: ComparisonOptions): ReadonlySet<string> {
  const { target, pareto, baseline, practical } = options;
  return new Set([
    ...(target === undefined ? [] : ['epochs_to_target', 'seconds_to_target']),
    ...(pareto === undefined ? [] : ['pareto']),
    ...(baseline === undefined && practical === undefined ? [] : ['verdict']),
  ]);
}

function chosenColumns(
  sources: readonly ColumnSource[],
  sort: ColumnSource,
  options: ComparisonOptions,
): readonly ColumnSource[] {
  const { columns, all = false, sealed = false } = options;
  if (columns !== undefined) {
    const named = columns.flatMap((name) => findColumn(sources, name) ?? []);
    const asked = askedColumns(options);
    const others = sources.filter(({ key, shown }) => shown && asked.has(key));
    return [...new Set([...named, ...others])].map((source) => ({ ...source, weight: 0 }));
  }
  const visible = sources.filter(
    (source) =>
      all || source === sort || (source.shown && !(sealed && source.key.startsWith('test_'))),
  );
  return visible.map((source) => (source === sort ? { ...source, weight: 0 } : source));
}
