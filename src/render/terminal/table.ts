// Rows of text in, a table of aligned columns out, for a terminal or a pipe. The only door to
// cli-table3 and picocolors.
import Table from 'cli-table3';
import colors from 'picocolors';
import { escapeText } from '../../text/escape.js';
import {
  fitColumns,
  greatest,
  remembered,
  tellingWidth,
  wrapHead,
  type FittedColumn,
  type WantedColumn,
} from './fit.js';
import { displayWidth, shortened } from '../../text/width.js';

/** A cell of a table. Its text is escaped when it is shown, so it may come from anywhere. */
export type TableCell = {
  readonly text: string;
  /** The best of its column: bold, or with an asterisk where there is no colour. */
  readonly best?: boolean;
  /** Less important than the others. */
  readonly dim?: boolean;
};

/** One column of a table. */
export type TableColumn = {
  readonly head: string;
  /** Numbers are right-aligned and never shortened; text is left-aligned and may be. */
  readonly align: 'left' | 'right';
  /** Text that tells too little in part: it is never cut, and goes where there is no room for it. */
  readonly whole?: boolean;
  /** How soon the column may be left out where there is too little room; 0 (the default) never. */
  readonly weight?: number;
};

/** What a table is shown on. */
export type Screen = {
  /** Columns of the terminal; Infinity in a pipe. */
  readonly width: number;
  readonly color: boolean;
};

/** A table as text, and the indexes of the columns that there was no room for. */
export type RenderedTable = { readonly text: string; readonly leftOut: readonly number[] };

type Layout = {
  readonly columns: readonly (FittedColumn & { readonly align: 'left' | 'right' })[];
  readonly screen: Screen;
};

// A styled cell and its display width without the style.
type StyledCell = { readonly text: string; readonly width: number };

const gap = '  ';

// Texts that differ only after a longer beginning than this may look alike when they are cut.
const mostTellingWidth = 28;

// cli-table3 takes time by the square of the cells (a thousand rows take seconds), so great tables
// are laid out here.
const mostCellsForLibrary = 2000;

/**
 * How the output stream shows tables: its width if it is a terminal, in colour unless NO_COLOR says
 * no.
 */
export function screenOf(
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  environment: Readonly<Record<string, string | undefined>>,
): Screen {
  const terminal = stream.isTTY === true;
  const color = terminal && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb';
  return {
    width: terminal ? stream.columns || 80 : Infinity,
    color: color || (!environment['NO_COLOR'] && Boolean(environment['FORCE_COLOR'])),
  };
}

/**
 * A table with its heads, a rule and the rows, as wide as its content needs and no wider than the
 * screen: then heads are broken into lines, long text is shortened with `…`, and columns are left
 * out by their weight.
 */
export function renderTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly TableCell[])[],
  screen: Screen,
): RenderedTable {
  const marked = columns.map((_, i) => !screen.color && rows.some((row) => row[i]?.best));
  const texts = rows.map((row) =>
    columns.map((column, i) => shownText(row[i], column, marked[i] ?? false)),
  );
  const wanted = columns.map((column, i) =>
    wantedColumn(
      column,
      texts.map((row) => row[i] ?? ''),
    ),
  );
  const fitted = isPipe(screen)
    ? naturalColumns(wanted)
    : fitColumns(wanted, screen.width, gap.length);
  const layout: Layout = {
    columns: fitted.map((column) => ({ ...column, align: columns[column.index]?.align ?? 'left' })),
    screen,
  };
  const fits = fitted.map(({ width }) =>
    remembered((text) => cutTo(text, isPipe(screen) ? Infinity : width)),
  );
  const body = texts.map((row, y) =>
    layout.columns.map(({ index }, x) =>
      styledCell(fits[x]?.(row[index] ?? ''), rows[y]?.[index], screen),
    ),
  );
  const kept = new Set(fitted.map(({ index }) => index));
  const lines = [
    ...headLines(
      wanted.map(({ head }) => head),
      layout,
    ),
    ruleLine(layout),
    ...layLines(body, layout),
  ];
  return {
    text: lines.map((line) => line.trimEnd()).join('\n'),
    leftOut: [...columns.keys()].filter((i) => !kept.has(i)),
  };
}

function isPipe({ width }: Screen): boolean {
  return width === Infinity;
}

// Nothing is cut in a pipe; and no column is padded to more than this for the sake of one long text.
const mostPadded = 60;

function naturalColumns(wanted: readonly WantedColumn[]): readonly FittedColumn[] {
  return wanted.map(({ head, bodyWidth, leastWidth }, index) => {
    const width = Math.max(bodyWidth, displayWidth(head));
    const isText = leastWidth !== undefined;
    return {
      index,
      width: isText ? Math.min(width, Math.max(mostPadded, displayWidth(head))) : width,
    };
  });
}

function wantedColumn(
  { head, align, weight = 0, whole = false }: TableColumn,
  texts: readonly string[],
): WantedColumn {
  const bodyWidth = [...new Set(texts)].reduce(
    (most, text) => Math.max(most, displayWidth(text)),
    0,
  );
  return {
    head: escapeText(head),
    bodyWidth,
    weight,
    whole,
    leastWidth: leastWidthOf(align, whole ? bodyWidth : tellingWidth(texts, mostTellingWidth)),
  };
}

function leastWidthOf(align: TableColumn['align'], telling: number): number | undefined {
  return align === 'left' ? telling : undefined;
}

// In a right-aligned column with asterisks the others have a blank there, which keeps the digits in
// line.
function shownText(cell: TableCell | undefined, { align }: TableColumn, marked: boolean): string {
  const text = escapeText(cell?.text ?? '');
  return marked ? text + (cell?.best ? '*' : align === 'right' ? ' ' : '') : text;
}

function cutTo(text: string, width: number): StyledCell {
  const short = width === Infinity ? text : shortened(text, width);
  return { text: short, width: displayWidth(short) };
}

function styledCell(
  { text, width }: StyledCell = { text: '', width: 0 },
  cell: TableCell | undefined,
  { color }: Screen,
): StyledCell {
  if (!cell?.best && !cell?.dim) return { text, width };
  const style = colors.createColors(color);
  return { text: cell.best ? style.bold(text) : style.dim(text), width };
}

function headLines(heads: readonly string[], layout: Layout): readonly string[] {
  const wrapped = layout.columns.map(({ index, width }) =>
    wrapHead(heads[index] ?? '', width).map((line) => shortened(line, width)),
  );
  const height = greatest(
    wrapped.map((lines) => lines.length),
    1,
  );
  const bottomUp = wrapped.map((lines) => [
    ...Array<string>(height - lines.length).fill(''),
    ...lines,
  ]);
  const rows = Array.from({ length: height }, (_, y) =>
    bottomUp.map((lines) => ({ text: lines[y] ?? '', width: displayWidth(lines[y] ?? '') })),
  );
  return layLines(rows, layout);
}

function ruleLine({ columns, screen }: Layout): string {
  return colors
    .createColors(screen.color)
    .dim(columns.map(({ width }) => '─'.repeat(width)).join(gap));
}

function layLines(rows: readonly (readonly StyledCell[])[], layout: Layout): readonly string[] {
  if (rows.length === 0) return [];
  return !isPipe(layout.screen) && rows.length * layout.columns.length <= mostCellsForLibrary
    ? libraryLines(rows, layout)
    : rows.map((row) => ownLine(row, layout));
}

const noLines = [
  'top',
  'top-mid',
  'top-left',
  'top-right',
  'bottom',
  'bottom-mid',
  'bottom-left',
  'bottom-right',
  'left',
  'left-mid',
  'mid',
  'mid-mid',
  'right',
  'right-mid',
];

function libraryLines(
  rows: readonly (readonly StyledCell[])[],
  { columns }: Layout,
): readonly string[] {
  const table = new Table({
    chars: { ...Object.fromEntries(noLines.map((name) => [name, ''])), middle: gap },
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
    colWidths: columns.map(({ width }) => width),
    colAligns: columns.map(({ align }) => align),
  });
  table.push(...rows.map((row) => row.map(({ text }) => text)));
  return table.toString().split('\n');
}

function ownLine(row: readonly StyledCell[], { columns }: Layout): string {
  const padded = row.map(({ text, width }, i) => {
    const blanks = ' '.repeat(Math.max(0, (columns[i]?.width ?? 0) - width));
    return columns[i]?.align === 'right' ? blanks + text : text + blanks;
  });
  return padded.join(gap);
}
