// Numbers out of pages, beside what is known to stand in the files (test/fixtures/make_parquet.mjs), and
// what is left to the library.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parquetMetadata, parquetSchema } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { pageDecoder, plainNumbers } from '../../../src/dataset/table/parquet-numbers.js';
import { root } from '../../folders.js';

const fixture = (name: string): Uint8Array =>
  Uint8Array.from(readFileSync(join(root, 'test/fixtures/parquet', name)));

/** What is read of a column, group by group. */
async function read(bytes: Uint8Array, name: string): Promise<(number[] | null)[]> {
  const metadata = parquetMetadata(bytes);
  const top = parquetSchema(metadata);
  const schema = top.children.find(({ element }) => element.name === name);
  const decoder = await pageDecoder(compressors);
  return metadata.row_groups.map(({ columns, num_rows: rows }) => {
    const meta = columns.find(({ meta_data: one }) => one?.path_in_schema[0] === name)?.meta_data;
    if (!meta || !schema) throw new Error(`no column ${name}`);
    const chunk = { meta, schemaPath: [top, schema] as const, rows: Number(rows) };
    const numbers = plainNumbers(bytes, chunk, decoder);
    return numbers && Array.from(numbers);
  });
}

test('numbers of each group of rows', async () => {
  const found = await read(fixture('groups.parquet'), 'x');
  expect(found.map((one) => one?.length)).toEqual([2048, 2048, 904]);
  expect(found.flat()).toEqual(Array.from({ length: 5000 }, (_, i) => i / 8));
});

test.each(['v1', 'v2'])('pages as pyarrow writes them, %s', async (version) => {
  const [numbers] = await read(fixture(`pyarrow/sums-${version}.parquet`), 'x');
  // Of the second form the library takes care.
  expect(numbers).toEqual(version === 'v1' ? Array.from({ length: 400 }, (_, i) => i / 4) : null);
});

test.each(['district', 'n', 'list'])('a column %s of others is left', async (name) => {
  const file = name === 'list' ? 'nested.parquet' : 'groups.parquet';
  expect((await read(fixture(file), name)).every((one) => one === null)).toBe(true);
});

test.each(['float64', 'int64', 'decimal', 'date'])(
  'so is %s in which a value is missing or no double',
  async (name) => {
    expect(await read(fixture('types-snappy.parquet'), name)).toEqual([null]);
  },
);

test('bytes that are none of its pages are left, whatever they are', async () => {
  const whole = fixture('groups.parquet');
  const [, , group] = parquetMetadata(whole).row_groups;
  const meta = group?.columns[1]?.meta_data;
  const begun = Number(meta?.dictionary_page_offset ?? meta?.data_page_offset);
  for (let at = begun; at < begun + 60; at += 1) {
    const bytes = Uint8Array.from(whole);
    bytes[at] = (bytes[at] ?? 0) ^ 0xff;
    const [, , numbers] = await read(bytes, 'x');
    expect(numbers === null || numbers?.length === 5000 - 2 * 2048).toBe(true);
  }
});
