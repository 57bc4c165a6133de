// The sums of a Parquet file's pages, which whoever writes one may give, and which the library that reads
// them leaves aside. The bytes of a file and where a column lies in it come in.
import { crc32 } from 'node:zlib';
import type { ColumnMetaData, FileMetaData, ParquetRowRange } from 'hyparquet';
import type { parquetHeader } from 'hyparquet/src/column.js';

/** What reads a page's header, with the library that it is of. */
export type HeaderReader = typeof parquetHeader;

/** Where a column lies in the group of rows that begins with a range; undefined where there is none. */
export function columnIn(
  { row_groups: groups }: Pick<FileMetaData, 'row_groups'>,
  { rowStart }: Pick<ParquetRowRange, 'rowStart'>,
  name: string,
): ColumnMetaData | undefined {
  let first = 0n;
  const group = groups.find(({ num_rows: rows }) => {
    const isIt = rows > 0n && first <= BigInt(rowStart) && BigInt(rowStart) < first + rows;
    first += rows;
    return isIt;
  });
  return group?.columns.find(({ meta_data: meta }) => meta?.path_in_schema[0] === name)?.meta_data;
}

/**
 * Throws an Error where a page of a column has a sum and its bytes, as they are packed, have another: the
 * CRC-32 of Parquet's `PageHeader`.
 */
export function checkSums(bytes: Uint8Array, meta: ColumnMetaData, header: HeaderReader): void {
  // Some writers have a 0 where there is no dictionary.
  const start = Number(meta.dictionary_page_offset || meta.data_page_offset);
  const end = start + Number(meta.total_compressed_size);
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, end - start);
  const reader = { view, offset: 0 };
  // As the library has it: behind the last page there may be a byte that is none.
  while (reader.offset < view.byteLength - 1) {
    const { crc, compressed_page_size: size } = header(reader);
    const at = start + reader.offset;
    if (!(size >= 0) || at + size > end) throw new Error('a page is longer than its column');
    if (crc !== undefined && crc32(bytes.subarray(at, at + size)) !== crc >>> 0) {
      throw new Error('the bytes of a page have another sum than they were written with');
    }
    reader.offset += size;
  }
}
