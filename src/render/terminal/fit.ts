// Columns with the widths they would like and the room there is in, the columns that are shown and
// their widths out.
import { displayWidth } from '../../text/width.js';

/** What is known of a column before it is laid out. */
export type WantedColumn = {
  readonly head: string;
  readonly bodyWidth: number;
  /** How soon it may be left out; 0 never. */
  readonly weight: number;
  /**
   * The least width to which its text may be shortened without need; undefined where it may not be.
   */
  readonly leastWidth: number | undefined;
  /** Whether it is not shortened below that in need either; else it is. */
  readonly whole?: boolean;
};

/** A column that is shown: which one, and how wide. */
export type FittedColumn = { readonly index: number; readonly width: number };

// How far text is cut: while columns are left that may well go, while any is left that may go, and
// at last.
const readable = 20;
const recognisable = 12;
const narrowest = 3;
// A character and the sign that something was cut off, where even that helps.
const barest = 2;

// Columns from this weight on go before text is cut below `readable`, those from the other one on
// before it is cut below `recognisable`; what weighs less goes where nothing else helps.
const dispensable = 4;
const telling = 1;

/**
 * The columns that fit into `room`, heads unbroken where that is possible; else with broken heads,
 * then with text shortened, then without columns by their weight, the greatest first and of equals
 * the last.
 */
export function fitColumns(
  columns: readonly WantedColumn[],
  room: number,
  gap: number,
): readonly FittedColumn[] {
  const natural = columns.map(({ head, bodyWidth }, index) => ({
    index,
    width: Math.max(bodyWidth, displayWidth(head)),
  }));
  if (total(natural, gap) <= room) return natural;
  const all = columns.map(({ head, bodyWidth, weight, leastWidth, whole = false }, index) => ({
    weight,
    leastWidth,
    whole,
    index,
    wanted: greatest(
      piecesOf(head).map((piece) => displayWidth(piece.trimEnd())),
      bodyWidth,
    ),
  }));
  const fitting = firstFitting(all, room, gap);
  return fitting
    ? widened(fitting.kept, fitting.floor, room, gap)
    : widthsAt(
        all.filter(({ weight }) => weight === 0),
        narrowest,
      );
}

/**
 * The narrowest width at which texts that differ still differ when they are shortened, but not more
 * than `most`.
 */
export function tellingWidth(texts: readonly string[], most: number): number {
  const sorted = [...new Set(texts)].sort();
  const alike = sorted.map((text, i) => commonBeginning(text, sorted[i + 1] ?? ''));
  // One character that differs, and the sign that something was cut off.
  return Math.min(most, greatest(alike, 0) + 2);
}

function commonBeginning(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}

/**
 * A head in lines no wider than `width` where its words allow: broken behind spaces, dots and
 * underscores, and never within a number.
 */
export function wrapHead(head: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const piece of piecesOf(head)) {
    const line = lines.at(-1);
    if (line !== undefined && displayWidth((line + piece).trimEnd()) <= width) {
      lines[lines.length - 1] = line + piece;
    } else lines.push(piece);
  }
  return lines.map((line) => line.trimEnd());
}

// `wanted`: the width at which neither a piece of the head nor the body is cut.
type Indexed = Pick<WantedColumn, 'weight' | 'leastWidth' | 'whole'> & {
  readonly index: number;
  readonly wanted: number;
};

// Ever fewer columns, and ever shorter text, until all fits. A stranger's specs may have as many
// columns as they like, so they are put in the order in which they go once, and what goes is taken
// from the sum of the widths.
function firstFitting(
  all: readonly Indexed[],
  room: number,
  gap: number,
): { readonly kept: readonly Indexed[]; readonly floor: number } | undefined {
  const leaving = all.toSorted((a, b) => b.weight - a.weight || b.index - a.index);
  let gone = 0;
  for (const [floor, least] of [
    [readable, dispensable],
    [recognisable, telling],
    [narrowest, Infinity],
    [narrowest, Number.MIN_VALUE],
    [barest, Infinity],
  ] as const) {
    const widths = leaving.slice(gone).map((column) => widthOf(column, floor));
    let needed = widths.reduce((sum, width) => sum + gap + width, -gap);
    for (const width of widths) {
      if (needed <= room || (leaving[gone]?.weight ?? 0) < least) break;
      needed -= width + gap;
      gone += 1;
    }
    if (needed <= room) {
      return { kept: leaving.slice(gone).sort((a, b) => a.index - b.index), floor };
    }
  }
  return undefined;
}

// With text cut at the greatest width that fits; where it cannot be as wide as tells rows apart, as
// wide as there is room.
function widened(
  columns: readonly Indexed[],
  floor: number,
  room: number,
  gap: number,
): readonly FittedColumn[] {
  const widest = greatest(
    columns.map((column) => widthOf(column, Infinity)),
    floor,
  );
  const greatestCap = (isTelling: boolean): number => {
    let cap = floor;
    while (cap < widest && total(widthsAt(columns, cap + 1, isTelling), gap) <= room) cap += 1;
    return cap;
  };
  const cap = greatestCap(true);
  return cap > narrowest ? widthsAt(columns, cap) : widthsAt(columns, greatestCap(false), false);
}

function widthsAt(
  columns: readonly Indexed[],
  cap: number,
  isTelling = cap > narrowest,
): readonly FittedColumn[] {
  return columns.map((column) => ({ index: column.index, width: widthOf(column, cap, isTelling) }));
}

function widthOf(
  { wanted, leastWidth, whole }: Indexed,
  cap: number,
  isTelling = cap > narrowest,
): number {
  if (leastWidth === undefined) return wanted;
  return Math.min(wanted, isTelling || whole ? Math.max(cap, leastWidth) : cap);
}

function piecesOf(head: string): readonly string[] {
  return (
    head.match(/(?:[^ ._]|(?<=\d)\.(?=\d))*(?:[ _]|(?<!\d)\.|\.(?!\d))|(?:[^ ._]|\.)+/g) ?? [head]
  );
}

/**
 * The same function, which does its work once for each text: most cells of a great table say what
 * others say, and measuring takes a while.
 */
export function remembered<T>(work: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const value = known.get(text) ?? work(text);
    known.set(text, value);
    return value;
  };
}

/**
 * The greatest of some numbers and of `least`. Math.max takes no more arguments than the stack has
 * room for.
 */
export function greatest(numbers: readonly number[], least: number): number {
  return numbers.reduce((high, number) => Math.max(high, number), least);
}

function total(columns: readonly { readonly width: number }[], gap: number): number {
  return columns.reduce((sum, { width }) => sum + width, 0) + gap * Math.max(0, columns.length - 1);
}
