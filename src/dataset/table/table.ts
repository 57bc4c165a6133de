// Rows of a CSV file come in, the cells of the wanted columns go out, as numbers and as texts. What
// a header and a cell may not be is refused here, with file and line; what a column means is
// decided in columns.ts.
import { failure, type UserError } from '../../ground/errors.js';
import { cutText } from '../../text/cut.js';
import { didYouMean, nearestWord } from '../../text/suggest.js';
import { withPlainFile } from '../content.js';
import { parseRows } from './rows.js';

/** One column of a table. */
export type CsvColumn = {
  readonly name: string;
  /** A value a row; NaN where the cell is not a number. */
  readonly numbers: readonly number[];
  /** The cells as written; null for a long column that has held nothing but numbers. */
  readonly texts: readonly string[] | null;
};

/** The wanted columns of a CSV file, in the order wanted. */
export type CsvTable = {
  readonly file: string;
  readonly count: number;
  readonly columns: readonly CsvColumn[];
  /** The column of weights that was asked for. */
  readonly weights: CsvColumn | null;
  /** The line on which each row ends, counted from 1. */
  readonly lines: readonly number[];
  /** Of the file's bytes. */
  readonly sha256: string;
};

/** What to take from a CSV file. */
export type CsvRequest = {
  readonly delimiter: string;
  readonly target: string;
  /** The columns wanted beside the target; null means all. */
  readonly columns: readonly string[] | null;
  /** A column of weights, which is no input. */
  readonly weight?: string | null;
  /** Columns whose cells are texts, whatever they look like. */
  readonly asText: readonly string[];
};

// A column with nothing but numbers in so many rows is taken for a numeric one, and its texts are
// let go.
const sureAfter = 10_000;

// Read at a time. What is refused early has then cost no more, whatever the file's length.
const pieceBytes = 2 ** 16;

// Of a file. What it holds is held as numbers, of eight bytes a cell.
const mostBytes = 2 ** 31;

/** Reads a CSV file. Throws a UserError that names the file, and the line where there is one. */
export async function readCsv(path: string, request: CsvRequest): Promise<CsvTable> {
  return withPlainFile(path, (file, size) => {
    if (size > mostBytes) {
      throw failure(
        `${path} has ${size} bytes, more than the ${mostBytes} that dlx reads of a table: use fewer rows`,
      );
    }
    return parseCsv(
      file.createReadStream({ autoClose: false, highWaterMark: pieceBytes }),
      path,
      request,
    );
  });
}

/**
 * The table in the bytes of a CSV file: UTF-8, the first line names the columns. The target is its
 * last column.
 */
export async function parseCsv(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  file: string,
  request: CsvRequest,
): Promise<CsvTable> {
  let columns: readonly Builder[] | undefined;
  const lines: number[] = [];
  const sha256 = await parseRows(pieces, file, request.delimiter, (cells, line) => {
    if (!columns) {
      columns = wantedColumns(cells, file, request);
      return;
    }
    for (const column of columns) addCell(column, cells[column.index] ?? '', { file, line });
    lines.push(line);
  });
  if (!columns) {
    throw failure(
      `${file} is empty, expected a line with the names of the columns and a line a sample`,
    );
  }
  if (lines.length === 0) throw failure(`${file} has a header but no rows: add a line a sample`);
  // The weights' column was put last.
  const weights = request.weight == null ? null : (columns.at(-1) ?? null);
  return {
    file,
    count: lines.length,
    columns: weights ? columns.slice(0, -1) : columns,
    weights,
    lines,
    sha256,
  };
}

type Builder = {
  readonly name: string;
  readonly index: number;
  readonly numbers: number[];
  texts: string[] | null;
  /** One string for all equal cells, so that a long column of few words stays small. */
  words: Map<string, string> | null;
  /** Whether its cells are texts, whatever they look like. */
  readonly asText: boolean;
  /** Whether every cell so far is a number. */
  plain: boolean;
};

function wantedColumns(
  names: readonly string[],
  file: string,
  request: CsvRequest,
): readonly Builder[] {
  checkHeader(names, file, request);
  const wanted =
    request.columns ?? names.filter((name) => name !== request.target && name !== request.weight);
  if (wanted.length === 0) {
    throw failure(
      `${file} has no column but the target ${JSON.stringify(request.target)}: there is nothing to learn from`,
    );
  }
  const places = new Map(names.map((name, i) => [name, i]));
  return [...wanted, request.target, ...(request.weight == null ? [] : [request.weight])].map(
    (name) => {
      const index = places.get(name);
      if (index === undefined) throw noColumn(file, name, names, request.delimiter, true);
      return {
        name,
        index,
        numbers: [],
        texts: [],
        words: null,
        asText: request.asText.includes(name),
        plain: true,
      };
    },
  );
}

// Nothing that the file holds is shown before the target was found in it: until then it may be
// anybody's.
function checkHeader(
  names: readonly string[],
  file: string,
  { target, columns, delimiter }: CsvRequest,
): void {
  if (!names.includes(target) && names.every((name) => !Number.isNaN(parseNumber(name)))) {
    throw failure(
      `${file} has no header: its first line holds only numbers, expected the names of the columns, ${JSON.stringify(target)} among them`,
    );
  }
  if (!names.includes(target)) throw noColumn(file, target, names, delimiter, false);
  const twice = firstRepeated(names);
  if (twice !== undefined) {
    throw failure(`${file} has two columns named ${JSON.stringify(twice)}: rename one`);
  }
  const unnamed = names.indexOf('');
  if (unnamed >= 0 && columns === null) {
    throw failure(
      `${file}: column ${unnamed + 1} has no name: give it one in the first line, or list the columns to use under columns`,
    );
  }
}

function firstRepeated(names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return names.find((name) => name !== '' && (seen.has(name) || !seen.add(name)));
}

function noColumn(
  file: string,
  name: string,
  names: readonly string[],
  delimiter: string,
  isTable: boolean,
): UserError {
  return failure(
    `${file} has no column ${JSON.stringify(name)}${hint(name, names, delimiter, isTable)}`,
  );
}

function hint(name: string, names: readonly string[], delimiter: string, isTable: boolean): string {
  const other =
    names.length === 1
      ? [',', ';', '\t', '|'].find((mark) => mark !== delimiter && names[0]?.includes(mark))
      : undefined;
  if (other) return `: its header is one cell; is the delimiter ${JSON.stringify(other)}?`;
  const near = nearestWord(name, names);
  if (near !== undefined) return `; did you mean ${JSON.stringify(near)}?`;
  return isTable
    ? didYouMean(
        name,
        names.filter((legal) => legal !== ''),
      )
    : ` among the ${names.length} that its first line names`;
}

type Place = { readonly file: string; readonly line: number };

function addCell(column: Builder, cell: string, place: Place): void {
  if (cell === '') {
    throw failure(`${cellPlace(place, column.name)} is empty: fill it in, or remove the line`);
  }
  const value = parseNumber(cell);
  if (Math.abs(value) > largest && !column.asText) {
    throw failure(
      `${cellPlace(place, column.name)} is ${shownCell(cell)}, more than a float32 holds: mend the cell`,
    );
  }
  if (Number.isNaN(value)) column.plain = false;
  if (!column.texts && Number.isNaN(value)) {
    throw failure(
      `${cellPlace(place, column.name)} is ${JSON.stringify(shownCell(cell))}, not a number as in the rows before: mend the cell, or list the column under categorical`,
    );
  }
  column.numbers.push(value);
  column.texts?.push(sameString(column, cell));
  if (column.numbers.length === sureAfter && column.plain && !column.asText) column.texts = null;
}

function sameString(column: Builder, cell: string): string {
  const words = (column.words ??= new Map<string, string>());
  const known = words.get(cell);
  if (known !== undefined) return known;
  if (words.size < sureAfter) words.set(cell, cell);
  return cell;
}

/** Where a cell is, for messages: `data.csv, line 7, column "age"`. */
export function cellPlace({ file, line }: Place, column: string): string {
  return `${file}, line ${line}, column ${JSON.stringify(shownCell(column))}`;
}

/** A cell for a message: its beginning, where it is long. */
export function shownCell(cell: string): string {
  return cutText(cell, 60);
}

// The largest float32.
const largest = 3.4028234663852886e38;

/** The value of a decimal number, or NaN. */
export function parseNumber(cell: string): number {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(cell) ? Number(cell) : NaN;
}
