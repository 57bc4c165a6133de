// The tables of a comparison in, LaTeX out: a `tabular` each, with the rules of the package booktabs.
import type { Table } from '../../comparison/comparison.js';
import { escapeText } from '../../text/escape.js';
import { columnFor, shownCell } from '../cells.js';
import { titlesOf } from './comparison.js';

/**
 * A `tabular` for each, to be put into a `table`; what it is called stands before it as a comment.
 * The best of a column is bold. Nothing in a name is a command.
 */
export function comparisonLatex(tables: readonly Table[]): string {
  if (tables.length === 0) return '';
  const titles = titlesOf(tables);
  const texts = tables.map((table, i) => `% ${commentText(titles[i] ?? '')}\n${tabular(table)}`);
  return ['% \\usepackage{booktabs}', ...texts].join('\n');
}

function tabular({ columns, rows }: Table): string {
  const shown = columns.map((column) => columnFor(column, rows));
  const sides = shown.map(({ align }) => (align === 'right' ? 'r' : 'l')).join('');
  const lineOf = (cells: readonly string[]): string => `${cells.join(' & ')} \\\\`;
  const body = rows.map((row) =>
    lineOf(
      columns.map((column) => {
        const text = latexText(shownCell(row, column));
        return row.best.has(column.key) ? `\\textbf{${text}}` : text;
      }),
    ),
  );
  return [
    `\\begin{tabular}{${sides}}`,
    '\\toprule',
    lineOf(shown.map(({ head }) => latexText(head))),
    '\\midrule',
    ...body,
    '\\bottomrule',
    '\\end{tabular}',
  ].join('\n');
}

const commands: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  $: '\\$',
  '&': '\\&',
  '#': '\\#',
  '%': '\\%',
  _: '\\_',
  '^': '\\textasciicircum{}',
  '~': '\\textasciitilde{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  '-': '{-}',
  '[': '{[}',
  ']': '{]}',
  '*': '{*}',
  '`': '\\textasciigrave{}',
  '×': '$\\times$',
  '±': '$\\pm$',
  '−': '$-$',
  '–': '{--}',
  '…': '\\ldots{}',
};

/** A text from anywhere as LaTeX shows it. */
export function latexText(text: string): string {
  // Two dashes would be one longer one; a bracket or a star behind a line's end belongs to that.
  return escapeText(text).replaceAll(
    /[\\{}$&#%_^~<>|`×±−–…[\]*]|-(?=-)|(?<=-)-/gu,
    (one) => commands[one] ?? '',
  );
}

// A comment ends with its line.
function commentText(text: string): string {
  return escapeText(text).replaceAll(/[\r\n]+/g, ' ');
}
