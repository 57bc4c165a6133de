// The cells of one column as they are read: their values as plain numbers, those in the notation
// that the spec writes, what is neither, and their texts for as long as they may be needed.
import {
  parseIn,
  parseNumber,
  parseWritten,
  plain,
  type Notation,
  type WrittenNotation,
} from './numbers.js';
import { CellTexts } from './cell-texts.js';
import { NumberList, type Numbers, type Spill } from './spilled.js';

/**
 * How the cells of a column are to be read: `open` leaves it to what they hold, with the notation
 * that the spec writes, if it writes one; a notation takes numbers in it alone.
 */
export type WantedCells = {
  readonly as: 'open' | 'text' | Notation;
  readonly written: WrittenNotation | null;
  /** Cells that mean that a value is missing, as an empty one does. */
  readonly missing: ReadonlySet<string>;
  /** Whether a cell may be a list, which is then read as the text of a JSON array. */
  readonly takesLists?: boolean;
};

/** Cells with one text: how many, and the row of the first. */
export type Cells = { count: number; readonly row: number };

/** Cells that are no number in some notation, by their text. */
export class OddCells {
  readonly byText = new Map<string, Cells>();
  count = 0;

  /** Counts one. Of very many different texts the first ones are kept. */
  add(text: string, row: number): void {
    this.count += 1;
    const known = this.byText.get(text);
    if (known) known.count += 1;
    else if (this.byText.size < mostOdd) this.byText.set(text, { count: 1, row });
  }
}

const mostOdd = 1000;

function isSameNotation(a: Notation, b: Notation): boolean {
  return a.decimal === b.decimal && a.thousands === b.thousands && a.unit === b.unit;
}

// A column of numbers alone in so many rows is a numeric one, and its texts are let go.
const sureAfter = 10_000;

/** The largest float32. */
export const largest = 3.4028234663852886e38;

/** What is lost of whole numbers when they are read as numbers, with the first cell of each. */
export type Lost = {
  /** Zeros before the number, as a postal code has. */
  zeros: string | null;
  /** Digits beyond 2⁵³. */
  digits: string | null;
};

// Seldom true, and known without a look at all of the cell.
function mayLose(cell: string, value: number): boolean {
  return (
    (cell.startsWith('0') && cell.length > 1 && cell[1] !== '.') ||
    value > Number.MAX_SAFE_INTEGER ||
    value < -Number.MAX_SAFE_INTEGER
  );
}

/** One column of a table as it was read. */
export class CellColumn {
  readonly name: string;
  readonly wanted: WantedCells;
  /** A value a row, NaN where the cell is none: as plain numbers, or in the notation wanted. */
  readonly list = new NumberList();
  readonly odd = new OddCells();
  /** The same in the notation that the spec writes, where it writes one. */
  readonly written: NumberList | null;
  readonly oddWritten = new OddCells();
  /** The units of the values in `written`. */
  readonly units = new Map<string | null, Cells>();
  /** Cells without a value, by their text. */
  readonly missing = new OddCells();
  readonly lost: Lost = { zeros: null, digits: null };
  /** Plain numbers with a point that could as well stand between thousands, and other points. */
  readonly points = { grouping: new OddCells(), others: 0 };
  #texts: CellTexts | null = new CellTexts();
  #hasLostTexts = false;
  #isSpilled = false;

  /** Texts that are no numbers, as far as they are known. */
  readonly #words = new Set<string>();
  // Whether a cell that is a plain number is nothing else.
  readonly #isPlain: boolean;

  constructor(name: string, wanted: WantedCells) {
    this.name = name;
    this.wanted = wanted;
    this.written = wanted.as === 'open' && wanted.written ? new NumberList() : null;
    const { as, missing } = wanted;
    const isPlain = typeof as === 'object' && isSameNotation(as, plain);
    this.#isPlain = missing.size === 0 && this.written === null && (as === 'open' || isPlain);
  }

  /** The values of {@link list}. */
  get numbers(): Numbers {
    return this.list.all();
  }

  /** The cells as written; null for a long column that has held nothing but numbers. */
  get texts(): readonly string[] | null {
    return this.#texts?.all() ?? null;
  }

  /** The same of the rows from one to another. */
  textsOf(from: number, to: number): readonly string[] {
    return this.#texts?.slice(from, to) ?? [];
  }

  /** Whether it has held more different texts than are kept of a column that is spilled. */
  get hasLostTexts(): boolean {
    return this.#hasLostTexts;
  }

  /** Keeps what was read, and what will be, in a file. */
  spillTo(spill: Spill): void {
    this.list.spillTo(spill);
    this.written?.spillTo(spill);
    this.#texts?.spillTo(spill);
    this.#isSpilled = true;
    this.#letGo();
  }

  /** Takes the next row's cell; false where it is a number that float32 does not hold. */
  add(cell: string): boolean {
    const row = this.list.length;
    const isMissing = cell === '' || this.wanted.missing.has(cell);
    if (isMissing) this.missing.add(cell, row);
    const value = isMissing ? NaN : this.#valueOf(cell);
    this.list.push(value);
    if (Number.isNaN(value) && !isMissing) this.odd.add(cell, row);
    if (mayLose(cell, value)) this.#note(cell);
    const writtenValue = isMissing ? NaN : this.#addWritten(cell, row);
    if (this.wanted.as !== 'text') {
      if (Math.abs(value) > largest || Math.abs(writtenValue) > largest) return false;
    }
    this.#texts?.add(cell);
    this.#letGo();
    return true;
  }

  /**
   * Takes the next row's cell, which stands between two places in UTF-8, as {@link add} does; `value`
   * is the plain number that it is, or NaN, as of {@link PlainRows}.
   */
  addBytes(bytes: Buffer, start: number, end: number, value: number): boolean {
    if (Number.isNaN(value) || !this.#isPlain) return this.add(bytes.toString('utf8', start, end));
    this.list.push(value);
    if (this.#texts) {
      this.#texts.hold(bytes, start, end);
      this.#letGo();
    }
    return true;
  }

  /** Whether it may be given plain numbers by {@link addNumbers}: nothing else is kept of them. */
  get takesNumbers(): boolean {
    return this.#isPlain && this.#texts === null;
  }

  /** Takes the cells of the next `count` rows, which are plain numbers: every `step`th from a place on. */
  addNumbers(values: Float64Array, from: number, step: number, count: number): void {
    this.list.pushAll(values, from, step, count);
  }

  /**
   * Takes the next row's cell, which is a number or a text, as {@link add} does. A number is one in
   * whatever notation texts are written.
   */
  addCell(cell: number | string): boolean {
    if (typeof cell === 'string') return this.add(cell);
    if (this.#isPlain && cell <= Number.MAX_SAFE_INTEGER && cell >= -Number.MAX_SAFE_INTEGER) {
      this.list.push(cell);
      if (this.#texts) {
        this.#texts.addNumber(cell);
        this.#letGo();
      }
      return true;
    }
    const { missing, as } = this.wanted;
    if (!Number.isFinite(cell) || (missing.size > 0 && missing.has(String(cell)))) {
      return this.add(String(cell));
    }
    const row = this.list.length;
    this.list.push(cell);
    if (!(Math.abs(cell) <= Number.MAX_SAFE_INTEGER)) this.#note(String(cell));
    if (this.written) {
      this.written.push(cell);
      this.#addUnit(null, row);
    }
    if (as !== 'text' && Math.abs(cell) > largest) return false;
    this.#texts?.addNumber(cell);
    this.#letGo();
    return true;
  }

  #letGo(): void {
    if (this.list.length === sureAfter && this.#isSure()) this.#texts = null;
    if (this.#isSpilled && this.#texts?.isFull === true) {
      this.#texts = null;
      this.#hasLostTexts = true;
    }
  }

  #note(cell: string): void {
    if (!/^[+-]?\d+$/.test(cell)) return;
    if (/^[+-]?0\d/.test(cell)) this.lost.zeros ??= cell;
    if (Math.abs(Number(cell)) > Number.MAX_SAFE_INTEGER) this.lost.digits ??= cell;
  }

  #valueOf(cell: string): number {
    const { as } = this.wanted;
    // Words come again and again.
    if (this.#words.has(cell)) return NaN;
    const value = typeof as === 'object' ? parseIn(cell, as) : parseNumber(cell);
    if (Number.isNaN(value) && this.#words.size < mostOdd) this.#words.add(cell);
    return value;
  }

  #addWritten(cell: string, row: number): number {
    const { written } = this.wanted;
    if (!this.written || !written) return NaN;
    const found = parseWritten(cell, written);
    this.written.push(found?.value ?? NaN);
    if (!found) this.oddWritten.add(cell, row);
    else this.#addUnit(found.unit, row);
    if (written.decimal === ',' && cell.includes('.')) {
      if (/^[+-]?[1-9]\d{0,2}(?:\.\d{3})+$/.test(cell)) this.points.grouping.add(cell, row);
      else this.points.others += 1;
    }
    return found?.value ?? NaN;
  }

  #addUnit(unit: string | null, row: number): void {
    const known = this.units.get(unit);
    if (known) known.count += 1;
    else this.units.set(unit, { count: 1, row });
  }

  #isSure(): boolean {
    if (this.wanted.as === 'text') return false;
    return this.odd.count === 0 || (this.written !== null && this.oddWritten.count === 0);
  }
}
