// A table as it is read, a file after another: rows go in, in whatever form, and the cells of the
// wanted columns are gathered. What a header or a row may not be is refused, with its place.
import { failure } from '../../ground/errors.js';
import { Nested, nestedCell, type Block, type Cell } from './blocks.js';
import { CellColumn, type WantedCells } from './cells.js';
import { checkHeader, noColumn } from './header.js';
import { cellPlace, rowPlace, shownCell, tooLarge, type RowPlace, type RowUnit } from './places.js';
import type { PlainRows } from './plain-rows.js';
import { NumberList, Spill } from './spilled.js';
import type { RowTaker } from './taker.js';

/** What to take from a table. */
export type WantedColumns = {
  /** The column that is the target; null where none is needed. */
  readonly target: string | null;
  /** Columns that are targets beside it. */
  readonly more?: readonly string[];
  /** The columns wanted beside target and weight; null means all. */
  readonly columns: readonly string[] | null;
  /** Columns that are left out where all are wanted. */
  readonly exclude?: readonly string[];
  /** A column of weights, which is no input. */
  readonly weight?: string | null;
  /** Whether the target is an input, too, where no columns are listed. */
  readonly targetGoesIn?: boolean;
  /** Columns that rows are put in order or grouped by: inputs too only if they are listed. */
  readonly beside?: readonly string[];
  /** Those that are inputs although they are beside. */
  readonly asked?: readonly string[];
  /** How the cells of a column are to be read. */
  readonly cellsOf: (column: string) => WantedCells;
};

type Request = WantedColumns & { readonly delimiter: string };

// Names and times are what is written.
const asWritten: WantedCells = { as: 'text', written: null, missing: new Set() };

type File = { readonly file: string; readonly from: number; count: number; unit: RowUnit };

// A wanted column, and where it stands in the file that is being read.
type Place = { readonly column: CellColumn; index: number };

// Each costs a number for its line, and eight bytes a cell; in a file, a few bytes for its target
// and its place.
const [mostRows, mostSpilledRows] = [2 ** 26, 2 ** 29];

/** Gathers the cells of a table's files. */
export class TableReading {
  readonly files: File[] = [];
  readonly #request: Request;
  readonly #notes: string[] = [];
  readonly #lines = new NumberList();
  #spill: Spill | null = null;
  readonly #columns: CellColumn[] = [];
  #target: CellColumn | null = null;
  readonly #more: CellColumn[] = [];
  #weights: CellColumn | null = null;
  readonly #beside: CellColumn[] = [];
  #places: Place[] = [];
  /** Of the file that is being read; null until its header has come. */
  #header: readonly string[] | null = null;
  #headerBytes: Buffer = Buffer.alloc(0);
  #first: readonly string[] | null = null;

  constructor(request: Request) {
    this.#request = request;
  }

  /** What takes the rows of the next file. */
  begin(file: string): RowTaker {
    const known: File = { file, from: this.#lines.length, count: 0, unit: 'line' };
    this.files.push(known);
    this.#header = null;
    return {
      texts: (cells, line, unit = 'line') => this.#addTexts(known, cells, line, unit),
      plain: (rows) => this.#addPlain(known, rows),
      block: (block) => this.#addBlock(known, block),
      needs: () => new Set(this.#places.map(({ index }) => index)),
      added: (name) => this.#addColumn(known, name),
      told: (note) => void this.#notes.push(note),
    };
  }

  /** How many cells there are so far. */
  get cells(): number {
    return this.#lines.length * this.#places.length;
  }

  /** Keeps the columns in a file: those that were read, and those that will be. */
  spill(): void {
    if (this.#spill) return;
    const spill = Spill.open();
    this.#spill = spill;
    this.#lines.spillTo(spill);
    for (const { column } of this.#places) column.spillTo(spill);
  }

  /** The file's rows are all there. Throws a UserError where it has none. */
  end(): void {
    const file = this.files.at(-1);
    if (!file) return;
    file.count = this.#lines.length - file.from;
    if (!this.#header) {
      throw failure(
        `${file.file} is empty, expected a line with the names of the columns and a line a sample`,
      );
    }
    if (file.count === 0) {
      throw failure(`${file.file} has a header but no rows: add a line a sample`);
    }
  }

  /** What was gathered. */
  table(): {
    readonly file: string;
    readonly count: number;
    readonly columns: readonly CellColumn[];
    readonly target: CellColumn | null;
    readonly more: readonly CellColumn[];
    readonly weights: CellColumn | null;
    readonly beside: readonly CellColumn[];
    readonly at: (row: number) => RowPlace;
    readonly isSpilled: boolean;
    readonly notes: readonly string[];
  } {
    return {
      file: this.files[0]?.file ?? '',
      count: this.#lines.length,
      columns: this.#columns,
      target: this.#target,
      more: this.#more,
      weights: this.#weights,
      beside: this.#beside,
      at: (row) => this.#at(row),
      isSpilled: this.#spill !== null,
      notes: this.#notes,
    };
  }

  get #mostRows(): number {
    return this.#spill ? mostSpilledRows : mostRows;
  }

  #at(row: number): RowPlace {
    const of = this.files.findLast(({ from }) => from <= row);
    return {
      file: of?.file ?? '',
      line: this.#lines.slice(row, row + 1)[0] ?? 0,
      unit: of?.unit ?? 'line',
    };
  }

  #readHeader({ file }: File, names: readonly string[]): void {
    checkHeader(names, file, this.#request);
    const places = new Map(names.map((name, i) => [name, i]));
    const indexOf = (name: string): number => {
      const index = places.get(name);
      if (index === undefined) throw noColumn(file, name, names, this.#request.delimiter, true);
      return index;
    };
    if (this.#first === null) this.#wanted(file, names, indexOf);
    else {
      this.#checkSame(file, names);
      for (const place of this.#places) place.index = indexOf(place.column.name);
    }
    this.#first ??= names;
    this.#header = names;
    this.#headerBytes = Buffer.from(names[0] ?? '');
  }

  #wanted(file: string, names: readonly string[], indexOf: (name: string) => number): void {
    const { target, more = [], weight = null, columns, exclude = [], beside = [] } = this.#request;
    const { asked = [], targetGoesIn = false } = this.#request;
    const apart = beside.filter((name) => !asked.includes(name));
    const out = new Set([targetGoesIn ? null : target, ...more, weight, ...exclude, ...apart]);
    const inputs = columns ?? names.filter((name) => !out.has(name));
    // One that is not there is told.
    exclude.forEach(indexOf);
    if (inputs.length === 0) {
      throw failure(
        `${file} has no column ${whyNone(target, exclude)}: there is nothing to learn from`,
      );
    }
    const take = (name: string, cells = this.#request.cellsOf(name)): CellColumn => {
      const column = this.#newColumn(name, cells);
      this.#places.push({ column, index: indexOf(name) });
      return column;
    };
    // A table may have more columns than a call takes arguments.
    for (const name of inputs) this.#columns.push(take(name));
    this.#target = target === null ? null : take(target);
    for (const name of more) this.#more.push(take(name));
    this.#weights = weight === null ? null : take(weight);
    for (const name of beside) this.#beside.push(take(name, asWritten));
  }

  // Where all columns are wanted, one that only a later file has would be dropped.
  #checkSame(file: string, names: readonly string[]): void {
    const [first] = this.files;
    const known = new Set([...(this.#first ?? []), ...(this.#request.exclude ?? [])]);
    const more = names.find((name) => !known.has(name));
    if (this.#request.columns !== null || more === undefined || !first) return;
    throw failure(
      `${file} has the column ${JSON.stringify(shownCell(more))}, and ${first.file} has none of that name: give all files the same columns, or list the columns to use under columns`,
    );
  }

  #addTexts(file: File, cells: readonly string[], line: number, unit: RowUnit): void {
    if (!this.#header) {
      this.#readHeader(file, cells);
      return;
    }
    const place = { file: file.file, line, unit };
    if (cells[0] === this.#header[0]) this.#checkHeaderTwice(cells, place);
    for (const { column, index } of this.#places) {
      if (!column.add(cells[index] ?? '')) {
        throw tooLarge(cellPlace(place, column.name), cells[index] ?? '');
      }
    }
    this.#addLine(file, line);
  }

  // Columns of numbers, in which nothing can be wrong, are taken one by one, and then row by row what is in
  // the others, so that the first row that is refused is told of.
  #addPlain(file: File, rows: PlainRows): void {
    const count = rows.to - rows.from;
    const isHeader = this.#headerIn(rows);
    const isOdd = rows.someLoose || isHeader.some || this.#lines.length + count > this.#mostRows;
    const others: Place[] = [];
    for (const place of this.#places) {
      const { column, index } = place;
      const isSure = !isOdd && column.takesNumbers && rows.areNumbers(index);
      if (isSure) {
        const first = rows.from * rows.columns + index;
        column.addNumbers(rows.values, first, rows.columns, count);
      } else others.push(place);
    }
    for (let row = rows.from; row < rows.to; row += 1) {
      if (isOdd && (rows.isLoose(row) || isHeader.at(row))) {
        this.#addTexts(file, rows.textsOf(row), rows.lineOf(row), 'line');
      } else {
        this.#addCells(file, rows, row, others);
        this.#addLine(file, rows.lineOf(row));
      }
    }
  }

  #addCells({ file }: File, rows: PlainRows, row: number, places: readonly Place[]): void {
    const { bytes, bounds, values, columns } = rows;
    for (const { column, index } of places) {
      const cell = row * columns + index;
      const from = bounds[2 * cell] ?? 0;
      const to = bounds[2 * cell + 1] ?? 0;
      if (!column.addBytes(bytes, from, to, values[cell] ?? NaN)) {
        const text = bytes.toString('utf8', from, to);
        throw tooLarge(cellPlace({ file, line: rows.lineOf(row) }, column.name), text);
      }
    }
  }

  // Whether a row may be the header again: its first cell is the header's.
  #headerIn(rows: PlainRows): { readonly some: boolean; readonly at: (row: number) => boolean } {
    const { bytes, bounds, columns } = rows;
    const header = this.#headerBytes;
    const at = (row: number): boolean => {
      const start = bounds[2 * row * columns] ?? 0;
      const end = bounds[2 * row * columns + 1] ?? 0;
      return end - start === header.length && header.equals(bytes.subarray(start, end));
    };
    let some = false;
    for (let row = rows.from; row < rows.to && !some; row += 1) some = at(row);
    return { some, at };
  }

  #addBlock(file: File, { rows, from, unit, lines, columns }: Block): void {
    file.unit = unit;
    for (const { column, index } of this.#places) {
      const cells = columns[index] ?? [];
      if (cells instanceof Float64Array && column.takesNumbers && arePlain(cells, from, rows)) {
        column.addNumbers(cells, from, 1, rows);
        continue;
      }
      for (let row = 0; row < rows; row += 1) {
        const cell = listText(cells[from + row] ?? '', column.wanted);
        const isKept = !(cell instanceof Nested) && column.addCell(cell);
        if (isKept) continue;
        const place = cellPlace({ file: file.file, line: lines[row] ?? 0, unit }, column.name);
        throw cell instanceof Nested ? nestedCell(place) : tooLarge(place, String(cell));
      }
    }
    for (const line of lines) this.#addLine(file, line);
  }

  #addColumn(file: File, name: string): void {
    if (!this.#header) return;
    this.#header = [...this.#header, name];
    const { columns, exclude = [] } = this.#request;
    if (columns !== null || exclude.includes(name)) return;
    if (file !== this.files[0]) this.#checkSame(file.file, this.#header);
    const index = this.#header.length - 1;
    const column = this.#newColumn(name, this.#request.cellsOf(name));
    for (let row = 0; row < this.#lines.length; row += 1) column.add('');
    this.#columns.push(column);
    this.#places.push({ column, index });
    this.#first = this.#header;
  }

  #newColumn(name: string, cells: WantedCells): CellColumn {
    const column = new CellColumn(name, cells);
    if (this.#spill) column.spillTo(this.#spill);
    return column;
  }

  #addLine({ file }: File, line: number): void {
    this.#lines.push(line);
    if (this.#lines.length > this.#mostRows) {
      throw failure(
        `${file} has more than the ${this.#mostRows} rows that dlx reads of a table: use fewer`,
      );
    }
  }

  // Two files that were put together have one in the middle.
  #checkHeaderTwice(cells: readonly string[], place: RowPlace): void {
    if (!cells.every((cell, i) => cell === this.#header?.[i])) return;
    throw failure(`${rowPlace(place)} is the header again: remove the line`);
  }
}

// Whether numbers are what a cell of plain digits would be: none is more than a double holds.
function arePlain(values: Float64Array, from: number, count: number): boolean {
  for (let at = from; at < from + count; at += 1) {
    if (!(Math.abs(values[at] ?? NaN) <= Number.MAX_SAFE_INTEGER)) return false;
  }
  return true;
}

// A list as JSON has it, where the column takes some.
function listText(cell: Cell, { takesLists }: WantedCells): Cell {
  return takesLists === true && cell instanceof Nested && cell.text !== null ? cell.text : cell;
}

// Why no column is left, behind "no column".
function whyNone(target: string | null, exclude: readonly string[]): string {
  if (target === null) return 'but what is excluded';
  const others = exclude.length > 0 ? ' and what is excluded' : '';
  return `but the target ${JSON.stringify(target)}${others}`;
}
