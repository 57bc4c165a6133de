// Columns of numbers in which none is missing, page by page of a Parquet file, as the library decodes
// them: it would make a list of every value, as if there were lists within lists.
import type { ColumnMetaData, Compressors, DecodedArray, PageHeader, SchemaTree } from 'hyparquet';
import type { parquetHeader } from 'hyparquet/src/column.js';
import type { decompressPage, readDataPage } from 'hyparquet/src/datapage.js';
import type { readPlain } from 'hyparquet/src/plain.js';

/** What decodes pages. */
export type PageDecoder = {
  readonly parquetHeader: typeof parquetHeader;
  readonly decompressPage: typeof decompressPage;
  readonly readDataPage: typeof readDataPage;
  readonly readPlain: typeof readPlain;
  readonly compressors: Compressors;
};

type ColumnDecoder = Parameters<typeof readDataPage>[2];

/** The decoder of the library. */
export async function pageDecoder(compressors: Compressors): Promise<PageDecoder> {
  const [column, page, plain] = await Promise.all([
    import('hyparquet/src/column.js'),
    import('hyparquet/src/datapage.js'),
    import('hyparquet/src/plain.js'),
  ]);
  return {
    parquetHeader: column.parquetHeader,
    decompressPage: page.decompressPage,
    readDataPage: page.readDataPage,
    readPlain: plain.readPlain,
    compressors,
  };
}

/** A column in a group of rows. */
export type NumberChunk = {
  readonly meta: ColumnMetaData;
  /** The file's schema, and the column in it. */
  readonly schemaPath: readonly [SchemaTree, SchemaTree];
  readonly rows: number;
};

/**
 * The numbers of a column; null where it is not one of numbers alone, all there, or where anything about
 * it is unusual or wrong: the library then has the last word.
 */
export function plainNumbers(
  bytes: Uint8Array,
  chunk: NumberChunk,
  decoder: PageDecoder,
): Float64Array | null {
  if (!mayBeNumbers(chunk)) return null;
  try {
    return numbersOf(bytes, chunk, decoder);
  } catch {
    return null;
  }
}

function mayBeNumbers({ meta, schemaPath: [, column], rows }: NumberChunk): boolean {
  const { type, converted_type, logical_type, repetition_type } = column.element;
  return (
    column.children.length === 0 &&
    repetition_type !== 'REPEATED' &&
    converted_type === undefined &&
    logical_type === undefined &&
    (type === 'DOUBLE' || type === 'FLOAT' || type === 'INT32' || type === 'INT64') &&
    Number(meta.num_values) === rows &&
    Number(meta.statistics?.null_count ?? 0) === 0
  );
}

function numbersOf(
  bytes: Uint8Array,
  { meta, schemaPath, rows }: NumberChunk,
  decoder: PageDecoder,
): Float64Array | null {
  // Some writers have a 0 where there is no dictionary.
  const start = Number(meta.dictionary_page_offset || meta.data_page_offset);
  const size = Number(meta.total_compressed_size);
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset + start, size), offset: 0 };
  const numbers = new Float64Array(rows);
  let dictionary: DecodedArray | null = null;
  let filled = 0;
  while (filled < rows) {
    const header = decoder.parquetHeader(reader);
    const at = start + reader.offset;
    reader.offset += header.compressed_page_size;
    const packed = bytes.subarray(at, at + header.compressed_page_size);
    const page = (): Uint8Array =>
      decoder.decompressPage(
        packed,
        header.uncompressed_page_size,
        meta.codec,
        decoder.compressors,
      );
    if (header.type === 'DICTIONARY_PAGE') dictionary = dictionaryIn(page(), header, meta, decoder);
    else {
      const { data_page_header: data } = header;
      if (header.type !== 'DATA_PAGE' || !data || data.num_values > rows - filled) return null;
      const column = columnDecoder(meta, schemaPath);
      const { definitionLevels, dataPage } = decoder.readDataPage(page(), data, column);
      if (definitionLevels?.length) return null;
      const isCoded = data.encoding.endsWith('_DICTIONARY');
      if (!write(dataPage, isCoded ? dictionary : null, numbers.subarray(filled), isCoded)) {
        return null;
      }
      filled += dataPage.length;
      if (dataPage.length === 0) return null;
    }
  }
  return numbers;
}

function dictionaryIn(
  page: Uint8Array,
  { dictionary_page_header: header }: PageHeader,
  { type }: ColumnMetaData,
  { readPlain }: PageDecoder,
): DecodedArray | null {
  const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
  return header ? readPlain({ view, offset: 0 }, type, header.num_values, undefined) : null;
}

// What is read of it here does not depend on the rest.
function columnDecoder(
  { type, codec, path_in_schema }: ColumnMetaData,
  schemaPath: NumberChunk['schemaPath'],
): ColumnDecoder {
  const [, { element }] = schemaPath;
  return {
    pathInSchema: path_in_schema,
    type,
    codec,
    element,
    schemaPath: [...schemaPath],
  } as ColumnDecoder;
}

// False where one of them is no number that a double holds.
function write(
  page: DecodedArray,
  dictionary: DecodedArray | null,
  numbers: Float64Array,
  isCoded: boolean,
): boolean {
  if (isCoded && !dictionary) return false;
  for (let i = 0; i < page.length; i += 1) {
    const value: unknown = dictionary ? dictionary[page[i] as number] : page[i];
    const number = typeof value === 'bigint' ? Number(value) : value;
    if (typeof number !== 'number') return false;
    if (typeof value === 'bigint' && !Number.isSafeInteger(number)) return false;
    numbers[i] = number;
  }
  return true;
}
