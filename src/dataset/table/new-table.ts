// Rows of a table that a model has not seen, as the inputs that it was trained on: through what was
// fitted to the training part, by the names of columns, in whatever order they stand. What training
// would refuse is refused here, with file, line and column.
import { dirname } from 'node:path';
import { failure, type UserError } from '../../ground/errors.js';
import { itemAt } from '../../ground/known.js';
import type {
  CategoryColumn,
  ColumnFacts,
  InputFacts,
  NumberColumn,
  SequenceColumn,
  TableReading,
  TextForm,
} from '../facts.js';
import {
  fileColumn,
  type Batches,
  type Found,
  type InputRows,
  type NewFile,
  type NewRequest,
  type RowBatch,
} from '../new-rows.js';
import { pathIn } from '../pictures/picture-paths.js';
import { largest } from './cells.js';
import { categoryPlaces, writePlace } from './category-column.js';
import { columnWidth, writeGap } from './columns.js';
import { writeDate } from './date-column.js';
import { parseDate } from './dates.js';
import { encodings, type Encoding } from './encoding.js';
import { Nested, nestedCell, type Block, type Cell } from './blocks.js';
import { lookOf } from './looks.js';
import type { NamedPictures } from './named-pictures.js';
import { standardScore, type Where } from './number-column.js';
import { parseIn } from './numbers.js';
import { tooFar, type RowUnit } from './places.js';
import type { PlainRows } from './plain-rows.js';
import { readRows, type RowTaker } from './rows.js';
import { checkSequence, isFar, mayBeFar } from './scores.js';
import { sequenceIn } from './sequence-cells.js';
import { writeSequence } from './sequence-column.js';
import { cellPlace, checkHeader, noColumn, tooLarge } from './table.js';
import { isCalledTable } from './text-files.js';
import { missingCell, noDate, noNumber } from './troubles.js';
import { Vectorizer } from '../text/vectorizer.js';
import { WordPlaces } from './word-places.js';

/**
 * Gives the batches of one file as they are filled; what is to be seen of its pictures goes into
 * `pictures`. Throws a UserError that names the file.
 */
export async function* readNewTable(
  file: NewFile,
  request: NewRequest,
  batches: Batches<Values>,
  found: Found,
  pictures: NamedPictures | null = null,
): AsyncGenerator<RowBatch> {
  const inputs = [request.input, ...(request.beside ?? [])].map(fittedOf);
  const { reading } = fittedOf(request.input);
  const texts = textsIn(file, reading);
  const { keep } = request;
  const kept = texts === 'files' && keep !== 'all' ? [...new Set([fileColumn, ...keep])] : keep;
  // Of texts it is dlx that says which file each is of.
  const own = texts === null ? [] : [fileColumn];
  const wanted = { ...request, keep: kept, inputs, reading, pictures, own };
  const taker = new TableTaker(file.name, wanted, batches, found);
  const { delimiter } = reading;
  const format = { delimiter, encoding: encodingOf(reading), isFixed: true, isNew: true, texts };
  for await (const _ of readRows(file.pieces(), file.name, format, taker)) yield* batches.taken();
  if (!taker.hasHeader) {
    throw failure(
      `${file.name} is empty, expected a line with the names of the columns and a line a sample`,
    );
  }
}

// Whoever learned from texts may have new ones in a table; what is typed is a line a text.
function textsIn({ name, isList }: NewFile, { texts }: TableReading): TextForm | null {
  if (texts === undefined || isCalledTable(name)) return null;
  return isList ? 'lines' : texts;
}

function fittedOf({ columns, reading }: InputFacts): {
  readonly columns: readonly ColumnFacts[];
  readonly reading: TableReading;
} {
  if (!columns || !reading) throw new Error('an input of columns is read here');
  return { columns, reading };
}

/** How the bytes of a table are to be read. Throws a UserError where data.json, which may be anybody's, names no such way. */
export function encodingOf({ encoding }: TableReading): Encoding {
  const known = encodings.find((one) => one === encoding);
  if (known === undefined) throw failure(`data.json names an encoding that dlx does not know`);
  return known;
}

// Numbers of tokens, or values; of pictures none, which come later.
type Values = Float32Array | Int32Array;

type Wanted = NewRequest & {
  readonly inputs: readonly { readonly columns: readonly ColumnFacts[] }[];
  readonly reading: TableReading;
  readonly pictures: NamedPictures | null;
  /** Columns that the file does not have: nobody need use them. */
  readonly own: readonly string[];
};

// Where a fitted column stands in the file, and where its values go in a row of its input.
type Place = {
  readonly index: number;
  /** Which of the inputs it goes into. */
  readonly input: number;
  readonly into: InputRows<Values>;
  readonly offset: number;
  readonly fit: ColumnFacts;
  readonly isPlain: boolean;
  readonly words: WordPlaces | null;
  readonly texts: Vectorizer | null;
  /** The input, or the number, of the first of the words. */
  readonly first: number;
  /** The input of what is none of the words, and that of no value; -1 for none. */
  readonly other: number;
  readonly gap: number;
};

// Different categories that are told one by one.
const mostUnseen = 1000;

class TableTaker implements RowTaker {
  hasHeader = false;
  readonly #file: string;
  readonly #wanted: Wanted;
  readonly #batches: Batches<Values>;
  readonly #found: Found;
  readonly #missing: ReadonlySet<string>;
  #places: readonly Place[] = [];
  #kept: readonly number[] = [];

  constructor(file: string, wanted: Wanted, batches: Batches<Values>, found: Found) {
    this.#file = file;
    this.#wanted = wanted;
    this.#batches = batches;
    this.#found = found;
    this.#missing = new Set(wanted.reading.missing_values);
  }

  readonly texts = (cells: readonly string[], line: number): void => {
    if (!this.hasHeader) {
      this.#readHeader(cells);
      return;
    }
    for (const place of this.#places) {
      this.#addText(place, { text: cells[place.index] ?? '', line });
    }
    this.#batches.add(this.#kept.length > 0 ? this.#kept.map((i) => cells[i] ?? '') : undefined);
  };

  // Columns of numbers, in which nothing can be wrong, are taken one by one as far as the batch goes, and
  // then row by row what is in the others.
  readonly plain = (rows: PlainRows): void => {
    const isSure = ({ isPlain, index }: Place): boolean =>
      isPlain && !rows.someLoose && rows.areNumbers(index);
    const sure = this.#places.filter((place) => isSure(place) && areNear(rows, place));
    const others = this.#places.filter((place) => !sure.includes(place));
    for (let from = rows.from; from < rows.to;) {
      const to = Math.min(rows.to, from + this.#batches.room);
      for (const place of sure) this.#addScores(place, rows, from, to);
      for (let row = from; row < to; row += 1) {
        if (rows.isLoose(row)) this.texts(rows.textsOf(row), rows.lineOf(row));
        else this.#addRow(rows, row, others);
      }
      from = to;
    }
  };

  readonly block = (block: Block): void => {
    const { rows, from, lines, unit, columns } = block;
    for (let row = 0; row < rows; row += 1) {
      const where = { line: lines[row] ?? 0, unit };
      for (const place of this.#places) {
        this.#addCell(place, {
          cell: columns[place.index]?.[from + row] ?? '',
          ...where,
        });
      }
      this.#batches.add(
        this.#kept.length > 0
          ? this.#kept.map((i) => textOf(columns[i]?.[from + row] ?? ''))
          : undefined,
      );
    }
  };

  readonly needs = (): ReadonlySet<number> =>
    new Set([...this.#places.map(({ index }) => index), ...this.#kept]);

  readonly added = (name: string): void => void this.#found.unused.add(name);

  // Where the values of a column go in the row that is being read.
  #at({ into, offset }: Place): number {
    return this.#batches.row * into.size + offset;
  }

  // A number is one in whatever notation the texts of its column are written.
  #addCell(
    place: Place,
    { cell, line, unit }: { readonly cell: Cell; readonly line: number; readonly unit: RowUnit },
  ): void {
    const { fit, into } = place;
    if (cell instanceof Nested) {
      if (fit.kind === 'sequence' && cell.text !== null) {
        this.#addText(place, { text: cell.text, line, unit });
        return;
      }
      throw nestedCell(cellPlace({ file: this.#file, line, unit }, fit.column));
    }
    const isValue = typeof cell === 'number' && cell <= largest && cell >= -largest;
    if (isValue && fit.kind === 'number' && !this.#isMark(cell)) {
      into.values[this.#at(place)] = scoreOf(cell, fit, () =>
        cellPlace({ file: this.#file, line, unit }, fit.column),
      );
    } else this.#addText(place, { text: String(cell), line, unit });
  }

  #isMark(cell: number): boolean {
    return this.#missing.size > 0 && this.#missing.has(String(cell));
  }

  #readHeader(names: readonly string[]): void {
    const { inputs, keep, reading, own } = this.#wanted;
    const { delimiter } = reading;
    const wanted = this.#columns().map(({ column }) => column);
    checkHeader(names, this.#file, { target: null, columns: wanted, delimiter });
    const indexes = new Map(names.map((name, i) => [name, i]));
    const indexOf = (name: string): number => {
      const index = indexes.get(name);
      if (index === undefined) throw this.#lacks(name, names);
      return index;
    };
    const found = this.#found;
    if (found.kept.length === 0) found.kept = keep === 'all' ? names : keep;
    this.#kept = found.kept.map(indexOf);
    this.#places = inputs.flatMap(({ columns }, i) => {
      const into = itemAt(this.#batches.inputs, i);
      let offset = 0;
      return columns.map((fit) => {
        const place = placeOf(
          fit,
          { index: indexOf(fit.column), input: i, into, offset },
          this.#missing,
        );
        offset += columnWidth(fit);
        return place;
      });
    });
    const used = new Set([...wanted, ...found.kept, ...own]);
    for (const name of names) if (!used.has(name)) found.unused.add(name);
    this.hasHeader = true;
  }

  #columns(): readonly ColumnFacts[] {
    return this.#wanted.inputs.flatMap(({ columns }) => columns);
  }

  // Of several columns that are missing all are told.
  #lacks(name: string, names: readonly string[]): UserError {
    const columns = this.#columns();
    const missing = columns.filter(({ column }) => !names.includes(column));
    if (missing.length < 2) {
      return noColumn(this.#file, name, names, this.#wanted.reading.delimiter, true);
    }
    const shown = missing.slice(0, 10).map(({ column }) => JSON.stringify(column));
    return failure(
      `${this.#file} lacks ${missing.length} of the ${columns.length} columns that the model takes: ${shown.join(', ')}${missing.length > shown.length ? ' …' : ''}`,
    );
  }

  #addScores(place: Place, rows: PlainRows, from: number, to: number): void {
    const { fit, into, index } = place;
    if (fit.kind !== 'number') return;
    const { mean, deviation } = fit;
    const standard = { mean, deviation };
    const { values, columns } = rows;
    const inputs = into.values;
    let at = this.#at(place);
    for (let row = from; row < to; row += 1, at += into.size) {
      inputs[at] = standardScore(values[row * columns + index] ?? NaN, standard);
    }
  }

  #addRow(rows: PlainRows, row: number, places: readonly Place[]): void {
    for (const place of places) this.#addBytes(place, rows, row);
    const kept = this.#kept;
    this.#batches.add(kept.length > 0 ? kept.map((i) => rows.textOf(row, i)) : undefined);
  }

  #addBytes(place: Place, rows: PlainRows, row: number): void {
    const { bytes, bounds, values, columns } = rows;
    const { fit, into } = place;
    const cell = row * columns + place.index;
    if (place.words) {
      const word = place.words.find(bytes, bounds[2 * cell] ?? 0, bounds[2 * cell + 1] ?? 0);
      if (word >= 0 && fit.kind === 'categories') {
        writePlace(place.first + word, fit, { inputs: into.values, offset: this.#at(place) });
        return;
      }
    } else if (place.isPlain && fit.kind === 'number') {
      const value = values[cell] ?? NaN;
      if (value <= largest && value >= -largest) {
        into.values[this.#at(place)] = scoreOf(value, fit, () =>
          cellPlace({ file: this.#file, line: rows.lineOf(row) }, fit.column),
        );
        return;
      }
    }
    this.#addText(place, { text: rows.textOf(row, place.index), line: rows.lineOf(row) });
  }

  #addText(
    at: Place,
    {
      text,
      line,
      unit = 'line',
    }: { readonly text: string; readonly line: number; readonly unit?: RowUnit },
  ): void {
    const { fit, texts } = at;
    const where = { inputs: at.into.values, offset: this.#at(at) };
    const place = (): string => cellPlace({ file: this.#file, line, unit }, fit.column);
    const isMissing = text === '' || this.#missing.has(text);
    if (texts) {
      texts.write(isMissing ? '' : text, where.inputs, where.offset);
      return;
    }
    if (isMissing) {
      this.#addGap(at, { text, place });
      return;
    }
    if (fit.kind === 'categories') {
      this.#addCategory(at, fit, text);
      return;
    }
    if (fit.kind === 'date') {
      const time = parseDate(text, fit.format);
      if (Number.isNaN(time)) throw failure(noDate(place(), text, fit.format));
      writeDate(time, fit, where);
      return;
    }
    if (fit.kind === 'sequence') this.#addSequence(fit, text, { ...where, place });
    if (fit.kind === 'number') this.#addNumber(at, { text, place });
    if (fit.kind === 'image') this.#addPicture(at.input, text, place);
  }

  #addCategory(at: Place, fit: CategoryColumn, text: string): void {
    const known = at.words?.findText(text) ?? -1;
    if (known < 0) this.#addUnseen(fit, text);
    const where = { inputs: at.into.values, offset: this.#at(at) };
    writePlace(known < 0 ? at.other : at.first + known, fit, where);
  }

  #addPicture(input: number, text: string, place: () => string): void {
    const { pictures } = this.#wanted;
    if (!pictures) throw new Error('nobody takes the pictures of rows');
    const path = pathIn(dirname(this.#file), text);
    pictures.add({ row: this.#found.rows, input, path, place });
  }

  #addSequence(
    fit: SequenceColumn,
    text: string,
    { place, ...where }: Omit<Where, 'width'> & { readonly place: () => string },
  ): void {
    const numbers = sequenceIn(text, fit.separator);
    if (!(numbers instanceof Float64Array)) throw failure(`${place()} ${numbers}: mend the cell`);
    checkSequence(numbers, fit, place);
    writeSequence(numbers, fit, where);
    if (numbers.length <= fit.sequence_length) return;
    const { cut } = this.#found;
    cut.set(fit, (cut.get(fit) ?? 0) + 1);
  }

  #addNumber(place: Place, cell: { readonly text: string; readonly place: () => string }): void {
    const { fit, into } = place;
    if (fit.kind !== 'number') return;
    const value = parseIn(cell.text, fit);
    if (Number.isNaN(value)) {
      if (lookOf(cell.text).kind !== 'mark') throw failure(noNumber(cell.place(), cell.text, fit));
      this.#addGap(place, cell);
      return;
    }
    if (Math.abs(value) > largest) throw tooLarge(cell.place(), cell.text);
    into.values[this.#at(place)] = scoreOf(value, fit, cell.place);
  }

  // As in training; where that had no gaps, what would have filled them does, and it is told.
  #addGap(
    at: Place,
    { text, place }: { readonly text: string; readonly place: () => string },
  ): void {
    const { fit, gap } = at;
    if (fit.kind === 'text') return;
    // The zeros that stand there are those of no numbers.
    if (fit.kind === 'sequence' && fit.empty === true) return;
    const where = { inputs: at.into.values, offset: this.#at(at) };
    const { gaps } = fit;
    if (gaps === undefined || gaps === 'drop') throw failure(missingCell(place(), text));
    if (!gaps.indicator) {
      this.#found.filled.set(fit.column, (this.#found.filled.get(fit.column) ?? 0) + 1);
    }
    if (fit.kind === 'categories') writePlace(gap, fit, where);
    else if (fit.kind === 'number' || fit.kind === 'date') writeGap(fit, where);
  }

  #addUnseen({ column, rare }: CategoryColumn, text: string): void {
    const isRare = rare !== undefined;
    const unseen = this.#found.unseen.get(column) ?? { total: 0, byText: new Map(), isRare };
    this.#found.unseen.set(column, unseen);
    unseen.total += 1;
    if (unseen.byText.has(text) || unseen.byText.size < mostUnseen) {
      unseen.byText.set(text, (unseen.byText.get(text) ?? 0) + 1);
    }
  }
}

// Throws a UserError where a float32 holds no such score.
function scoreOf(value: number, fit: NumberColumn, place: () => string): number {
  const score = standardScore(value, fit);
  if (score > largest || score < -largest) throw tooFar(place(), value, fit);
  return score;
}

// Whether all scores of a column are such that nothing can be wrong with them.
function areNear({ from, to, values, columns }: PlainRows, { fit, index }: Place): boolean {
  if (fit.kind !== 'number') return false;
  if (!mayBeFar(fit)) return true;
  for (let row = from; row < to; row += 1) {
    if (isFar(values[row * columns + index] ?? NaN, fit)) return false;
  }
  return true;
}

function textOf(cell: Cell): string {
  return cell instanceof Nested ? (cell.text ?? '') : String(cell);
}

const noPlaces = { first: 0, other: -1, gap: -1 };

function placeOf(
  fit: ColumnFacts,
  at: Pick<Place, 'index' | 'input' | 'into' | 'offset'>,
  missing: ReadonlySet<string>,
): Place {
  const { first, other, gap } = fit.kind === 'categories' ? categoryPlaces(fit) : noPlaces;
  return {
    ...at,
    first,
    other,
    gap,
    fit,
    // A number that means that there is no value, as -999, is looked at as text.
    isPlain:
      fit.kind === 'number' &&
      fit.decimal === '.' &&
      fit.thousands === null &&
      fit.unit === null &&
      ![...missing].some((mark) => !Number.isNaN(parseIn(mark, fit))),
    texts: fit.kind === 'text' ? new Vectorizer(fit) : null,
    words: fit.kind === 'categories' ? new WordPlaces(fit.categories) : null,
  };
}
