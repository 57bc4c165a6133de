// Rows of a table's files come in, the cells of the wanted columns go out, as numbers and as texts.
// What a header and a cell may not be is refused here, with file and line; what a column means is
// decided in meaning.ts.
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { failure } from '../../ground/errors.js';
import { readFile } from '../../ground/reading.js';
import { combinedSha256, filePieces, unreadable, withDataFile } from '../content.js';
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
  /** The columns that are targets beside it. */
  readonly more: readonly CellColumn[];
  /** The column of weights that was asked for. */
  readonly weights: CellColumn | null;
  /** Columns that are neither, by which rows are put in order or grouped. */
  readonly beside: readonly CellColumn[];
  /** Where a row stands, by its number from 0. */
  readonly at: (row: number) => RowPlace;
  /** Of the bytes of its files. */
  readonly sha256: string;
  /** How many bytes its files have, unpacked. */
  readonly bytes: number;
  /** Whether its columns lie in a file: not all of them fit into memory. */
  readonly isSpilled: boolean;
  /** What a reader of the table should know: a sentence each. */
  readonly notes: readonly string[];
};

/** What to take from a table, and how its bytes are to be read. */
export type CsvRequest = CsvFormat &
  WantedColumns & {
    /**
     * Whether its columns are kept in a file: true, or null where that goes by its size. Left out or
     * false, a large table is refused.
     */
    readonly stream?: boolean | null;
    /** Told which share of the bytes is read. */
    readonly progress?: (fraction: number) => void;
  };

// Of a table in memory, unpacked. What it holds is held as numbers, of eight bytes a cell.
const mostBytes = 2 ** 31;

// Or so many cells, whatever they are packed by.
const mostCells = 2 ** 28;

// Of files of so many bytes it is told how far they are read.
const longBytes = 2 ** 28;

/**
 * Reads a table in a file or in several, one after another, whose columns are found by name. Throws
 * a UserError that names the file, and the line where there is one.
 */
export async function readCsv(
  paths: string | readonly string[],
  request: CsvRequest,
): Promise<CsvTable> {
  const all = typeof paths === 'string' ? [paths] : paths;
  const reading = new TableReading(request);
  // What does not fit is not begun in memory, where its size is known before.
  if (request.stream === true || (request.stream === null && sizeOf(all) > mostBytes)) {
    reading.spill();
  }
  const read: Read[] = [];
  let before = 0;
  for (const [i, path] of all.entries()) {
    const one = await (request.texts === 'files'
      ? readInto(reading, [wholeOf(path)], path, { ...request, before })
      : withDataFile(path, (file, size) => {
          if (size > mostBytes && !mayStream(request)) {
            throw failure(
              `${path} has ${size} bytes, more than the ${mostBytes} that dlx reads of a table into memory: ${cureOf(request)}`,
            );
          }
          const tell = (done: number): void =>
            request.progress?.((i + Math.min(1, done / size)) / all.length);
          const isLong = size * all.length > longBytes;
          const pieces = isLong ? progressing(filePieces(file), tell) : filePieces(file);
          return readInto(reading, pieces, path, { ...request, before });
        }));
    before += one.bytes;
    read.push(one);
  }
  return tableOf(reading, read);
}

// Many small files are read faster so.
function wholeOf(path: string): Uint8Array {
  const bytes = readFile(path);
  if (bytes) return bytes;
  throw unreadable(path, Object.assign(new Error('no such file'), { code: 'ENOENT' }));
}

function sizeOf(paths: readonly string[]): number {
  const sizeOfOne = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  return paths.reduce((sum, path) => sum + sizeOfOne(path), 0);
}

function mayStream({ stream }: Pick<CsvRequest, 'stream'>): boolean {
  return stream === true || stream === null;
}

function cureOf({ stream }: Pick<CsvRequest, 'stream'>): string {
  return stream === false ? 'use fewer rows, or say stream: true' : 'use fewer rows';
}

async function* progressing(
  pieces: AsyncIterable<Uint8Array>,
  tell: (done: number) => void,
): AsyncGenerator<Uint8Array> {
  let done = 0;
  for await (const piece of pieces) {
    done += piece.length;
    tell(done);
    yield piece;
  }
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
  return tableOf(reading, [await readInto(reading, pieces, file, { ...request, before: 0 })]);
}

type Read = { readonly sum: string; readonly bytes: number };

async function readInto(
  reading: TableReading,
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  file: string,
  { before, ...format }: CsvRequest & { readonly before: number },
): Promise<Read> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of readRows(pieces, file, format, reading.begin(file))) {
    hash.update(piece);
    bytes += piece.length;
    // Several files are one table, and are held together.
    const isLarge = before + bytes > mostBytes || reading.cells > mostCells;
    if (mayStream(format) && isLarge) reading.spill();
    else if (bytes > mostBytes) {
      throw failure(
        `${file} unpacks to more than the ${mostBytes} bytes that dlx reads of a table into memory: ${cureOf(format)}`,
      );
    }
  }
  reading.end();
  return { sum: hash.digest('hex'), bytes };
}

function tableOf(reading: TableReading, read: readonly Read[]): CsvTable {
  const sums = read.map(({ sum }) => sum);
  return {
    bytes: read.reduce((all, { bytes }) => all + bytes, 0),
    ...reading.table(),
    files: reading.files.map(({ file, count }, i) => ({ file, count, sha256: sums[i] ?? '' })),
    sha256: combinedSha256(sums),
  };
}
