// The rows of a CSV file that are plain: nothing in quotes but what could as well stand without
// them, so that each line is a row. Pieces of UTF-8 go in, and each row's bytes go out with the
// places of its cells. At the first row that is not plain it stops, and csv-parse goes on from
// there; up to there the rows are those of csv-parse, and so are their lines.

import { NumberReader } from './quick-number.js';
import type { RowUnit } from './places.js';

/**
 * Where rows go as texts, the header first; `line` is that on which the row begins, or the row's
 * number where `unit` says so, counted from 1.
 */
export type TakeRow = (cells: readonly string[], line: number, unit?: RowUnit) => void;

/** Where plain rows go. */
export type TakePlain = (row: PlainRow) => void;

/** One row; its arrays are filled anew for the next. */
export type PlainRow = {
  readonly bytes: Buffer;
  /** Where each cell begins in `bytes`, and where it ends, in turn. */
  readonly bounds: Int32Array;
  /**
   * The plain number that each cell is, as {@link quickNumber} gives it; NaN where it is none, or may
   * be more than its value: one of more than 2⁵³, or with a zero before it.
   */
  readonly values: Float64Array;
  /** How many cells it has. */
  readonly cells: number;
  /** The line that it is, counted from 1. */
  readonly line: number;
  /** Whether a cell may begin or end with a blank that is no ASCII. */
  readonly isTrimmed: boolean;
};

const [lineFeed, carriageReturn, quote] = [0x0a, 0x0d, 0x22];

// Of a row, in bytes: more than csv-parse takes of one.
const longest = 2 ** 24;

// What the scan of a line comes to beside the place where the next one begins.
const [unfinished, unplain] = [-1, -2];

type LineEnd = {
  readonly start: number;
  readonly at: number;
  readonly isEnd: boolean;
  /** Whether a cell of the line stood in quotes. */
  readonly isQuoted: boolean;
};

/** Reads rows for as long as they are plain. */
export class PlainRows {
  /** Lines that have ended. */
  lines = 0;
  readonly #take: TakePlain;
  /** 1 for the bytes at which something ends or begins. */
  readonly #marks = new Uint8Array(256);
  readonly #delimiter: number;
  /** Whether a number ends where a cell does. */
  readonly #readsNumbers: boolean;
  readonly #number = new NumberReader();
  #held: Buffer[] = [];
  #heldBytes = 0;
  #isFirst = true;
  #row: { -readonly [K in keyof PlainRow]: PlainRow[K] };

  /** `delimiter` is one ASCII character. */
  constructor(delimiter: string, take: TakePlain) {
    this.#take = take;
    this.#delimiter = delimiter.charCodeAt(0);
    for (const mark of [lineFeed, carriageReturn, quote, this.#delimiter]) this.#marks[mark] = 1;
    const nothing = Buffer.alloc(0);
    this.#readsNumbers = !/[\d.eE+-]/.test(delimiter);
    this.#row = {
      bytes: nothing,
      bounds: new Int32Array(64),
      values: new Float64Array(32),
      cells: 0,
      line: 0,
      isTrimmed: true,
    };
  }

  /**
   * Reads another piece, the last one where `isEnd`. Gives null where all was plain so far, else
   * the bytes from the first row on that is not.
   */
  read(piece: Uint8Array, isEnd: boolean): Buffer | null {
    const given = Buffer.from(piece.buffer, piece.byteOffset, piece.length);
    if (!isEnd && !given.includes(lineFeed) && !given.includes(carriageReturn)) {
      this.#held.push(given);
      this.#heldBytes += given.length;
      return this.#heldBytes > longest ? Buffer.concat(this.#held) : null;
    }
    const bytes = this.#held.length > 0 ? Buffer.concat([...this.#held, given]) : given;
    let start =
      this.#isFirst && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
    this.#isFirst = false;
    this.#row.bytes = bytes;
    while (start < bytes.length) {
      const next = this.#line(bytes, start, isEnd);
      if (next === unfinished) break;
      if (next === unplain) return bytes.subarray(start);
      start = next;
    }
    // A copy: else a few bytes would keep all of the piece.
    this.#held = start < bytes.length ? [Buffer.from(bytes.subarray(start))] : [];
    this.#heldBytes = Math.max(0, bytes.length - start);
    return null;
  }

  // Where the next line begins, once this one's row is taken.
  #line(bytes: Buffer, start: number, isEnd: boolean): number {
    const { length } = bytes;
    const marks = this.#marks;
    this.#row.cells = 0;
    this.#row.isTrimmed = true;
    let isQuoted = false;
    let at = start;
    let cell = start;
    for (;;) {
      const isNumber = this.#readsNumbers && this.#isNumberAt(bytes, at);
      if (isNumber) at = this.#number.read(bytes, at, length);
      const numberEnd = at;
      while (at < length && marks[bytes[at] ?? 0] === 0) at += 1;
      if (at >= length && !isEnd) return unfinished;
      if (bytes[at] === quote) {
        const close = this.#addQuoted(bytes, cell, at, isEnd);
        if (close < 0) return close;
        isQuoted = true;
        at = close + 1;
      } else if (isNumber && at === numberEnd) this.#addNumber(bytes, cell, at);
      else this.#addTrimmed(bytes, cell, at);
      if (bytes[at] !== this.#delimiter) return this.#end(bytes, { start, at, isEnd, isQuoted });
      at += 1;
      cell = at;
    }
  }

  // The place of the quote that closes a cell that opens at `open`, once the cell is added.
  #addQuoted(bytes: Buffer, cell: number, open: number, isEnd: boolean): number {
    const close = this.#quoted(bytes, cell, open, isEnd);
    if (close < 0) return close;
    this.#add(open + 1, close);
    const behind = this.#behindQuote(bytes, close + 1, isEnd);
    return behind < 0 ? behind : close;
  }

  // The place of the quote that closes a cell, of which all is before the end of the line.
  #quoted(bytes: Buffer, cell: number, open: number, isEnd: boolean): number {
    if (open !== cell) return unplain;
    for (let at = open + 1; at < bytes.length; at += 1) {
      const byte = bytes[at];
      if (byte === quote) return at;
      if (byte === lineFeed || byte === carriageReturn) return unplain;
    }
    return isEnd ? unplain : unfinished;
  }

  // What ends the cell whose quotes are closed: the delimiter, or the end of the line.
  #behindQuote(bytes: Buffer, at: number, isEnd: boolean): number {
    const byte = bytes[at];
    if (byte === undefined) return isEnd ? lineFeed : unfinished;
    return this.#marks[byte] === 0 || byte === quote ? unplain : byte;
  }

  // A line ends at `at`, with a row unless it was empty.
  #end(bytes: Buffer, { start, at, isEnd, isQuoted }: LineEnd): number {
    const isReturn = bytes[at] === carriageReturn;
    // What follows tells whether it is the half of an end.
    if (isReturn && at + 1 >= bytes.length && !isEnd) return unfinished;
    const row = this.#row;
    if (at - start > longest || (isQuoted && !row.isTrimmed)) return unplain;
    this.lines += 1;
    row.line = this.lines;
    const isEmpty = row.cells === 1 && !isQuoted && this.#isBlank(bytes);
    if (!isEmpty) this.#take(row);
    return at + (isReturn && bytes[at + 1] === lineFeed ? 2 : 1);
  }

  // Whether there is nothing in the first cell.
  #isBlank(bytes: Buffer): boolean {
    const [from = 0, to = 0] = this.#row.bounds;
    if (from === to) return true;
    return !this.#row.isTrimmed && bytes.toString('utf8', from, to).trim() === '';
  }

  #isNumberAt(bytes: Buffer, at: number): boolean {
    const byte = bytes[at] ?? 0;
    return (byte >= 0x30 && byte <= 0x39) || byte === 0x2d;
  }

  #addNumber(bytes: Buffer, from: number, to: number): void {
    const { value } = this.#number;
    const isSafe = value <= Number.MAX_SAFE_INTEGER && value >= -Number.MAX_SAFE_INTEGER;
    const hasZero = bytes[from] === 0x30 && to - from > 1 && bytes[from + 1] !== 0x2e;
    this.#add(from, to, isSafe && !hasZero ? value : NaN);
  }

  #addTrimmed(bytes: Buffer, start: number, end: number): void {
    let from = start;
    let to = end;
    while (from < to && isBlank(bytes[from] ?? 0)) from += 1;
    while (to > from && isBlank(bytes[to - 1] ?? 0)) to -= 1;
    if (from < to && ((bytes[from] ?? 0) >= 0x80 || (bytes[to - 1] ?? 0) >= 0x80)) {
      this.#row.isTrimmed = false;
    }
    this.#add(from, to);
  }

  #add(from: number, to: number, value = NaN): void {
    const row = this.#row;
    const place = 2 * row.cells;
    if (place >= row.bounds.length) {
      const more = new Int32Array(2 * row.bounds.length);
      more.set(row.bounds);
      row.bounds = more;
      const values = new Float64Array(row.bounds.length / 2);
      values.set(row.values);
      row.values = values;
    }
    row.values[row.cells] = value;
    row.bounds[place] = from;
    row.bounds[place + 1] = to;
    row.cells += 1;
  }
}

// What ends no line.
function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0b || byte === 0x0c;
}

/** The cells of a row as texts. */
export function textsOf({ bytes, bounds, cells, isTrimmed }: PlainRow): string[] {
  const texts = new Array<string>(cells);
  for (let i = 0; i < cells; i += 1) {
    const text = bytes.toString('utf8', bounds[2 * i], bounds[2 * i + 1]);
    texts[i] = isTrimmed ? text : text.trim();
  }
  return texts;
}
