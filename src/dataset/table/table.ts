// Rows of a table's files come in, the cells of the wanted columns go out, as numbers and as texts.
// What a header and a cell may not be is refused here, with file and line; what a column means is
// decided in meaning.ts.
import { createHash } from 'node:crypto';
import { failure } from '../../ground/errors.js';
import { combinedSha256, filePieces, withDataFile } from '../content.js';
import type { RowPlace } from './places.js';
import { TableReading, type WantedColumns } from './reading.js';
import { readRows, type CsvFormat } from './rows.js';
import type { CellColumn } from './cells.js';

export { cellPlace, rowPlace, shownCell, tooLarge, type RowPlace } from './places.js';
export { checkHeader, noColumn } from './header.js';

/** One file of a table. */
export type TableFile = {
  readonly file: string;
  readonly count: number;
  /** Of its bytes, unpacked. */
  readonly sha256: string;
};

/** The wanted columns of a table, in the order wanted. */
export type CsvTable = {
  /** What messages call it: its file, or the first of several. */
  readonly file: string;
  readonly files: readonly TableFile[];
  readonly count: number;
  readonly columns: readonly CellColumn[];
  /** The target's column, where one was asked for. */
  readonly target: CellColumn | null;
  /** The column of weights that was asked for. */
  readonly weights: CellColumn | null;
  /** Columns that are neither, by which rows are put in order or grouped. */
  readonly beside: readonly CellColumn[];
  /** Where a row stands, by its number from 0. */
  readonly at: (row: number) => RowPlace;
  /** Of the bytes of its files. */
  readonly sha256: string;
  /** What a reader of the table should know: a sentence each. */
  readonly notes: readonly string[];
};

/** What to take from a table, and how its bytes are to be read. */
export type CsvRequest = CsvFormat & WantedColumns;

// Of a table, unpacked. What it holds is held as numbers, of eight bytes a cell.
const mostBytes = 2 ** 31;

/**
 * Reads a table in a file or in several, one after another, whose columns are found by name. Throws
 * a UserError that names the file, and the line where there is one.
 */
export async function readCsv(
  paths: string | readonly string[],
  request: CsvRequest,
): Promise<CsvTable> {
  const reading = new TableReading(request);
  const sums: string[] = [];
  for (const path of typeof paths === 'string' ? [paths] : paths) {
    sums.push(
      await withDataFile(path, (file, size) => {
        if (size > mostBytes) {
          throw failure(
            `${path} has ${size} bytes, more than the ${mostBytes} that dlx reads of a table: use fewer rows`,
          );
        }
        return readInto(reading, filePieces(file), path, request);
      }),
    );
  }
  return tableOf(reading, sums);
}

/**
 * The table in the bytes of a file, whose header names the columns. Throws a UserError that names
 * `file`.
 */
export async function parseCsv(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  file: string,
  request: CsvRequest,
): Promise<CsvTable> {
  const reading = new TableReading(request);
  return tableOf(reading, [await readInto(reading, pieces, file, request)]);
}

async function readInto(
  reading: TableReading,
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  file: string,
  format: CsvFormat,
): Promise<string> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of readRows(pieces, file, format, reading.begin(file))) {
    hash.update(piece);
    bytes += piece.length;
    if (bytes > mostBytes) {
      throw failure(
        `${file} unpacks to more than the ${mostBytes} bytes that dlx reads of a table: use fewer rows`,
      );
    }
  }
  reading.end();
  return hash.digest('hex');
}

function tableOf(reading: TableReading, sums: readonly string[]): CsvTable {
  return {
    ...reading.table(),
    files: reading.files.map(({ file, count }, i) => ({ file, count, sha256: sums[i] ?? '' })),
    sha256: combinedSha256(sums),
  };
}
