// The tables of a comparison in, their text for people out, and a note of the columns that there
// was no room for.
import type { Column } from '../../comparison/column.js';
import type { Table } from '../../comparison/comparison.js';
import type { Row } from '../../comparison/ranking.js';
import { cutText } from '../../text/cut.js';
import { escapeText } from '../../text/escape.js';
import { wrapped } from '../../text/wrap.js';
import { columnFor, shownSpread, shownValue } from '../cells.js';
import { titlesOf } from '../text/comparison.js';
import { greatest } from './fit.js';
import { renderTable, type Screen } from './table.js';

/** The tables under each other, each under its data where there are several; and notes. */
export function tablesForPeople(
  tables: readonly Table[],
  screen: Screen,
): { readonly text: string; readonly notes: readonly string[] } {
  const titles = titlesOf(tables);
  const leftOut = new Set<string>();
  const texts = tables.map(({ columns, rows }, i) => {
    const table = renderTable(
      columns.map((column) => columnFor(column, rows)),
      bodyOf(rows, columns),
      screen,
    );
    for (const at of table.leftOut) leftOut.add(columns[at]?.key ?? '');
    const title = wrapped(escapeText(titles[i] ?? ''), screen.width);
    return tables.length > 1 ? `${title}\n\n${table.text}` : table.text;
  });
  return { text: texts.join('\n\n\n'), notes: leftOutNotes([...leftOut], screen) };
}

// Spreads are as wide as the widest of their column, which keeps the values in line.
function bodyOf(rows: readonly Row[], columns: readonly Column[]) {
  const spreads = columns.map((column) =>
    column.kind === 'score' ? rows.map((row) => shownSpread(row, column)) : [],
  );
  const widths = spreads.map((texts) =>
    greatest(
      texts.map(({ length }) => length),
      0,
    ),
  );
  return rows.map((row, y) =>
    columns.map((column, x) => {
      const width = widths[x] ?? 0;
      const spread = width === 0 ? '' : ` ${(spreads[x]?.[y] ?? '').padEnd(width)}`;
      return {
        text: shownValue(row, column) + spread,
        best: row.best.has(column.key),
        dim: row.rank === null,
      };
    }),
  );
}

const mostNamed = 12;

function leftOutNotes(keys: readonly string[], { width }: Screen): readonly string[] {
  if (keys.length === 0) return [];
  const named = keys.slice(0, mostNamed).map((key) => cutText(key, 60));
  const more = keys.length > mostNamed ? `, … (${keys.length - mostNamed} more)` : '';
  return [
    `left out to fit a width of ${width}: ${escapeText(named.join(', '))}${more}; choose with --columns, or pipe the table into "less -S"`,
  ];
}
