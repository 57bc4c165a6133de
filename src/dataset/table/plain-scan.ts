// Where the cells of plain rows stand: lines in, in a stretch that ends where a line does; out, into
// the stretch's own room, the places of each row's cells and the numbers that they are. Plain is a
// row with nothing in quotes but what could as well stand without them, so that each line is a row:
// those are csv-parse's rows, and so are their lines.
import { NumberReader } from './quick-number.js';
import type { Stretch } from './stretch.js';

const [lineFeed, carriageReturn, quote] = [0x0a, 0x0d, 0x22];

/** Of a row, in bytes: more than csv-parse takes of one. */
export const longestLine = 2 ** 24;

// What a line is instead of the place where the next one begins.
const unplain = -1;

/** Scans stretches of a file with a delimiter. */
export class PlainScan {
  /** 1 for the bytes at which something ends or begins. */
  readonly #marks = new Uint8Array(256);
  readonly #delimiter: number;
  /** Whether a number ends where a cell does. */
  readonly #readsNumbers: boolean;
  // Of the stretch that is being scanned.
  #bytes: Uint8Array = new Uint8Array();
  #bounds: Int32Array = new Int32Array();
  #values: Float64Array = new Float64Array();
  #number = new NumberReader(this.#bytes);
  /** The number of the next cell, in all rows so far. */
  #cells = 0;
  #isTrimmed = true;
  #isQuoted = false;

  /** `delimiter` is one ASCII character. */
  constructor(delimiter: string) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#readsNumbers = !/[\d.eE+-]/.test(delimiter);
    for (const mark of [lineFeed, carriageReturn, quote, this.#delimiter]) this.#marks[mark] = 1;
  }

  /**
   * Scans a stretch up to the first line that is not plain, or a row that has not as many cells as
   * the first of the table: `columns`, 0 where the first row is in this stretch.
   */
  scan(
    { bytes, bounds, values, lines, loose, found, start, length }: Stretch,
    columns: number,
  ): void {
    this.#bytes = bytes;
    this.#bounds = bounds;
    this.#values = values;
    this.#number = new NumberReader(bytes);
    this.#cells = 0;
    let wanted = columns;
    let [rows, line, someLoose] = [0, 0, 0];
    let [stop, ragged] = [-1, 0];
    for (let at = start; at < length;) {
      const before = this.#cells;
      const next = this.#line(at);
      if (next === unplain) {
        stop = at;
        break;
      }
      line += 1;
      const cells = this.#cells - before;
      if (this.#isEmpty(before, cells)) this.#cells = before;
      else {
        wanted ||= cells;
        if (cells !== wanted) {
          ragged = cells;
          break;
        }
        const isLoose = this.#isTrimmed ? 0 : 1;
        someLoose |= isLoose;
        loose[rows] = isLoose;
        lines[rows] = line;
        rows += 1;
      }
      at = next;
    }
    found.set([rows, wanted, line, stop, ragged, someLoose]);
  }

  // Where the next line begins, once this one's cells are added.
  #line(start: number): number {
    const [bytes, marks, delimiter] = [this.#bytes, this.#marks, this.#delimiter];
    this.#isTrimmed = true;
    this.#isQuoted = false;
    let at = start;
    for (;;) {
      const cell = at;
      let end = -1;
      if (this.#readsNumbers && isNumberAt(bytes[at] ?? 0)) {
        at = this.#number.read(at);
        end = at;
      }
      // Behind the last line there is the end of one.
      while (marks[bytes[at] ?? 0] === 0) at += 1;
      if (bytes[at] === quote) {
        at = this.#addQuoted(cell, at);
        if (at === unplain) return unplain;
      } else if (at === end) this.#addNumber(cell, at);
      else this.#addTrimmed(cell, at);
      if (bytes[at] !== delimiter) return this.#end(start, at);
      at += 1;
    }
  }

  // Behind the quote that closes a cell which opens at `open`, once the cell is added.
  #addQuoted(cell: number, open: number): number {
    if (open !== cell) return unplain;
    const bytes = this.#bytes;
    let close = open + 1;
    for (; ; close += 1) {
      const byte = bytes[close];
      if (byte === quote) break;
      if (byte === lineFeed || byte === carriageReturn) return unplain;
    }
    this.#isQuoted = true;
    this.#add(open + 1, close, NaN);
    const behind = bytes[close + 1] ?? 0;
    return this.#marks[behind] === 0 || behind === quote ? unplain : close + 1;
  }

  // A line ends at `at`.
  #end(start: number, at: number): number {
    if (at - start > longestLine || (this.#isQuoted && !this.#isTrimmed)) return unplain;
    const isTwo = this.#bytes[at] === carriageReturn && this.#bytes[at + 1] === lineFeed;
    return at + (isTwo ? 2 : 1);
  }

  // Whether a line is no row: there is nothing in it.
  #isEmpty(first: number, cells: number): boolean {
    if (cells !== 1 || this.#isQuoted) return false;
    const [from = 0, to = 0] = [this.#bounds[2 * first], this.#bounds[2 * first + 1]];
    if (from === to) return true;
    if (this.#isTrimmed) return false;
    return Buffer.from(this.#bytes.slice(from, to)).toString('utf8').trim() === '';
  }

  #addNumber(from: number, to: number): void {
    const { value } = this.#number;
    const isSafe = value <= Number.MAX_SAFE_INTEGER && value >= -Number.MAX_SAFE_INTEGER;
    const hasZero = this.#bytes[from] === 0x30 && to - from > 1 && this.#bytes[from + 1] !== 0x2e;
    this.#add(from, to, isSafe && !hasZero ? value : NaN);
  }

  #addTrimmed(start: number, end: number): void {
    const bytes = this.#bytes;
    let from = start;
    let to = end;
    while (from < to && isBlank(bytes[from] ?? 0)) from += 1;
    while (to > from && isBlank(bytes[to - 1] ?? 0)) to -= 1;
    if (from < to && ((bytes[from] ?? 0) >= 0x80 || (bytes[to - 1] ?? 0) >= 0x80)) {
      this.#isTrimmed = false;
    }
    this.#add(from, to, NaN);
  }

  #add(from: number, to: number, value: number): void {
    const cell = this.#cells;
    this.#values[cell] = value;
    this.#bounds[2 * cell] = from;
    this.#bounds[2 * cell + 1] = to;
    this.#cells = cell + 1;
  }
}

function isNumberAt(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || byte === 0x2d;
}

// What ends no line.
function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0b || byte === 0x0c;
}
