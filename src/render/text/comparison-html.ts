// The tables of a comparison in, tables of HTML out, to be put into a page that has its own style.
import type { Table } from '../../comparison/comparison.js';
import { columnFor, shownCell } from '../cells.js';
import { escapeHtml } from '../html/page.js';
import { titlesOf } from './comparison.js';

/** A `<table>` for each, with what it is called as its caption; the best of a column is `<strong>`. */
export function comparisonHtml(tables: readonly Table[]): string {
  const titles = titlesOf(tables);
  return tables.map((table, i) => tableHtml(table, titles[i] ?? '')).join('\n');
}

function tableHtml({ columns, rows }: Table, title: string): string {
  const shown = columns.map((column) => columnFor(column, rows));
  const styleOf = (i: number): string =>
    shown[i]?.align === 'right' ? ' style="text-align: right"' : '';
  const heads = shown.map(({ head }, i) => `<th scope="col"${styleOf(i)}>${escapeHtml(head)}</th>`);
  const body = rows.map((row) => {
    const cells = columns.map((column, i) => {
      const text = escapeHtml(shownCell(row, column));
      const cell = row.best.has(column.key) ? `<strong>${text}</strong>` : text;
      return `<td${styleOf(i)}>${cell}</td>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  });
  return [
    '<table>',
    `<caption>${escapeHtml(title)}</caption>`,
    `<thead><tr>${heads.join('')}</tr></thead>`,
    '<tbody>',
    ...body,
    '</tbody>',
    '</table>',
  ].join('\n');
}
