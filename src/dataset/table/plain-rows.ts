// Rows of a text that are plain, some at a time: the lines of a stretch, with the places of their
// cells in its bytes and the numbers that they are.
import type { RowUnit } from './places.js';
import type { Found, Stretch } from './stretch.js';

/**
 * Where rows go as texts, the header first; `line` is that on which the row begins, or the row's
 * number where `unit` says so, counted from 1.
 */
export type TakeRow = (cells: readonly string[], line: number, unit?: RowUnit) => void;

/** Where plain rows go. */
export type TakePlain = (rows: PlainRows) => void;

/** Some rows. Their memory is used anew for the next ones. */
export class PlainRows {
  /** How many cells each of them has. */
  readonly columns: number;
  /** The first of them, and the one behind the last. */
  readonly from: number;
  readonly to: number;
  /** Where each cell begins in the bytes, and where it ends, in turn, of one row after another. */
  readonly bounds: Int32Array;
  /** The plain number that each cell is, in the same order; NaN where it is none, or may be more than its value: one of more than 2⁵³, or with a zero before it. */
  readonly values: Float64Array;
  /** UTF-8. */
  readonly bytes: Buffer;
  /** Whether a row is among them of which {@link isLoose} holds. */
  readonly someLoose: boolean;
  readonly #lines: Int32Array;
  readonly #loose: Uint8Array;
  readonly #linesBefore: number;

  /** Those that were found in a stretch from a row on, of which so many lines are before. */
  constructor(stretch: Stretch, found: Found, { from, lines }: Record<'from' | 'lines', number>) {
    this.columns = found.columns;
    this.from = from;
    this.to = found.rows;
    this.bounds = stretch.bounds;
    this.values = stretch.values;
    this.bytes = Buffer.from(stretch.bytes.buffer, 0, stretch.length);
    this.someLoose = found.isLoose;
    this.#lines = stretch.lines;
    this.#loose = stretch.loose;
    this.#linesBefore = lines;
  }

  /** The line that a row is, counted from 1. */
  lineOf(row: number): number {
    return this.#linesBefore + (this.#lines[row] ?? 0);
  }

  /** Whether a cell of a row may begin or end with a blank that is no ASCII. */
  isLoose(row: number): boolean {
    return this.#loose[row] === 1;
  }

  /** One cell as it is written. */
  textOf(row: number, column: number): string {
    const at = 2 * (row * this.columns + column);
    return this.bytes.toString('utf8', this.bounds[at], this.bounds[at + 1]);
  }

  /** The cells of a row as texts. */
  textsOf(row: number): string[] {
    const texts = new Array<string>(this.columns);
    const isLoose = this.isLoose(row);
    for (let i = 0; i < this.columns; i += 1) {
      const text = this.textOf(row, i);
      texts[i] = isLoose ? text.trim() : text;
    }
    return texts;
  }

  /** Whether all cells of a column are plain numbers. */
  areNumbers(column: number): boolean {
    const { values, columns } = this;
    const end = this.to * columns;
    for (let at = this.from * columns + column; at < end; at += columns) {
      if (Number.isNaN(values[at])) return false;
    }
    return true;
  }
}
