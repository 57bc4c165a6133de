// Runs as read from their folders in, tables of them out: one for each data set and split, rows in
// order of merit, columns with the best marked.
import { distinctRuns } from '../run/find.js';
import type { ReadRun } from '../run/read.js';
import type { RunRecord } from '../run/record.js';
import { rowState, type Column, type ColumnSource } from './column.js';
import { columnsOf } from './columns.js';
import { cellOf, groupsOf, single, type Group } from './groups.js';
import { findColumn, throwUnknown } from './named.js';
import { comparisonNotes, tableNotes } from './notes.js';
import { partsOf, type Part, type TableData } from './parts.js';
import { markedRows, rankedRows, type Row } from './ranking.js';
import { settingsOf } from './settings.js';

/** Runs that can be compared with each other, not yet text. */
export type Table = {
  /** What they ran on; null where that cannot be known. */
  readonly data: TableData | null;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** What the rows are ordered by, from the best; `reversed` from the worst. */
  readonly sort: { readonly column: string; readonly reversed: boolean };
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
  /** Exactly these columns (keys or labels), in this order. */
  readonly columns?: readonly string[] | undefined;
  /** Every column there is, also those in which no run differs. */
  readonly all?: boolean | undefined;
  /** Whether test scores are shown only where they are named. */
  readonly sealed?: boolean | undefined;
  /** A row a run, instead of one for the replicates of a trial. */
  readonly each?: boolean | undefined;
};

/**
 * The tables of some runs; copies of a run count once. Throws a misuse for a column that no table
 * has.
 */
export function compareRuns(
  given: readonly ReadRun[],
  options: ComparisonOptions = {},
): Comparison {
  const { runs, copies } = distinctRuns(given);
  const parts = partsOf(runs).map((part) => partTable(part, options.each ?? false));
  checkNames(
    parts.flatMap(({ sources }) => sources),
    options,
  );
  return {
    tables: parts.map((part) => tableOf(part, options)),
    notes: comparisonNotes(runs, copies),
  };
}

// A table before it is known what of it is shown.
type PartTable = Part & {
  readonly groups: readonly Group[];
  readonly sources: readonly ColumnSource[];
  readonly leftOut: number;
};

function partTable({ data, runs }: Part, each: boolean): PartTable {
  const groups = each ? runs.map(single) : groupsOf(runs);
  const { settings, leftOut } = settingsOf(runs);
  const sources = columnsOf({ runs, groups }, settings, rankingColumn(runs));
  return { data, runs, groups, sources, leftOut };
}

function tableOf(part: PartTable, options: ComparisonOptions): Table {
  const { data, runs, groups, sources, leftOut } = part;
  const { source, reversed } = chosenSort(sources, options.sort);
  const columns = chosenColumns(sources, source, options);
  const kept = [...new Set([...columns, source])];
  const rows = groups.map((group) => rowOf(group, kept));
  return {
    data,
    columns: columns.map(
      ({ cell: _, ofGroup: __, shown: ___, ranking: ____, ...column }) => column,
    ),
    rows: markedRows(rankedRows(rows, source, reversed), columns),
    sort: { column: source.key, reversed },
    notes: tableNotes({ runs, groups, leftOut, sort: source.key }),
  };
}

function rowOf(group: Group, sources: readonly ColumnSource[]): Row {
  const [run] = group.runs;
  const cells = sources.map(({ key, cell, ofGroup, kind }) => {
    const numeric = kind !== 'text' && kind !== 'setting';
    return [key, ofGroup ? { value: ofGroup(group) } : cellOf(group, cell, numeric)] as const;
  });
  return {
    folders: group.folders,
    n: group.runs.length,
    state: run ? rowState(run) : 'damaged',
    rank: null,
    cells: new Map(cells),
    best: new Set(),
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
