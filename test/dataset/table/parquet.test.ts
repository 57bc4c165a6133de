// Parquet files of DuckDB's: their cells, whatever the codec, and files that lie or are damaged.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseCsv } from '../../../src/dataset/table/table.js';
import { parseRows } from '../../../src/dataset/table/rows.js';
import { root } from '../../folders.js';
import { csvRequest } from '../fixtures.js';
import { caught, inPieces } from './reading-helpers.js';
import { isWhole } from '../../whole.js';

const format = { delimiter: ',', encoding: 'utf-8' as const };
const fixture = (name: string): Buffer => readFileSync(join(root, 'test/fixtures/parquet', name));

async function rowsOf(bytes: Uint8Array): Promise<readonly (readonly (string | number)[])[]> {
  const rows: (readonly (string | number)[])[] = [];
  await parseRows(inPieces(bytes, 1000), 'a.parquet', format, (cells, line, unit) =>
    rows.push([...cells, line, unit ?? '']),
  );
  return rows;
}

// As test/fixtures/make_parquet.mjs has them, in SQL.
const types = [
  'int8 int64 uint64 float32 float64 decimal bool string date microseconds nanoseconds time y'.split(
    ' ',
  ),
  [
    '1',
    '9007199254740993',
    '18446744073709551615',
    '0.5',
    '0.1',
    '0.3',
    'true',
    'Köln',
    '2026-01-31',
    '2026-01-31 10:20:30.5',
    '2026-01-31 10:20:30.500001002',
    '10:20:30.5',
    'a',
  ],
  [
    '-128',
    '-1',
    '7',
    '-1.25',
    '-1e-300',
    '-12345678.91',
    'false',
    'b',
    '1969-12-31',
    '1969-12-31 23:59:59.999999',
    '1969-12-31 23:59:59.999999999',
    '23:59:59',
    'b',
  ],
  [...new Array<string>(12).fill(''), 'a'],
  [
    '0',
    '5',
    '0',
    '0',
    '1e+300',
    '1.1',
    'true',
    '',
    '0001-01-01',
    '1970-01-01 00:00:00',
    '1970-01-01 00:00:00',
    '00:00:00',
    'b',
  ],
];

describe('rows', () => {
  test.each(['uncompressed', 'snappy', 'gzip', 'zstd', 'lz4', 'brotli'])(
    'have the cells of every type, by %s',
    async (codec) => {
      const [header, ...rows] = types;
      expect(await rowsOf(fixture(`types-${codec}.parquet`))).toEqual([
        [...(header ?? []), 0, ''],
        ...rows.map((cells, i) => [...cells, i + 1, 'row']),
      ]);
    },
  );

  test.each(['types-snappy', 'types-lz4', 'types-pages-v2'])(
    "are those that pyarrow's %s has",
    async (name) => {
      const cells = JSON.parse(fixture('pyarrow/types.json').toString()) as Readonly<
        Record<string, readonly (string | number)[]>
      >;
      const [header = [], ...rows] = await rowsOf(fixture(`pyarrow/${name}.parquet`));
      const names = header.slice(0, -2);
      expect(names).toEqual(Object.keys(cells));
      const read = names.map((one, i) => [one, rows.map((row) => row[i])]);
      expect(Object.fromEntries(read)).toEqual(
        Object.fromEntries(Object.entries(cells).map(([one, all]) => [one, all.map(String)])),
      );
    },
  );

  test('of several groups follow each other, numbers as numbers', async () => {
    const table = await parseCsv([fixture('groups.parquet')], 'a.parquet', csvRequest);
    const [n, x, district] = table.columns;
    expect(n?.numbers).toEqual(Array.from({ length: 5000 }, (_, i) => i));
    expect(x?.numbers).toEqual(Array.from({ length: 5000 }, (_, i) => i / 8));
    expect(district?.texts).toEqual(
      Array.from({ length: 5000 }, (_, i) => ['north', 'south', 'east'][i % 3]),
    );
    expect(table.at(4999)).toEqual({ file: 'a.parquet', line: 5000, unit: 'row' });
  });

  test('are those of the same table as CSV', async () => {
    const csv = fixture('houses.csv').toString().trim().split('\n').slice(1);
    const rows = (await rowsOf(fixture('houses.parquet'))).slice(1);
    expect(rows.map(([area, district, price]) => [Number(area), district, Number(price)])).toEqual(
      csv.map((line) => {
        const [area, district, price] = line.split(',');
        return [Number(area), district, Number(price)];
      }),
    );
  });
});

describe('a column of several values a cell', () => {
  test('is refused where it is wanted', async () => {
    const bytes = fixture('nested.parquet');
    expect(
      await caught(parseCsv([bytes], 'a.parquet', { ...csvRequest, columns: ['list'] })),
    ).toContain(
      'a.parquet, row 1, column "list" holds a list or an object, and a cell is one value',
    );
    const { columns } = await parseCsv([bytes], 'a.parquet', { ...csvRequest, columns: ['x'] });
    expect(columns[0]?.numbers).toEqual([1, 2]);
    expect(
      await caught(parseCsv([bytes], 'a.parquet', { ...csvRequest, columns: ['bytes'] })),
    ).toBe(
      'a.parquet, column "bytes" holds bytes that are no UTF-8 text, and a cell is a number or a text: leave the column out with exclude',
    );
  });
});

test('lists are JSON where they are wanted', async () => {
  const wanted = { written: null, missing: new Set<string>(), takesLists: true };
  const request = {
    ...csvRequest,
    target: null,
    cellsOf: () => ({ as: 'text', ...wanted }) as const,
  };
  const table = await parseCsv([fixture('pyarrow/lists.parquet')], 'a.parquet', request);
  expect(table.columns.map(({ texts }) => texts)).toEqual([
    ['[1.5, -2]', '[]', '', '[0.001]'],
    ['[1, "9007199254740993"]', '[2]', '[3]', '[null]'],
    ['["red", "fast"]', '[]', '', '["a\\"b"]'],
  ]);
  const own = { ...request, columns: ['list'] };
  const duck = await parseCsv([fixture('nested.parquet')], 'a.parquet', own);
  expect(duck.columns[0]?.texts).toEqual(['[1, 2]', '[3]']);
});

describe('refused is', () => {
  const whole = fixture('houses.parquet');

  test.each([
    [
      'a file that is cut off',
      whole.subarray(0, -9),
      'is cut off: a Parquet file ends as it begins',
    ],
    [
      'one whose middle is missing',
      Buffer.concat([whole.subarray(0, 100), whole.subarray(300)]),
      'is damaged (',
    ],
    ['one of nothing but its marks', Buffer.from('PAR1PAR1PAR1'), 'is damaged ('],
    [
      'one whose footer is too long',
      patched(whole, whole.length - 8, [255, 255, 255, 127]),
      'is damaged (',
    ],
    ['a mark alone', Buffer.from('PAR1'), 'is cut off'],
  ])('%s', async (_, bytes, said) => {
    expect(await caught(parseCsv([bytes], 'a.parquet', { ...csvRequest, target: null }))).toContain(
      said,
    );
  });

  test('in a sentence, or read, whatever byte of it is another', async () => {
    const outcomes = new Set<string>();
    const step = isWhole ? 1 : 13;
    for (const name of ['houses.parquet', 'types-gzip.parquet']) {
      const bytes = fixture(name);
      for (let at = 4; at < bytes.length; at += step) {
        const said = await caught(rowsOf(patched(bytes, at, [(bytes[at] ?? 0) ^ 0xff])));
        outcomes.add(said === 'read' ? said : said.slice(0, 9));
        // Not in JavaScript's words.
        expect(said).not.toMatch(
          /undefined \(|is not (?:a function|iterable)|Invalid array length/,
        );
      }
    }
    expect([...outcomes].toSorted()).toEqual(['a.parquet', 'read']);
  });
});

function patched(bytes: Uint8Array, at: number, values: readonly number[]): Uint8Array {
  const other = Uint8Array.from(bytes);
  other.set(values, at);
  return other;
}
