// Pages with sums, as pyarrow writes them (test/fixtures/make_parquet.py): every bit of them that is another
// is found, which the cells alone would not tell.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parquetMetadata } from 'hyparquet';
import { columnIn } from '../../../src/dataset/table/parquet-sums.js';
import { parseCsv } from '../../../src/dataset/table/table.js';
import { root } from '../../folders.js';
import { partOf } from '../../whole.js';
import { csvRequest } from '../fixtures.js';
import { caught } from './reading-helpers.js';

const place = join(root, 'test/fixtures/parquet/pyarrow');
const read = (bytes: Uint8Array): ReturnType<typeof parseCsv> =>
  parseCsv([bytes], 'a.parquet', { ...csvRequest, target: null });

test.each(['sums-v1', 'sums-v2'])('of %s hold, and none of other bytes does', async (name) => {
  const whole = readFileSync(join(place, `${name}.parquet`));
  const { columns } = await read(whole);
  expect(columns[0]?.numbers).toEqual(Array.from({ length: 400 }, (_, i) => i / 4));
  expect(columns[1]?.texts).toEqual(Array.from({ length: 400 }, (_, i) => 'abc'[i % 3]));
  const bytes = Uint8Array.from(whole);
  const { row_groups } = parquetMetadata(bytes.buffer);
  const end = Math.max(
    ...(row_groups[0]?.columns ?? []).map(
      ({ meta_data: meta }) =>
        Number(meta?.dictionary_page_offset ?? meta?.data_page_offset ?? 0n) +
        Number(meta?.total_compressed_size ?? 0n),
    ),
  );
  const unread: number[] = [];
  let told = 0;
  const places = Array.from({ length: end - 4 }, (_, i) => 4 + i);
  for (const at of partOf(places, 11)) {
    const other = Uint8Array.from(whole);
    other[at] = (other[at] ?? 0) ^ 1;
    const said = await caught(read(other));
    if (said === 'read') unread.push(at);
    if (said.includes('another sum')) told += 1;
  }
  expect(told).toBeGreaterThan(places.length / 2 / (places.length / partOf(places, 11).length));
  // What is read all the same is of a page's header, which has no sum of its own: of what it says of the
  // least and the greatest value, which nobody asks for.
  expect(unread.length).toBeLessThan(partOf(places, 11).length / 4);
});

test('a column is looked for in the group that its rows are of', () => {
  const group = (rows: bigint, at: bigint): object => ({
    num_rows: rows,
    columns: [{ meta_data: { path_in_schema: ['x'], data_page_offset: at } }],
  });
  const metadata = { row_groups: [group(3n, 4n), group(0n, 9n), group(2n, 50n)] } as never;
  const at = (rowStart: number): unknown => columnIn(metadata, { rowStart }, 'x')?.data_page_offset;
  expect([0, 2, 3, 4, 5].map(at)).toEqual([4n, 4n, 50n, 50n, undefined]);
  expect(columnIn(metadata, { rowStart: 0 }, 'y')).toBe(undefined);
});
