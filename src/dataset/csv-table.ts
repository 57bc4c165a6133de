// CSV text comes in, the cells of the wanted columns go out, as numbers and as texts. What a line may not be is refused
// here, with its file and line; what a column means is decided in csv-columns.ts.
import { isUtf8 } from 'node:buffer';
import { parse } from 'csv-parse/sync';
import { codeOf, failure, UserError } from '../errors.js';
import { didYouMean, nearestWord } from '../spec/suggest.js';
import { sha256Of, withPlainFile } from './content.js';

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

// A column with nothing but numbers in so many rows is taken for a numeric one, and its texts are let go.
const sureAfter = 10_000;

// Of a row, in bytes; a quote that is never closed would make a row of the rest of the file.
const longestRow = 2 ** 24;

/** Reads a CSV file. Throws a UserError that names the file, and the line where there is one. */
export async function readCsv(path: string, request: CsvRequest): Promise<CsvTable> {
  return parseCsv(await withPlainFile(path, (file) => file.readFile()), path, request);
}

/** The table in the bytes of a CSV file: UTF-8, the first line names the columns. The target is its last column. */
export function parseCsv(bytes: Uint8Array, file: string, request: CsvRequest): CsvTable {
  if (!isUtf8(bytes)) throw failure(`${file} is not UTF-8 text: convert it, as with iconv -f latin1 -t utf-8`);
  let header: readonly string[] | undefined;
  let columns: readonly Builder[] = [];
  const lines: number[] = [];
  const take = (cells: readonly string[], line: number): void => {
    if (!header) {
      header = cells;
      columns = wantedColumns(cells, file, request);
      return;
    }
    for (const column of columns) addCell(column, cells[column.index] ?? '', { file, line });
    lines.push(line);
  };
  parseRows(bytes, file, request.delimiter, take, () => header);
  if (!header) throw failure(`${file} is empty, expected a line with the names of the columns and a line a sample`);
  if (lines.length === 0) throw failure(`${file} has a header but no rows: add a line a sample`);
  // The weights' column was put last.
  const weights = request.weight == null ? null : (columns.at(-1) ?? null);
  return { file, count: lines.length, columns: weights ? columns.slice(0, -1) : columns, weights, lines, sha256: sha256Of(bytes) };
}

function parseRows(bytes: Uint8Array, file: string, delimiter: string, take: (cells: readonly string[], line: number) => void, header: () => readonly string[] | undefined): void {
  try {
    parse(bytes, {
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
  } catch (error) {
    throw error instanceof UserError ? error : malformed(error, file, header());
  }
}

function malformed(error: unknown, file: string, header: readonly string[] | undefined): UserError {
  const { lines, record } = error as { lines?: number; record?: unknown[] };
  const place = lines === undefined ? file : `${file}, line ${lines}`;
  switch (codeOf(error)) {
    case 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH':
      return failure(`${place} has ${cellsInWords(record?.length ?? 0)}, but the header has ${header?.length ?? 0}: mend the line (a cell that holds the delimiter needs "quotes")`);
    case 'CSV_QUOTE_NOT_CLOSED':
      return failure(`${place} opens a quote (") that is never closed`);
    case 'INVALID_OPENING_QUOTE':
    case 'CSV_INVALID_CLOSING_QUOTE':
    case 'CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE':
      return failure(`${place} has a quote (") within a cell: put the whole cell in quotes and double those inside`);
    case 'CSV_MAX_RECORD_SIZE':
      return failure(`${file} has a row of more than ${longestRow / 2 ** 20} MB${lines === undefined ? '' : `, up to line ${lines}`}: a quote (") may never be closed`);
    default:
      // The parser's own errors carry such a code; anything else is ours.
      if (codeOf(error)?.startsWith('CSV_')) return failure(`${place} is not a CSV file`);
      throw error;
  }
}

function cellsInWords(count: number): string {
  return `${count} ${count === 1 ? 'cell' : 'cells'}`;
}

type Builder = {
  readonly name: string;
  readonly index: number;
  readonly numbers: number[];
  texts: string[] | null;
  /** One string for all equal cells, so that a long column of few words stays small. */
  readonly words: Map<string, string>;
  /** Whether its cells are texts, whatever they look like. */
  readonly asText: boolean;
  /** Whether every cell so far is a number. */
  plain: boolean;
};

function wantedColumns(names: readonly string[], file: string, request: CsvRequest): readonly Builder[] {
  checkHeader(names, file, request);
  const wanted = request.columns ?? names.filter((name) => name !== request.target && name !== request.weight);
  if (wanted.length === 0) throw failure(`${file} has no column but the target ${JSON.stringify(request.target)}: there is nothing to learn from`);
  const places = new Map(names.map((name, i) => [name, i]));
  return [...wanted, request.target, ...(request.weight == null ? [] : [request.weight])].map((name) => {
    const index = places.get(name);
    if (index === undefined) throw noColumn(file, name, names, request.delimiter, true);
    return { name, index, numbers: [], texts: [], words: new Map(), asText: request.asText.includes(name), plain: true };
  });
}

// Nothing that the file holds is shown before the target was found in it: until then it may be anybody's.
function checkHeader(names: readonly string[], file: string, { target, columns, delimiter }: CsvRequest): void {
  if (!names.includes(target) && names.every((name) => !Number.isNaN(parseNumber(name)))) {
    throw failure(`${file} has no header: its first line holds only numbers, expected the names of the columns, ${JSON.stringify(target)} among them`);
  }
  if (!names.includes(target)) throw noColumn(file, target, names, delimiter, false);
  const twice = firstRepeated(names);
  if (twice !== undefined) throw failure(`${file} has two columns named ${JSON.stringify(twice)}: rename one`);
  const unnamed = names.indexOf('');
  if (unnamed >= 0 && columns === null) throw failure(`${file}: column ${unnamed + 1} has no name: give it one in the first line, or list the columns to use under columns`);
}

function firstRepeated(names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return names.find((name) => name !== '' && (seen.has(name) || !seen.add(name)));
}

function noColumn(file: string, name: string, names: readonly string[], delimiter: string, isTable: boolean): UserError {
  return failure(`${file} has no column ${JSON.stringify(name)}${hint(name, names, delimiter, isTable)}`);
}

function hint(name: string, names: readonly string[], delimiter: string, isTable: boolean): string {
  const other = names.length === 1 ? [',', ';', '\t', '|'].find((mark) => mark !== delimiter && names[0]?.includes(mark)) : undefined;
  if (other) return `: its header is one cell; is the delimiter ${JSON.stringify(other)}?`;
  const near = nearestWord(name, names);
  if (near !== undefined) return `; did you mean ${JSON.stringify(near)}?`;
  return isTable ? didYouMean(name, names.filter((legal) => legal !== '')) : ` among the ${names.length} that its first line names`;
}

type Place = { readonly file: string; readonly line: number };

function addCell(column: Builder, cell: string, place: Place): void {
  if (cell === '') throw failure(`${cellPlace(place, column.name)} is empty: fill it in, or remove the line`);
  const value = parseNumber(cell);
  if (Math.abs(value) > largest && !column.asText) throw failure(`${cellPlace(place, column.name)} is ${shownCell(cell)}, more than a float32 holds: mend the cell`);
  if (Number.isNaN(value)) column.plain = false;
  if (!column.texts && Number.isNaN(value)) {
    throw failure(`${cellPlace(place, column.name)} is ${JSON.stringify(shownCell(cell))}, not a number as in the rows before: mend the cell, or list the column under categorical`);
  }
  column.numbers.push(value);
  column.texts?.push(sameString(column.words, cell));
  if (column.numbers.length === sureAfter && column.plain && !column.asText) column.texts = null;
}

function sameString(words: Map<string, string>, cell: string): string {
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
  return cell.length > 60 ? `${cell.slice(0, 60)}…` : cell;
}

// The largest float32.
const largest = 3.4028234663852886e38;

/** The value of a decimal number, or NaN. */
export function parseNumber(cell: string): number {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(cell) ? Number(cell) : NaN;
}
