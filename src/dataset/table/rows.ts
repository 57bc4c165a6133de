// The text of a CSV file comes in, in pieces, and its rows go out one by one: of a file of any
// length no more than a row is held. What is no text, or no row, is refused here with its file and
// line.
import { createHash } from 'node:crypto';
import { Parser } from 'csv-parse';
import { decoderOf, type Encoding } from './encoding.js';
import { codeOf, failure, UserError } from '../../ground/errors.js';

/** Where rows go, the header first; `line` is that on which the row ends, counted from 1. */
export type TakeRow = (cells: readonly string[], line: number) => void;

// Of a row, in bytes; a quote that is never closed would make a row of the rest of the file.
const longestRow = 2 ** 24;

// In a row. A cell costs memory though there be nothing in it.
const mostDelimiters = 2 ** 20;

/** How the bytes of a CSV file are to be read. */
export type CsvFormat = { readonly delimiter: string; readonly encoding: Encoding };

/**
 * Gives each row of a CSV file to `take`, and returns the SHA-256 of all bytes. Throws a UserError
 * that names the file.
 */
export async function parseRows(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  file: string,
  { delimiter, encoding }: CsvFormat,
  take: TakeRow,
): Promise<string> {
  const hash = createHash('sha256');
  const decode = decoderOf(encoding, file);
  const rows = rowsOf(file, delimiter, take);
  try {
    for await (const piece of withHead(pieces)) {
      hash.update(piece);
      await rows.write(decode(piece));
    }
    await rows.write(decode());
    await rows.end();
  } finally {
    rows.close();
  }
  return hash.digest('hex');
}

// What a file is shows at its head, which comes in one piece however it was read.
const headBytes = 4096;

async function* withHead(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let head: Uint8Array | null = new Uint8Array();
  for await (const piece of pieces) {
    if (head === null) {
      yield piece;
      continue;
    }
    head = Buffer.concat([head, piece]);
    if (head.length < headBytes) continue;
    yield head;
    head = null;
  }
  if (head !== null) yield head;
}

type Rows = {
  readonly write: (piece: Uint8Array) => Promise<void>;
  readonly end: () => Promise<void>;
  readonly close: () => void;
};

function rowsOf(file: string, delimiter: string, take: TakeRow): Rows {
  let columns = 0;
  // The line on which the last row ended, and how many empty ones there were by then.
  let [ended, empty] = [0, 0];
  const parser = parserOf(delimiter, (cells, line) => {
    columns ||= cells.length;
    [ended, empty] = [line, parser.info.empty_lines];
    take(cells, line);
  });
  const beginning = (): number => ended + 1 + parser.info.empty_lines - empty;
  const guard = rowGuard(file, delimiter, parser);
  // Errors are given to whoever wrote.
  parser.on('error', () => undefined);
  const settled = (act: (done: (error?: Error | null) => void) => void): Promise<void> =>
    new Promise<void>((resolve, reject) =>
      act((error) => (error ? reject(error) : resolve())),
    ).catch((error: unknown) => {
      throw error instanceof UserError ? error : malformed(error, file, columns, beginning());
    });
  return {
    write: async (piece) => {
      await settled((done) => parser.write(piece, done));
      guard(piece);
    },
    end: () => settled((done) => parser.end(done)),
    close: () => void parser.destroy(),
  };
}

function parserOf(delimiter: string, take: TakeRow): Parser {
  return new Parser({
    bom: true,
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
function rowGuard(file: string, delimiter: string, { info }: Parser): (piece: Uint8Array) => void {
  let [ended, bytes, delimiters] = [0, 0, 0];
  return (piece) => {
    const now = info.records + info.empty_lines;
    bytes = now === ended ? bytes + piece.length : 0;
    delimiters = now === ended ? delimiters + countOf(piece, delimiter) : 0;
    ended = now;
    if (bytes > longestRow) throw tooLong(file, info.lines);
    if (delimiters > mostDelimiters) {
      throw failure(
        `${file} has a row of more than ${mostDelimiters} delimiters, up to line ${info.lines}: use fewer columns, or close the quote (") that was left open`,
      );
    }
  };
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

// A quote that was left open is noticed lines after the row that has it.
function malformed(error: unknown, file: string, columns: number, begun: number): unknown {
  const { lines, record } = error as { lines?: number; record?: unknown[] };
  const place =
    lines === undefined
      ? file
      : lines > begun
        ? `${file}, the row from line ${begun} to ${lines}`
        : `${file}, line ${lines}`;
  switch (codeOf(error)) {
    case 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH':
      return failure(
        `${place} has ${cellsInWords(record?.length ?? 0)}, but the header has ${columns}: mend the line (a cell that holds the delimiter needs "quotes")`,
      );
    case 'CSV_QUOTE_NOT_CLOSED':
      return failure(`${file}, line ${begun} opens a quote (") that is never closed`);
    case 'INVALID_OPENING_QUOTE':
    case 'CSV_INVALID_CLOSING_QUOTE':
    case 'CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE':
      return failure(
        `${place} has a quote (") within a cell: put the whole cell in quotes and double those inside`,
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
