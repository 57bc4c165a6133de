// A Parquet file comes in, in pieces, and its rows go out in blocks, a group of rows after another.
// What the file says of itself is held against the file before it is believed.
import type { FileMetaData, ParquetRowRange, ParquetScan, SchemaTree } from 'hyparquet';
import { failure, messageOf, UserError } from '../../ground/errors.js';
import { Nested, type Cell } from './blocks.js';
import {
  cellsIn,
  isListType,
  isNestedType,
  listsIn,
  NoCells,
  parquetParsers,
} from './parquet-cells.js';
import { pageDecoder, plainNumbers, type PageDecoder } from './parquet-numbers.js';
import { checkSums, columnIn } from './parquet-sums.js';
import { shownCell } from './places.js';
import type { RowTaker } from './taker.js';

/** Whether a file that begins with these bytes is Parquet. */
export function isParquet(head: Uint8Array): boolean {
  return mark.every((byte, i) => head[i] === byte);
}

const mark = [...Buffer.from('PAR1')];

// Of a file, which is held as it is while its rows are taken.
const mostBytes = 2 ** 31;

// What a page unpacks to, and a column of a group.
const mostUnpacked = 2 ** 31;

// Rows that are given together.
const blockRows = 2 ** 14;

/**
 * Gives the rows of a Parquet file to its taker, once all of it is read; yields each piece as it
 * comes, and then nothing after each block. Throws a UserError that names `file`.
 */
export async function* readParquet(
  pieces: AsyncIterable<Uint8Array>,
  file: string,
  taker: RowTaker,
): AsyncGenerator<Uint8Array> {
  const held: Uint8Array[] = [];
  let size = 0;
  for await (const piece of pieces) {
    held.push(piece);
    size += piece.length;
    if (size > mostBytes) {
      throw failure(`${file} has more than ${mostBytes} bytes: use fewer rows`);
    }
    yield piece;
  }
  const bytes = wholeOf(held, size);
  checkEnds(bytes, file);
  const { scan, root, columns, decoder } = await understood(file, () => opened(bytes));
  await understood(file, async () => checkClaims(scan.metadata, bytes.length, file));
  taker.texts(
    columns.map(({ element }) => element.name.trim()),
    0,
  );
  const needed = taker.needs?.();
  for (const range of scan.ranges) {
    const { rowStart, rowEnd } = range;
    const cells: ArrayLike<Cell>[] = [];
    for (const [i, column] of columns.entries()) {
      const isNeeded = needed?.has(i) ?? true;
      cells.push(
        isNeeded ? await cellsOf(column, { file, scan, root, range, bytes, decoder }) : [],
      );
    }
    for (let from = 0; from < rowEnd - rowStart; from += blockRows) {
      const rows = Math.min(blockRows, rowEnd - rowStart - from);
      taker.block({
        rows,
        from,
        unit: 'row',
        lines: Array.from({ length: rows }, (_, i) => rowStart + from + i + 1),
        columns: cells,
      });
      yield new Uint8Array();
    }
  }
}

// What is in it is not read.
const severalValues = new Nested(null);

type In = {
  readonly file: string;
  readonly scan: ParquetScan;
  readonly range: ParquetRowRange;
  readonly bytes: Uint8Array;
  readonly root: SchemaTree;
  readonly decoder: PageDecoder;
};

async function cellsOf(
  { element, isNested, isList, schema }: Column,
  { file, scan, root, range, bytes, decoder }: In,
): Promise<ArrayLike<Cell>> {
  const rows = range.rowEnd - range.rowStart;
  if (isNested && !isList) return Array.from({ length: rows }, () => severalValues);
  const place = `${file}, column ${JSON.stringify(shownCell(element.name))}`;
  const cells = await understood(place, async () => {
    const meta = columnIn(scan.metadata, range, element.name);
    if (meta) checkSums(bytes, meta, decoder.parquetHeader);
    const isPlain = meta !== undefined && !isNested && !isList;
    const numbers =
      isPlain && plainNumbers(bytes, { meta, schemaPath: [root, schema], rows }, decoder);
    if (numbers) return numbers;
    const data = await scan.readColumn({ column: element.name, ...range });
    return isList ? listsIn(data, element) : cellsIn(data, element);
  });
  if (cells.length !== rows) throw damaged(place, 'it is shorter than the file says');
  return cells;
}

function wholeOf(pieces: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

function checkEnds(bytes: Uint8Array, file: string): void {
  if (bytes.length < 12 || !mark.every((byte, i) => bytes[bytes.length - 4 + i] === byte)) {
    throw failure(
      `${file} is cut off: a Parquet file ends as it begins, with PAR1; copy or download it again`,
    );
  }
}

type Column = {
  readonly element: FileMetaData['schema'][number];
  readonly isNested: boolean;
  /** Whether its cells are lists of plain values. */
  readonly isList: boolean;
  readonly schema: SchemaTree;
};

// Loaded when the first such file is read: most commands read none.
async function opened(bytes: Uint8Array<ArrayBuffer>): Promise<{
  readonly scan: ParquetScan;
  readonly root: SchemaTree;
  readonly columns: readonly Column[];
  readonly decoder: PageDecoder;
}> {
  const { parquetMetadata, parquetScan, parquetSchema } = await import('hyparquet');
  const { compressors } = await import('hyparquet-compressors');
  const metadata = parquetMetadata(bytes.buffer, { geoparquet: false });
  const bounded = Object.fromEntries(
    Object.entries(compressors).map(([codec, unpack]) => [
      codec,
      (input: Uint8Array, length: number): Uint8Array => {
        if (!(length >= 0 && length <= mostUnpacked)) throw new Error(`a page of ${length} bytes`);
        // Of a page of nothing there may be no packed bytes either.
        return length === 0 ? new Uint8Array(0) : unpack(input, length);
      },
    ]),
  );
  const scan = await parquetScan({
    parsers: parquetParsers,
    geoparquet: false,
    metadata,
    compressors: bounded,
    useOffsetIndex: false,
    file: { byteLength: bytes.length, slice: (start, end) => bytes.buffer.slice(start, end) },
  });
  const root = parquetSchema(metadata);
  const columns = root.children.map((schema) => ({
    element: schema.element,
    isNested: schema.children.length > 0 || isNestedType(schema.element),
    isList: isListType(schema.element) && areValues(schema.children),
    schema,
  }));
  return { scan, root, columns, decoder: await pageDecoder(bounded) };
}

// As the format has a list: a group that is repeated, with the values in it.
function areValues([repeated, ...others]: readonly SchemaTree[]): boolean {
  const [values, ...more] = repeated?.children ?? [];
  return (
    others.length === 0 &&
    more.length === 0 &&
    values !== undefined &&
    values.children.length === 0 &&
    !isNestedType(values.element)
  );
}

// More rows than dlx holds, of however few bytes.
const mostRows = 2 ** 26;

// A footer may claim anything: what it claims has to be in the file.
function checkClaims(
  { row_groups: groups, num_rows: all }: FileMetaData,
  size: number,
  file: string,
): void {
  let rows = 0n;
  for (const group of groups) {
    rows += group.num_rows;
    for (const { meta_data: meta } of group.columns) {
      if (!meta) throw damaged(file, 'a column has no description');
      const start = meta.dictionary_page_offset ?? meta.data_page_offset;
      const end = Number(start) + Number(meta.total_compressed_size);
      if (start < 0n || meta.total_compressed_size < 0n || end > size) {
        throw damaged(file, 'a column lies outside of the file');
      }
      if (meta.total_uncompressed_size > BigInt(mostUnpacked)) {
        throw failure(
          `${file} has a column of ${meta.total_uncompressed_size} bytes in one group of rows: write it in smaller groups`,
        );
      }
    }
  }
  if (rows !== all || rows < 0n) throw damaged(file, 'its groups have not the rows that it says');
  if (rows > BigInt(mostRows)) {
    throw failure(
      `${file} has ${rows} rows, more than the ${mostRows} that dlx reads of a table: use fewer`,
    );
  }
}

function damaged(file: string, why: string): UserError {
  return failure(`${file} is damaged (${why}): copy or download it again, or write it anew`);
}

// Whatever a decoder stumbles on is the file's.
async function understood<T>(place: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UserError) throw error;
    if (error instanceof NoCells) {
      throw failure(
        `${place} ${error.message}, and a cell is a number or a text: leave the column out with exclude`,
      );
    }
    // A decoder's own words are an Error's; of others the reader learns nothing.
    const isSaid = error instanceof Error && error.name === 'Error';
    throw damaged(place, isSaid ? messageOf(error) : 'what it says of itself makes no sense');
  }
}
