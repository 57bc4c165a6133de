// A table of several files, gathered: columns by name, places by file, and headers that do not go
// together.
import { expect, test } from '@jest/globals';
import { TableReading } from '../../../src/dataset/table/reading.js';
import { readRows } from '../../../src/dataset/table/rows.js';
import { csvRequest } from '../fixtures.js';
import { caught } from './reading-helpers.js';

type Gathered = ReturnType<TableReading['table']> & { readonly files: TableReading['files'] };

async function gathered(
  files: Readonly<Record<string, string>>,
  more: Partial<typeof csvRequest> = {},
): Promise<Gathered> {
  const request = { ...csvRequest, ...more };
  const reading = new TableReading(request);
  for (const [name, text] of Object.entries(files)) {
    for await (const _ of readRows([Buffer.from(text)], name, request, reading.begin(name)));
    reading.end();
  }
  return { ...reading.table(), files: reading.files };
}

test('columns are found by name in each file, whatever its form', async () => {
  const { columns, target, count, at, files } = await gathered({
    'a.csv': 'x,y\n1,p\n2,q\n',
    'b.tsv': 'y\tx\nr\t3\n',
    'c.jsonl': '{"y": "s", "x": 4}\n',
  });
  expect(columns.map(({ name, numbers }) => [name, numbers])).toEqual([['x', [1, 2, 3, 4]]]);
  expect(target?.texts).toEqual(['p', 'q', 'r', 's']);
  expect(count).toBe(4);
  expect([0, 1, 2, 3].map(at)).toEqual([
    { file: 'a.csv', line: 2, unit: 'line' },
    { file: 'a.csv', line: 3, unit: 'line' },
    { file: 'b.tsv', line: 2, unit: 'line' },
    { file: 'c.jsonl', line: 1, unit: 'line' },
  ]);
  expect(files.map(({ count: rows }) => rows)).toEqual([2, 1, 1]);
});

test('a column of JSON that comes late has no value before', async () => {
  const lines = Array.from({ length: 1200 }, (_, i) => ({
    x: i,
    y: 1,
    ...(i > 1100 ? { z: 1 } : {}),
  }));
  const text = lines.map((line) => JSON.stringify(line)).join('\n');
  const { columns, notes } = await gathered({ 'a.jsonl': text });
  expect(columns.map(({ name }) => name)).toEqual(['x', 'z']);
  expect(columns[1]?.missing.count).toBe(1101);
  expect(columns[1]?.numbers).toHaveLength(1200);
  expect(notes).toHaveLength(1);
  const some = await gathered({ 'a.jsonl': text }, { columns: ['x'] });
  expect(some.columns.map(({ name }) => name)).toEqual(['x']);
});

test.each([
  [{ 'a.csv': 'x,y\n1,2\n', 'b.csv': 'x\n1\n' }, 'b.csv has no column "y"'],
  [
    { 'a.csv': 'x,y\n1,2\n', 'b.csv': 'x,y,z\n1,2,3\n' },
    'b.csv has the column "z", and a.csv has none of that name: give all files the same columns',
  ],
  [{ 'a.csv': 'x,y\n1,2\n', 'b.csv': 'x,y\n' }, 'b.csv has a header but no rows'],
  [{ 'a.csv': '' }, 'a.csv is empty, expected a line with the names of the columns'],
  [{ 'a.csv': 'x,y\na,b\nx,y\nc,d\n' }, 'a.csv, line 3 is the header again: remove the line'],
  [{ 'a.csv': 'x,y\na,b\n"x","y"\nc,d\n' }, 'a.csv, line 3 is the header again'],
  [{ 'a.csv': 'y\n1\n' }, 'a.csv has no column but the target "y"'],
])('%j is refused', async (files, said) => {
  expect(await caught(gathered(files as Record<string, string>))).toContain(said);
});

test('the same name in a row is no header', async () => {
  const { target } = await gathered({ 'a.csv': 'x,y\nx,b\na,y\n' });
  expect(target?.texts).toEqual(['b', 'y']);
});
