// A comparison in, its text in one of the formats out, and the notes that belong beside it.
import type { Column } from '../../comparison/columns.js';
import type { Comparison, Row } from '../../comparison/comparison.js';
import type { Cell } from '../../comparison/written.js';
import { cutText } from '../../text/cut.js';
import { unreachable } from '../../ground/errors.js';
import { encodeJson } from '../../run/format/json.js';
import { escapeJsonText, escapeText } from '../../text/escape.js';
import { formatCell } from './format.js';
import { csvText, markdownTable } from '../text/plain.js';
import { renderTable, type Screen, type TableColumn } from './table.js';

/** The formats of `dlx compare --format`. */
export const comparisonFormats = ['table', 'json', 'csv', 'markdown'] as const;

export type ComparisonFormat = (typeof comparisonFormats)[number];

// What is longer is a column that nobody reads, and that a table would pad in every row. CSV and
// JSON have it in full.
const longestCell = 500;

/**
 * The result, for stdout (without a newline at its end; empty where there is nothing to show), and
 * the notes, for stderr.
 */
export type RenderedComparison = { readonly output: string; readonly notes: readonly string[] };

/**
 * The comparison as text. The screen matters to `table` only: it is fitted to the width, and
 * coloured.
 */
export function renderComparison(
  comparison: Comparison,
  format: ComparisonFormat,
  screen: Screen,
): RenderedComparison {
  const notes = comparison.notes.map(escapeText);
  switch (format) {
    case 'table':
      return renderForPeople(comparison, notes, screen);
    case 'json':
      return { output: escapeJsonText(encodeJson(documentOf(comparison), 2)), notes };
    case 'csv':
      return { output: csvOf(comparison), notes };
    case 'markdown':
      return { output: comparison.rows.length === 0 ? '' : markdownOf(comparison), notes };
    default:
      return unreachable(format);
  }
}

function renderForPeople(
  { columns, rows }: Comparison,
  notes: readonly string[],
  screen: Screen,
): RenderedComparison {
  if (rows.length === 0) return { output: '', notes };
  const body = rows.map((row) =>
    columns.map((column) => ({
      text: shown(row, column),
      best: row.best.has(column.key),
      dim: row.rank === null,
    })),
  );
  const { text, leftOut } = renderTable(
    columns.map((column) => tableColumn(column, rows)),
    body,
    screen,
  );
  const keys = leftOut.flatMap((i) => columns[i]?.key ?? []);
  const most = 12;
  const named =
    keys
      .slice(0, most)
      .map((key) => cutText(key, 60))
      .join(', ') + (keys.length > most ? `, … (${keys.length - most} more)` : '');
  const note = `left out to fit a width of ${screen.width}: ${escapeText(named)}; choose with --columns, or pipe the table into "less -S"`;
  return { output: text, notes: keys.length > 0 ? [...notes, note] : notes };
}

function tableColumn(column: Column, rows: readonly Row[]): TableColumn {
  return {
    head: cutText(column.label, longestCell),
    align: isNumeric(column, rows) ? 'right' : 'left',
    weight: column.weight,
  };
}

function markdownOf({ columns, rows }: Comparison): string {
  return markdownTable(
    columns.map((column) => tableColumn(column, rows)),
    rows.map((row) =>
      columns.map((column) => ({ text: shown(row, column), best: row.best.has(column.key) })),
    ),
  );
}

function csvOf({ columns, rows }: Comparison): string {
  return csvText([
    columns.map(({ key }) => key),
    ...rows.map((row) => columns.map(({ key }) => row.cells.get(key) ?? null)),
  ]);
}

function documentOf({ columns, rows, sort, notes }: Comparison): unknown {
  return {
    columns: columns.map(({ key, label, kind, direction }) => ({ key, label, kind, direction })),
    sort,
    rows: rows.map(({ folders, state, rank, cells, best }) => ({
      folders,
      state,
      rank,
      cells: cellsOf(columns, cells),
      best: [...best],
    })),
    notes,
  };
}

function cellsOf(
  columns: readonly Column[],
  cells: ReadonlyMap<string, Cell>,
): Readonly<Record<string, Cell>> {
  return Object.fromEntries(columns.map(({ key }) => [key, cells.get(key) ?? null]));
}

function shown(row: Row, { key, kind }: Column): string {
  return cutText(formatCell(row.cells.get(key) ?? null, kind), longestCell);
}

function isNumeric({ key, kind }: Column, rows: readonly Row[]): boolean {
  if (kind !== 'setting') return kind !== 'text';
  return rows.every(({ cells }) => typeof (cells.get(key) ?? 0) === 'number');
}
