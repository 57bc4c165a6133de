// The UTF-8 of a file whose cells stand between delimiters (CSV, TSV) comes in, in pieces, and its
// rows go out one by one: of a file of any length no more than a row is held. What is no row is
// refused here with its file and line.
import type { Parser } from 'csv-parse';
import { codeOf, failure, UserError } from '../../ground/errors.js';
import { PlainReader, usualThreading, type Threading } from './plain-reader.js';
import { PlainRows, type TakeRow } from './plain-rows.js';
import type { Stretch } from './stretch.js';
import type { RowTaker } from './taker.js';

// Of a row, in bytes; a quote that is never closed would make a row of the rest of the file.
export const longestRow = 2 ** 24;

// In a row. A cell costs memory though there be nothing in it.
const mostDelimiters = 2 ** 20;

/** What takes the pieces of a text, in their order, and is told of its end. */
export type Rows = {
  /** How many pieces may be written before the rows of the first of them are taken. */
  readonly ahead: number;
  /** Is given a piece, and gives what takes its rows, once those before are taken. */
  readonly write: (piece: Uint8Array) => () => Promise<void>;
  /** Takes the rows that are left, once all others are taken. */
  readonly end: () => Promise<void>;
  readonly close: () => void;
};

/**
 * Rows of cells between delimiters, for a taker's `plain` and `texts`, the header first. They throw
 * UserErrors that name `file`.
 */
export function delimitedRows(
  file: string,
  delimiter: string,
  taker: Pick<RowTaker, 'plain' | 'texts' | 'told'>,
  threading: Threading = usualThreading,
): Rows {
  // Plain rows are read here; from the first other one on, all are csv-parse's.
  const reader = new PlainReader(delimiter, threading);
  const plain = new PlainTaker(file, taker);
  let careful: Careful | null = null;
  const goOn = async (rest: Uint8Array): Promise<void> => {
    careful ??= await carefulRows(file, delimiter, { take: taker.texts, tell: taker.told }, plain);
    await careful.write(rest);
  };
  const taking = async (stretch: Stretch): Promise<void> => {
    if (careful) return careful.write(stretch.bytes.slice(stretch.start, stretch.length));
    await reader.scanned(stretch);
    const stop = plain.take(stretch);
    reader.columns = plain.columns;
    if (stop >= 0) await goOn(stretch.bytes.slice(stop, stretch.length));
    reader.release(stretch);
  };
  // Of a delimiter of several bytes one could be within a letter.
  const isPlain = Buffer.byteLength(delimiter) === 1;
  return {
    get ahead() {
      return reader.ahead;
    },
    write: (piece) => {
      if (!isPlain) return () => goOn(piece);
      if (careful) {
        const rest = Buffer.concat([reader.rest(), piece]);
        return () => goOn(rest);
      }
      const stretch = reader.next(piece);
      if (stretch) return () => taking(stretch);
      if (!reader.isTooLong) return () => Promise.resolve();
      const rest = reader.rest();
      return () => goOn(rest);
    },
    end: async () => {
      const last = reader.last();
      if (last) await taking(last);
      await careful?.end();
    },
    close: () => {
      reader.close();
      careful?.close();
    },
  };
}

// Takes the rows of one stretch after another.
class PlainTaker implements Begun {
  lines = 0;
  columns = 0;
  readonly #file: string;
  readonly #taker: Pick<RowTaker, 'plain' | 'texts'>;

  constructor(file: string, taker: Pick<RowTaker, 'plain' | 'texts'>) {
    this.#file = file;
    this.#taker = taker;
  }

  /** Gives the place in the stretch where a row begins that is not plain; -1 for none. */
  take(stretch: Stretch): number {
    const found = stretch.result;
    const { lines } = this;
    let rows = new PlainRows(stretch, found, { from: 0, lines });
    if (this.columns === 0 && found.rows > 0) {
      this.columns = found.columns;
      const line = rows.lineOf(0);
      if (this.columns > mostDelimiters) throw tooManyDelimiters(this.#file, line);
      this.#taker.texts(rows.textsOf(0), line);
      rows = new PlainRows(stretch, found, { from: 1, lines });
    }
    if (rows.from < rows.to) this.#taker.plain(rows);
    this.lines += found.lines;
    if (found.ragged > 0) {
      throw otherLength(`${this.#file}, line ${this.lines}`, found.ragged, this.columns);
    }
    return found.stop;
  }
}

// csv-parse, at work.
type Careful = {
  readonly write: (piece: Uint8Array) => Promise<void>;
  readonly end: () => Promise<void>;
  readonly close: () => void;
};

// What was read before: so many lines, of rows with so many columns, or none.
type Begun = { readonly lines: number; readonly columns: number };

async function carefulRows(
  file: string,
  delimiter: string,
  { take, tell }: Taking,
  begun: Begun,
): Promise<Careful> {
  let { columns } = begun;
  const swallowed = { rows: 0, place: '' };
  // Ends of lines that the parser counted twice.
  let twice = 0;
  // The line on which the last row ended, and how many empty ones there were by then.
  let [ended, empty] = [begun.lines, 0];
  const parser = await parserOf(delimiter, begun.lines === 0, (cells, lines) => {
    columns ||= cells.length;
    const first = beginning();
    if (begun.lines + lines - twice > first) twice += doubleEnds(cells);
    const line = begun.lines + lines - twice;
    if (cells.length !== columns) {
      throw otherLength(placeOf(file, first, line), cells.length, columns);
    }
    if (line > first && cells.some((cell) => holdsRows(cell, delimiter, columns))) {
      swallowed.rows += 1;
      swallowed.place ||= `lines ${first} to ${line}`;
    }
    [ended, empty] = [line, parser.info.empty_lines];
    take(cells, first);
  });
  const beginning = (): number => ended + 1 + parser.info.empty_lines - empty;
  const guard = rowGuard(file, delimiter, parser, begun.lines);
  // Errors are given to whoever wrote.
  parser.on('error', () => undefined);
  const settled = (act: (done: (error?: Error | null) => void) => void): Promise<void> =>
    new Promise<void>((resolve, reject) =>
      act((error) => (error ? reject(error) : resolve())),
    ).catch((error: unknown) => {
      throw error instanceof UserError
        ? error
        : malformed(error, { file, columns, begun: beginning(), before: begun.lines - twice });
    });
  return {
    write: async (piece) => {
      await settled((done) => parser.write(piece, done));
      guard(piece);
    },
    end: async () => {
      await settled((done) => parser.end(done));
      if (swallowed.rows > 0) tell?.(swallowedNote(file, swallowed));
    },
    close: () => void parser.destroy(),
  };
}

// The parser takes the two bytes of one end for two lines where they are in quotes.
function doubleEnds(cells: readonly string[]): number {
  return cells.reduce((sum, cell) => sum + cell.split('\r\n').length - 1, 0);
}

type Taking = { readonly take: TakeRow; readonly tell: RowTaker['told'] };

// Whether a line within a cell, neither its first nor its last one, would be a row of its own.
function holdsRows(cell: string, delimiter: string, columns: number): boolean {
  const inner = cell.split(/\r\n|[\r\n]/).slice(1, -1);
  return columns > 1 && inner.some((line) => line.split(delimiter).length === columns);
}

function swallowedNote(
  file: string,
  { rows, place }: { readonly rows: number; readonly place: string },
): string {
  const others = rows === 1 ? '' : `, and ${rows - 1} more`;
  return `${file}, ${place}${others}: one cell in quotes, with lines in it that look like rows; if they are rows, a quote (") too many or too few stands there`;
}

// Loaded with the first row that is not plain.
async function parserOf(delimiter: string, isStart: boolean, take: TakeRow): Promise<Parser> {
  const { Parser } = await import('csv-parse');
  return new Parser({
    bom: isStart,
    delimiter,
    max_record_size: longestRow,
    record_delimiter: ['\r\n', '\n', '\r'],
    skip_empty_lines: true,
    trim: true,
    // Nothing is gathered by the parser: each row goes into the columns and is forgotten.
    on_record: (cells: string[], { lines }) => {
      take(cells, lines);
      return null;
    },
  });
}

// The parser counts what is in the cells: a row of nothing but delimiters or spaces would have no
// end. What is counted here is the pieces in which no row ends.
function rowGuard(
  file: string,
  delimiter: string,
  { info }: Parser,
  before: number,
): (piece: Uint8Array) => void {
  let [ended, bytes, delimiters] = [0, 0, 0];
  return (piece) => {
    const now = info.records + info.empty_lines;
    bytes = now === ended ? bytes + piece.length : 0;
    delimiters = now === ended ? delimiters + countOf(piece, delimiter) : 0;
    ended = now;
    if (bytes > longestRow) throw tooLong(file, before + info.lines);
    if (delimiters > mostDelimiters) throw tooManyDelimiters(file, before + info.lines);
  };
}

function tooManyDelimiters(file: string, line: number): UserError {
  return failure(
    `${file} has a row of more than ${mostDelimiters} delimiters, up to line ${line}: use fewer columns, or close the quote (") that was left open`,
  );
}

function countOf(bytes: Uint8Array, text: string): number {
  const piece = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let count = 0;
  for (let at = piece.indexOf(text); at >= 0; at = piece.indexOf(text, at + 1)) count += 1;
  return count;
}

function tooLong(file: string, line: number | undefined): UserError {
  return failure(
    `${file} has a row of more than ${longestRow / 2 ** 20} MB${line === undefined ? '' : `, up to line ${line}`}: a quote (") may never be closed`,
  );
}

// Where a row is: a quote that was left open is noticed lines after the row that has it.
function placeOf(file: string, begun: number, line: number): string {
  return line > begun ? `${file}, the row from line ${begun} to ${line}` : `${file}, line ${line}`;
}

// What may be wrong with a row of several lines beside what is said.
function openQuote(place: string): string {
  const [, first] = /line (\d+) to \d+$/.exec(place) ?? [];
  return first === undefined ? '' : `, or close the quote (") that line ${first} leaves open`;
}

function otherLength(place: string, cells: number, columns: number): UserError {
  return failure(
    `${place} has ${cellsInWords(cells)}, but the header has ${columns}: mend the line (a cell that holds the delimiter needs "quotes")${openQuote(place)}`,
  );
}

type Malformed = {
  readonly file: string;
  readonly columns: number;
  /** The line on which the row begins, and how many lines there were before the parser's first. */
  readonly begun: number;
  readonly before: number;
};

function malformed(error: unknown, { file, columns, begun, before }: Malformed): unknown {
  const { lines: own, record } = error as { lines?: number; record?: unknown[] };
  const lines = own === undefined ? undefined : before + own;
  const place = lines === undefined ? file : placeOf(file, begun, lines);
  switch (codeOf(error)) {
    case 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH':
      return otherLength(place, record?.length ?? 0, columns);
    case 'CSV_QUOTE_NOT_CLOSED':
      return failure(`${file}, line ${begun} opens a quote (") that is never closed`);
    case 'INVALID_OPENING_QUOTE':
    case 'CSV_INVALID_CLOSING_QUOTE':
    case 'CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE':
      return failure(
        `${place} has a quote (") within a cell: put the whole cell in quotes and double those inside${openQuote(place)}`,
      );
    case 'CSV_MAX_RECORD_SIZE':
      return tooLong(file, lines);
    default:
      // The parser's own errors carry such a code; anything else is ours.
      return codeOf(error)?.startsWith('CSV_') ? failure(`${place} is not a CSV file`) : error;
  }
}

function cellsInWords(count: number): string {
  return `${count} ${count === 1 ? 'cell' : 'cells'}`;
}
