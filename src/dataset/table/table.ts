// Rows of a CSV file come in, the cells of the wanted columns go out, as numbers and as texts. What
// a header and a cell may not be is refused here, with file and line; what a column means is
// decided in meaning.ts.
import { failure, type UserError } from '../../ground/errors.js';
import { cutText } from '../../text/cut.js';
import { didYouMean, nearestWord } from '../../text/suggest.js';
import { withDataFile } from '../content.js';
import { CellColumn, type WantedCells } from './cells.js';
import { parseNumber } from './numbers.js';
import { parseRows, type CsvFormat } from './rows.js';

/** The wanted columns of a CSV file, in the order wanted. */
export type CsvTable = {
  readonly file: string;
  readonly count: number;
  readonly columns: readonly CellColumn[];
  /** The target's column, where one was asked for. */
  readonly target: CellColumn | null;
  /** The column of weights that was asked for. */
  readonly weights: CellColumn | null;
  /** Where a row stands, by its number from 0. */
  readonly at: (row: number) => RowPlace;
  /** Of the file's bytes. */
  readonly sha256: string;
};

/** What to take from a CSV file. */
export type CsvRequest = CsvFormat & {
  /** The column that is the target; null where none is needed. */
  readonly target: string | null;
  /** The columns wanted beside target and weight; null means all. */
  readonly columns: readonly string[] | null;
  /** Columns that are left out where all are wanted. */
  readonly exclude?: readonly string[];
  /** A column of weights, which is no input. */
  readonly weight?: string | null;
  /** How the cells of a column are to be read. */
  readonly cellsOf: (column: string) => WantedCells;
};

// Read at a time. What is refused early has then cost no more, whatever the file's length.
const pieceBytes = 2 ** 16;

// Of a file. What it holds is held as numbers, of eight bytes a cell.
const mostBytes = 2 ** 31;

/** Reads a CSV file. Throws a UserError that names the file, and the line where there is one. */
export async function readCsv(path: string, request: CsvRequest): Promise<CsvTable> {
  return withDataFile(path, (file, size) => {
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
 * The table in the bytes of a CSV file, whose first line names the columns. Throws a UserError that
 * names `file`.
 */
export async function parseCsv(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  file: string,
  request: CsvRequest,
): Promise<CsvTable> {
  let wanted: Wanted | undefined;
  const lines: number[] = [];
  const sha256 = await parseRows(pieces, file, request, (cells, line) => {
    if (!wanted) {
      wanted = wantedColumns(cells, file, request);
      return;
    }
    for (const { column, index } of wanted.all) {
      if (!column.add(cells[index] ?? '')) {
        throw tooLarge(cellPlace({ file, line }, column.name), cells[index] ?? '');
      }
    }
    lines.push(line);
  });
  if (!wanted) {
    throw failure(
      `${file} is empty, expected a line with the names of the columns and a line a sample`,
    );
  }
  if (lines.length === 0) throw failure(`${file} has a header but no rows: add a line a sample`);
  const { columns, target, weights } = wanted;
  const at = (row: number): RowPlace => ({ file, line: lines[row] ?? 0 });
  return { file, count: lines.length, columns, target, weights, at, sha256 };
}

type Wanted = Pick<CsvTable, 'columns' | 'target' | 'weights'> & {
  readonly all: readonly { readonly column: CellColumn; readonly index: number }[];
};

function wantedColumns(names: readonly string[], file: string, request: CsvRequest): Wanted {
  checkHeader(names, file, request);
  const { target, weight = null } = request;
  const out = new Set([target, weight, ...(request.exclude ?? [])]);
  const inputs = request.columns ?? names.filter((name) => !out.has(name));
  for (const name of request.exclude ?? []) {
    if (!names.includes(name)) throw noColumn(file, name, names, request.delimiter, true);
  }
  if (inputs.length === 0) {
    const others = request.exclude?.length ? ' and what is excluded' : '';
    throw failure(
      `${file} has no column but the target ${JSON.stringify(target)}${others}: there is nothing to learn from`,
    );
  }
  const places = new Map(names.map((name, i) => [name, i]));
  const all: { readonly column: CellColumn; readonly index: number }[] = [];
  const take = (name: string): CellColumn => {
    const index = places.get(name);
    if (index === undefined) throw noColumn(file, name, names, request.delimiter, true);
    const column = new CellColumn(name, request.cellsOf(name));
    all.push({ column, index });
    return column;
  };
  return {
    columns: inputs.map(take),
    target: target === null ? null : take(target),
    weights: weight === null ? null : take(weight),
    all,
  };
}

/**
 * Throws a UserError that names the file unless its first line can be a header: the target is in
 * it, or the first of the columns, and no name comes twice. Nothing that the file holds is shown
 * before these were found in it: until then it may be anybody's.
 */
export function checkHeader(
  names: readonly string[],
  file: string,
  { target, columns, delimiter }: Pick<CsvRequest, 'target' | 'columns' | 'delimiter'>,
): void {
  const needed = target ?? columns?.[0];
  if (needed !== undefined && !names.includes(needed)) {
    if (names.every((name) => !Number.isNaN(parseNumber(name)))) {
      throw failure(
        `${file} has no header: its first line holds only numbers, expected the names of the columns, ${JSON.stringify(needed)} among them`,
      );
    }
    throw noColumn(file, needed, names, delimiter, false);
  }
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

/** What to say where a file has no such column. */
export function noColumn(
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

/** What to say of a number that is too large for a model. */
export function tooLarge(place: string, cell: string): UserError {
  return failure(`${place} is ${shownCell(cell)}, more than a float32 holds: mend the cell`);
}

/** Where a row is: the line of a text on which it ends, or its number in a file without lines; from 1. */
export type RowPlace = {
  readonly file: string;
  readonly line: number;
  readonly unit?: 'line' | 'row';
};

/** Where a row is, for messages: `data.csv, line 7`. */
export function rowPlace({ file, line, unit = 'line' }: RowPlace): string {
  return `${file}, ${unit} ${line}`;
}

/** Where a cell is, for messages: `data.csv, line 7, column "age"`. */
export function cellPlace(place: RowPlace, column: string): string {
  return `${rowPlace(place)}, column ${JSON.stringify(shownCell(column))}`;
}

/** A cell for a message: its beginning, where it is long. */
export function shownCell(cell: string): string {
  return cutText(cell, 60);
}
