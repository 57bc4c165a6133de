// Columns with the widths they would like and the room there is in, the columns that are shown and their widths out.
import { displayWidth } from './width.js';

/** What is known of a column before it is laid out. */
export type WantedColumn = {
  readonly head: string;
  readonly bodyWidth: number;
  /** How soon it may be left out; 0 never. */
  readonly weight: number;
  /** The least width to which its text may be shortened without need; undefined where it may not be. */
  readonly leastWidth: number | undefined;
};

/** A column that is shown: which one, and how wide. */
export type FittedColumn = { readonly index: number; readonly width: number };

// How far text is cut: while columns are left that may well go, while any is left that may go, and at last.
const readable = 20;
const recognisable = 12;
const narrowest = 3;

// Columns from this weight on go before text is cut below `readable`.
const dispensable = 4;

/**
 * The columns that fit into `room`, heads unbroken where that is possible; else with broken heads, then with text
 * shortened, then without columns by their weight, the greatest first and of equals the last.
 */
export function fitColumns(columns: readonly WantedColumn[], room: number, gap: number): readonly FittedColumn[] {
  const natural = columns.map(({ head, bodyWidth }, index) => ({ index, width: Math.max(bodyWidth, displayWidth(head)) }));
  if (total(natural, gap) <= room) return natural;
  const all = columns.map((column, index) => ({ ...column, index }));
  for (const { kept, floor } of attempts(all)) {
    if (total(widthsAt(kept, floor), gap) <= room) return widened(kept, floor, room, gap);
  }
  return widthsAt(all.filter(({ weight }) => weight === 0), narrowest);
}

/** The narrowest width at which texts that differ still differ when they are shortened, but not more than `most`. */
export function tellingWidth(texts: readonly string[], most: number): number {
  const sorted = [...new Set(texts)].sort();
  const alike = sorted.map((text, i) => commonBeginning(text, sorted[i + 1] ?? ''));
  // One character that differs, and the sign that something was cut off.
  return Math.min(most, Math.max(0, ...alike) + 2);
}

function commonBeginning(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}

/** A head in lines no wider than `width` where its words allow: broken behind spaces, dots and underscores. */
export function wrapHead(head: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const piece of piecesOf(head)) {
    const line = lines.at(-1);
    if (line !== undefined && displayWidth((line + piece).trimEnd()) <= width) lines[lines.length - 1] = line + piece;
    else lines.push(piece);
  }
  return lines.map((line) => line.trimEnd());
}

type Indexed = WantedColumn & { readonly index: number };

// What to try in turn: ever fewer columns, and how far their text may be cut.
function* attempts(all: readonly Indexed[]): Generator<{ readonly kept: readonly Indexed[]; readonly floor: number }> {
  let kept = all;
  for (const [floor, least] of [[readable, dispensable], [recognisable, Number.MIN_VALUE], [narrowest, Infinity]] as const) {
    for (yield { kept, floor }; kept.some(({ weight }) => weight >= least); yield { kept, floor }) kept = withoutHeaviest(kept);
  }
}

function withoutHeaviest(columns: readonly Indexed[]): readonly Indexed[] {
  const heaviest = Math.max(...columns.map(({ weight }) => weight));
  const last = columns.findLast(({ weight }) => weight === heaviest);
  return columns.filter((column) => column !== last);
}

// With text cut at the greatest width that fits.
function widened(columns: readonly Indexed[], floor: number, room: number, gap: number): readonly FittedColumn[] {
  const widest = Math.max(floor, ...columns.map((column) => widthOf(column, Infinity)));
  let cap = floor;
  while (cap < widest && total(widthsAt(columns, cap + 1), gap) <= room) cap += 1;
  return widthsAt(columns, cap);
}

function widthsAt(columns: readonly Indexed[], cap: number): readonly FittedColumn[] {
  return columns.map((column) => ({ index: column.index, width: widthOf(column, cap) }));
}

function widthOf({ head, bodyWidth, leastWidth }: WantedColumn, cap: number): number {
  const wanted = Math.max(bodyWidth, ...piecesOf(head).map((piece) => displayWidth(piece.trimEnd())));
  if (leastWidth === undefined) return wanted;
  return Math.min(wanted, cap === narrowest ? cap : Math.max(cap, leastWidth));
}

function piecesOf(head: string): readonly string[] {
  return head.match(/[^ ._]*[ ._]|[^ ._]+/g) ?? [head];
}

function total(columns: readonly { readonly width: number }[], gap: number): number {
  return columns.reduce((sum, { width }) => sum + width, 0) + gap * Math.max(0, columns.length - 1);
}
