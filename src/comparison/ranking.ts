// Rows in any order in, rows in order of merit out, with the best of each column marked.
import { basename } from 'node:path';
import type { ReadRun } from '../run/read.js';
import type { Column, ColumnSource, RowState } from './column.js';
import type { RowFolds } from './folds.js';
import type { GroupCell } from './groups.js';
import type { Verdict } from './verdicts.js';
import type { Cell } from './written.js';

/** One line of a table: a run, or the replicates of a trial. */
export type Row = {
  /** Of all its runs; of replicates also of those that repeat a seed. */
  readonly folders: readonly string[];
  /** Those that its values are of. */
  readonly runs: readonly ReadRun[];
  /** How many these are. */
  readonly n: number;
  readonly state: RowState;
  /**
   * From 1 among the finished rows, in the table's order; null for all others, which stand below.
   */
  readonly rank: number | null;
  /** By the column's key, for every column of the table and the one that it is ordered by. */
  readonly cells: ReadonlyMap<string, GroupCell>;
  /** Keys of the columns in which this row has the best value. */
  readonly best: ReadonlySet<string>;
  /** Of its runs, by their order. */
  readonly seeds: readonly number[];
  /** Given where its runs are folds of one cross-validation. */
  readonly folds?: RowFolds | null;
  /** How often its runs read the test set. */
  readonly testReads: number;
  /** Of replicates that are judged: the interval of their mean score, and what is known of them. */
  readonly interval: readonly [number, number] | null;
  /** The key of the column that verdicts and intervals are about; null where nothing is judged. */
  readonly rated: string | null;
  readonly verdict: Verdict | null;
};

const stateOrder: readonly RowState[] = [
  'finished',
  'running',
  'interrupted',
  'diverged',
  'failed',
  'damaged',
];

/** The rows from the best value of a column to the worst, or the other way; unfinished ones last. */
export function rankedRows(
  rows: readonly Row[],
  { key, direction }: Pick<ColumnSource, 'key' | 'direction'>,
  reversed: boolean,
): readonly Row[] {
  const sign = (direction === 'max' ? -1 : 1) * (reversed ? -1 : 1);
  const placed = rows.map((row) => ({
    row,
    value: row.state === 'finished' ? valueOf(row, key) : null,
    state: stateOrder.indexOf(row.state),
    name: basename(row.folders[0] ?? ''),
  }));
  const ordered = placed.sort(
    (a, b) =>
      Number(a.state > 0) - Number(b.state > 0) ||
      compareCells(a.value, b.value, sign) ||
      a.state - b.state ||
      compareText(a.name, b.name),
  );
  return ordered.map(({ row }, i) => ({ ...row, rank: row.state === 'finished' ? i + 1 : null }));
}

/**
 * The first `most` of ranked rows, or all, and among them the row whose first folder is `kept`
 * wherever it stands.
 */
export function topRows(
  rows: readonly Row[],
  most: number | undefined,
  kept: string | undefined,
): readonly Row[] {
  if (most === undefined) return rows;
  return rows.filter(({ folders }, i) => i < most || (kept !== undefined && folders[0] === kept));
}

/**
 * Marks what is best in each column that has a better and a worse. A best needs something that it
 * is better than; where there are replicates, a single run, which may just have been lucky, is none.
 */
export function markedRows(rows: readonly Row[], columns: readonly Column[]): readonly Row[] {
  const ranked = rows.filter(({ rank }) => rank !== null);
  const replicated = ranked.filter(({ n }) => n > 1);
  const candidates = new Set(replicated.length > 0 ? replicated : ranked);
  const best = new Map(columns.map((column) => [column.key, bestValue([...candidates], column)]));
  return rows.map((row) => {
    if (!candidates.has(row)) return row;
    const marks = [...best].filter(
      ([key, value]) => value !== undefined && valueOf(row, key) === value,
    );
    return { ...row, best: new Set(marks.map(([key]) => key)) };
  });
}

function valueOf({ cells }: Row, key: string): Cell {
  return cells.get(key)?.value ?? null;
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

function bestValue(rows: readonly Row[], { key, direction }: Column): number | undefined {
  if (direction === null) return undefined;
  const values = rows
    .map((row) => valueOf(row, key))
    .filter((value): value is number => typeof value === 'number' && Number.isFinite(value));
  // Not Math.min of all: there may be more runs than a call takes arguments.
  const best = values.reduce(
    (one, value) => (direction === 'min' ? Math.min(one, value) : Math.max(one, value)),
    values[0] ?? NaN,
  );
  return values.some((value) => value !== best) ? best : undefined;
}
