// Rows of cells in, CSV or a Markdown table out: text for other programs, which must not take a
// name for a command.
import type { Cell } from '../../comparison/written.js';
import { escapeText } from '../../text/escape.js';
import { remembered } from '../terminal/fit.js';
import type { TableCell, TableColumn } from '../terminal/table.js';
import { displayWidth } from '../../text/width.js';

/**
 * CSV (RFC 4180, but for lines that end in LF as all text here does) without a line end behind the
 * last line. Numbers stand in full, what is absent is empty, and text that a spreadsheet would run
 * as a formula has an apostrophe before it.
 */
export function csvText(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => row.map(csvCell).join(',')).join('\n');
}

/** A cell of such text. */
export function csvCell(cell: Cell): string {
  if (typeof cell !== 'string') return cell === null ? '' : String(cell);
  const text = escapeText(cell);
  const guarded = isFormula(cell) ? `'${text}` : text;
  return /[",\r\n]|^\s|\s$/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

// The full-width forms count in some spreadsheets too.
function isFormula(text: string): boolean {
  return (
    /^[=+\-@\t\r＝＋－＠]/.test(text) && !(text.trim() !== '' && Number.isFinite(Number(text)))
  );
}

/** A Markdown table (GitHub's), aligned for reading as it is; the best of a column is bold. */
export function markdownTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly TableCell[])[],
): string {
  const heads = columns.map(({ head }) => markdownCell({ text: head }));
  const body = rows.map((row) => row.map(markdownCell));
  const widthOf = remembered(displayWidth);
  const widths = columns.map((_, i) =>
    [heads, ...body].reduce((most, row) => Math.max(most, widthOf(row[i] ?? '')), 3),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => padded(cell, (widths[i] ?? 0) - widthOf(cell), columns[i]?.align)).join(' | ')} |`;
  const rule = columns.map(({ align }, i) =>
    align === 'right' ? `${'-'.repeat((widths[i] ?? 3) - 1)}:` : '-'.repeat(widths[i] ?? 3),
  );
  return [line(heads), `| ${rule.join(' | ')} |`, ...body.map(line)].join('\n');
}

function markdownCell({ text, best }: TableCell): string {
  const escaped = markdownText(text);
  return best ? `**${escaped}**` : escaped;
}

/**
 * A text as it shows in Markdown. Underscores inside a word are text there, and escaped they would
 * make val_loss hard to read.
 */
export function markdownText(text: string): string {
  return escapeText(text).replaceAll(
    /[\\|`*<>[\]~&]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu,
    '\\$&',
  );
}

function padded(cell: string, room: number, align: TableColumn['align'] | undefined): string {
  const blanks = ' '.repeat(Math.max(0, room));
  return align === 'right' ? blanks + cell : cell + blanks;
}
