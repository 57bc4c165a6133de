// Runs as read from their folders in, one table of them out: rows in order of merit, columns with
// the best marked.
import { basename } from 'node:path';
import { misuse } from '../ground/errors.js';
import { distinctRuns, type ReadRun } from '../run/read.js';
import type { RunRecord } from '../run/record.js';
import { didYouMean } from '../text/suggest.js';
import { columnsOf, rowState, type Column, type ColumnSource, type RowState } from './columns.js';
import { comparisonNotes } from './notes.js';
import { settingsOf } from './settings.js';
import type { Cell } from './written.js';
import { cutText } from '../text/cut.js';

/** One line of a comparison: today one run, later perhaps the replicates of a spec. */
export type Row = {
  readonly folders: readonly string[];
  readonly state: RowState;
  /**
   * From 1 among the finished runs, in the table's order; null for all others, which stand below.
   */
  readonly rank: number | null;
  /** By the column's key, for every column of {@link Comparison.columns}. */
  readonly cells: ReadonlyMap<string, Cell>;
  /** Keys of the columns in which this row has the best value. */
  readonly best: ReadonlySet<string>;
};

/** A table of runs, not yet text. */
export type Comparison = {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /**
   * What the rows are ordered by, from the best; `reversed` from the worst. null where there are no
   * runs.
   */
  readonly sort: { readonly column: string; readonly reversed: boolean } | null;
  /** What a reader must know to trust the table, a sentence each. */
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
};

/**
 * The table of some runs; copies of a run count once. Throws a misuse for a column that does not
 * exist.
 */
export function compareRuns(
  given: readonly ReadRun[],
  options: ComparisonOptions = {},
): Comparison {
  const { runs, copies } = distinctRuns(given);
  const records = runs.flatMap((run) => ('record' in run ? [run.record] : []));
  const ranked = records.filter((record) => record.state === 'finished');
  const { settings, leftOut } = settingsOf(runs);
  const sources = columnsOf(runs, settings, rankingColumn(ranked.length > 0 ? ranked : records));
  const { source, reversed } = chosenSort(sources, options.sort);
  const columns = chosenColumns(sources, source, options);
  const rows = orderedRows(
    runs.map((run) => rowOf(run, [...new Set([...columns, source])])),
    source,
    reversed,
  );
  return {
    columns: columns.map(({ cell: _cell, shown: _shown, ...column }) => column),
    rows: markedRows(rows, columns),
    sort: runs.length === 0 ? null : { column: source.key, reversed },
    notes: comparisonNotes({ runs, ranked, copies, leftOut }),
  };
}

// The first metric that all runs have, else the loss.
function rankingColumn(records: readonly RunRecord[]): string {
  const common = records[0]?.metrics.find(({ name }) =>
    records.every((record) => record.metrics.some((metric) => metric.name === name)),
  );
  return `val_${common?.name ?? 'loss'}`;
}

function chosenSort(
  sources: readonly ColumnSource[],
  sort: string | undefined,
): { readonly source: ColumnSource; readonly reversed: boolean } {
  const ranking = sources.find((source) => source.ranking);
  if (sort === undefined) return { source: ranking ?? fail(), reversed: false };
  const exact = findColumn(sources, sort);
  if (exact || !sort.startsWith('-')) {
    return { source: exact ?? throwUnknown(sources, sort), reversed: false };
  }
  return {
    source: findColumn(sources, sort.slice(1)) ?? throwUnknown(sources, sort.slice(1)),
    reversed: true,
  };
}

function fail(): never {
  throw new Error('a comparison without a ranking column');
}

function chosenColumns(
  sources: readonly ColumnSource[],
  sort: ColumnSource,
  { columns, all = false }: ComparisonOptions,
): readonly ColumnSource[] {
  if (columns !== undefined) {
    const named = columns.map((name) => findColumn(sources, name) ?? throwUnknown(sources, name));
    return [...new Set(named)].map((source) => ({ ...source, weight: 0 }));
  }
  const visible = sources.filter((source) => all || source.shown || source === sort);
  return visible.map((source) => (source === sort ? { ...source, weight: 0 } : source));
}

function findColumn(sources: readonly ColumnSource[], name: string): ColumnSource | undefined {
  return (
    sources.find(({ key }) => key === name) ??
    sources.find(({ key, label }) => plain(key) === plain(name) || plain(label) === plain(name))
  );
}

function plain(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, '_');
}

// More columns are counted, not listed: the keys of a stranger's specs are columns too.
const mostListed = 200;

function throwUnknown(sources: readonly ColumnSource[], name: string): never {
  const legal = sources.map(({ key }) => key);
  const hint = didYouMean(name, legal);
  const listed =
    legal
      .slice(0, mostListed)
      .map((key) => cutText(key, 60))
      .join(', ') + (legal.length > mostListed ? `, … and ${legal.length - mostListed} more` : '');
  throw misuse(`unknown column ${JSON.stringify(name)}${hint || `; the columns are ${listed}`}`);
}

function rowOf(run: ReadRun, sources: readonly ColumnSource[]): Row {
  const cells = new Map(sources.map((source) => [source.key, source.cell(run)]));
  return { folders: [run.folder], state: rowState(run), rank: null, cells, best: new Set() };
}

const stateOrder: readonly RowState[] = [
  'finished',
  'running',
  'interrupted',
  'diverged',
  'failed',
  'damaged',
];

function orderedRows(
  rows: readonly Row[],
  source: ColumnSource,
  reversed: boolean,
): readonly Row[] {
  const sign = (source.direction === 'max' ? -1 : 1) * (reversed ? -1 : 1);
  const ordered = rows.toSorted(
    (a, b) =>
      Number(a.state !== 'finished') - Number(b.state !== 'finished') ||
      (a.state === 'finished'
        ? compareCells(a.cells.get(source.key) ?? null, b.cells.get(source.key) ?? null, sign)
        : 0) ||
      stateOrder.indexOf(a.state) - stateOrder.indexOf(b.state) ||
      compareText(basename(a.folders[0] ?? ''), basename(b.folders[0] ?? '')),
  );
  return ordered.map((row, i) => ({ ...row, rank: row.state === 'finished' ? i + 1 : null }));
}

// Numbers before text before what has no value, whichever end the order starts from.
function compareCells(a: Cell, b: Cell, sign: number): number {
  const order = cellOrder(a) - cellOrder(b);
  if (order !== 0) return order;
  if (typeof a === 'number' && typeof b === 'number') {
    return Number.isNaN(a) || a === b ? 0 : sign * (a < b ? -1 : 1);
  }
  return sign * compareText(String(a), String(b));
}

function cellOrder(cell: Cell): number {
  if (cell === null) return 3;
  if (typeof cell !== 'number') return 1;
  return Number.isNaN(cell) ? 2 : 0;
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function markedRows(rows: readonly Row[], columns: readonly ColumnSource[]): readonly Row[] {
  const best = new Map(
    columns.flatMap((column) => {
      const value = bestValue(rows, column);
      return value === undefined ? [] : [[column.key, value] as const];
    }),
  );
  return rows.map((row) => {
    const marks =
      row.rank === null
        ? []
        : [...best].filter(([key, value]) => row.cells.get(key) === value).map(([key]) => key);
    return { ...row, best: new Set(marks) };
  });
}

// A best needs something that it is better than.
function bestValue(rows: readonly Row[], { key, direction }: Column): number | undefined {
  if (direction === null) return undefined;
  const values = rows.flatMap(({ rank, cells }) => {
    const value = cells.get(key);
    return rank !== null && typeof value === 'number' && Number.isFinite(value) ? [value] : [];
  });
  // Not Math.min of all: there may be more runs than a call takes arguments.
  const best = values.reduce(
    (one, value) => (direction === 'min' ? Math.min(one, value) : Math.max(one, value)),
    values[0] ?? NaN,
  );
  return values.some((value) => value !== best) ? best : undefined;
}
