// A column and a row of a comparison in, the column and the cell that a table for people has out.
import type { Column } from '../comparison/column.js';
import type { Row } from '../comparison/ranking.js';
import { cutText } from '../text/cut.js';
import { formatCell, formatSpread } from './terminal/format.js';
import type { TableColumn } from './terminal/table.js';

// What is longer is a column that nobody reads, and that a table would pad in every row. CSV and
// JSON have it in full.
const longestCell = 500;

// What a comparison is made for, by the keys of its columns: half of a verdict, or of an interval, is
// none.
const answers: ReadonlySet<string> = new Set(['verdict', 'interval']);

/** The column of a table of these rows. */
export function columnFor(column: Column, rows: readonly Row[]): TableColumn {
  return {
    head: cutText(column.label, longestCell),
    align: isNumeric(column, rows) ? 'right' : 'left',
    weight: column.weight,
    whole: answers.has(column.key),
  };
}

/** A cell's text: a score of replicates has its standard deviation behind it. */
export function shownCell(row: Row, column: Column): string {
  const spread = shownSpread(row, column);
  return shownValue(row, column) + (spread && ` ${spread}`);
}

/** The value alone. */
export function shownValue({ cells }: Row, { key, kind }: Column): string {
  return cutText(formatCell(cells.get(key)?.value ?? null, kind), longestCell);
}

/** `± 0.0031`, with as many decimals as the score has, behind a score of replicates, else nothing: what is no number has no spread. */
export function shownSpread({ cells }: Row, { key, kind }: Column): string {
  const { value, spread } = cells.get(key) ?? {};
  return kind !== 'score' || spread === undefined || Number.isNaN(spread)
    ? ''
    : `± ${formatSpread(spread, value ?? null)}`;
}

function isNumeric({ key, kind }: Column, rows: readonly Row[]): boolean {
  if (kind !== 'setting') return kind !== 'text';
  return rows.every(({ cells }) => typeof (cells.get(key)?.value ?? 0) === 'number');
}
