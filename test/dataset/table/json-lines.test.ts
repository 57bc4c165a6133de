// A file of JSON lines, however it is cut into pieces: its columns, and what is refused.
import { describe, expect, test } from '@jest/globals';
import { fc } from '../../drawn.js';
import { parseRows, readRows } from '../../../src/dataset/table/rows.js';
import { isJsonLines } from '../../../src/dataset/table/json-lines.js';
import { caught, inPieces } from './reading-helpers.js';

const format = { delimiter: ',', encoding: 'utf-8' as const };

async function rowsOf(text: string, size = 7): Promise<readonly (readonly (string | number)[])[]> {
  const rows: (readonly (string | number)[])[] = [];
  await parseRows(inPieces(Buffer.from(text), size), 'a.jsonl', format, (cells, line, unit) =>
    rows.push([...cells, line, unit ?? '']),
  );
  return rows;
}

describe('rows', () => {
  test('have a column for each key of any line, in the order in which they come', async () => {
    const text = '\ufeff{"x": 1, "y": "a"}\r\n\n{"y": "ü\\n", "z": true}\n{"z": null, "x": 2}';
    for (const size of [1, 3, 1000]) {
      expect(await rowsOf(text, size)).toEqual([
        ['x', 'y', 'z', 0, ''],
        ['1', 'a', '', 1, 'line'],
        ['', 'ü', 'true', 3, 'line'],
        ['2', '', '', 4, 'line'],
      ]);
    }
  });

  test('of many lines come in blocks, and a key that comes late is added', async () => {
    const lines = Array.from({ length: 2500 }, (_, i) => (i < 1700 ? { x: i } : { late: i, x: i }));
    const told: unknown[] = [];
    const rows: number[] = [];
    const taker = {
      plain: () => undefined,
      texts: (cells: readonly string[]) => told.push(cells),
      block: ({
        rows: count,
        columns,
      }: {
        rows: number;
        columns: readonly ArrayLike<unknown>[];
      }) => {
        rows.push(count);
        told.push(columns.map((column) => column[count - 1]));
      },
      added: (name: string) => told.push(name),
      told: (note: string) => told.push(note),
    };
    const text = lines.map((line) => JSON.stringify(line)).join('\n');
    for await (const _ of readRows(inPieces(Buffer.from(text), 4000), 'a.jsonl', format, taker));
    expect(rows).toEqual([1000, 1000, 500]);
    expect(told).toEqual([
      ['x'],
      [999],
      'late',
      [1999, 1999],
      [2499, 2499],
      'the lines of a.jsonl have different keys: "late" in 800 of 2500; a cell whose key is not there has no value',
    ]);
  });
});

describe('refused, with the line,', () => {
  test.each([
    [
      'a line that is none',
      '{"x": 1}\nx,y\n',
      'a.jsonl, line 2 is no whole object of JSON: write one a line',
    ],
    [
      'a key that is there twice',
      '{"x": 1}\n{"x": 1, "x": 2}',
      'a.jsonl, line 2 has the key "x" twice: remove one',
    ],
    [
      'the same in the first line, of which nothing is shown',
      '{"x": 1, "x": 2}',
      'a.jsonl, line 1 has a key twice',
    ],
    [
      'a list of all rows',
      '[{"x": 1}, {"x": 2}]',
      'a.jsonl, line 1 is a list, expected an object a line',
    ],
    [
      'one that is spread over lines',
      '[\n  {"x": 1}\n]',
      'a.jsonl, line 1 begins a list: write one object a line',
    ],
    [
      'a value of several',
      '{"x": [1, 2]}',
      'a.jsonl, line 1, column "1" holds a list or an object, and a cell is one value',
    ],
    ['bytes that are no text', '{"x": "\xff"}', 'a.jsonl is not UTF-8 text'],
  ])('%s', async (_, text, said) => {
    expect(
      await caught(
        parseRows(inPieces(Buffer.from(text, 'latin1')), 'a.jsonl', format, () => undefined),
      ),
    ).toContain(said);
  });

  test('a line of more than 16 MB', async () => {
    const text = `{"x": "${'x'.repeat(2 ** 24)}"}`;
    expect(await caught(rowsOf(text))).toBe('a.jsonl has a line of more than 16 MB: line 1');
  });

  test('more keys than a table may have, of lines that have few', async () => {
    const text = Array.from({ length: 2010 }, (_, i) => `{"k${i}": 1}`).join('\n');
    expect(await caught(rowsOf(text))).toContain(
      'has more than 2000 different keys, up to line 2001',
    );
  });
});

test('what looks like them is taken for them, and so is what is called so', () => {
  expect(['{"a": 1}', ' {}', '{ "a"', '[{', '[\n ['].map((head) => isJsonLines(head, 'a'))).toEqual(
    new Array(5).fill(true),
  );
  expect(['{a},b', '[a],b', 'a,b', ''].map((head) => isJsonLines(head, 'a.csv'))).toEqual(
    new Array(4).fill(false),
  );
  expect(['a.jsonl', 'a.NDJSON.gz', 'a.jsonl.csv'].map((name) => isJsonLines('a,b', name))).toEqual(
    [true, true, false],
  );
});

test('any shards of them are rows, or refused in a sentence with the file', async () => {
  const shard = fc.constantFrom(
    ...['{"x": 1', '{"y": "a"', ', "x": 2', ', "y": [1]', '}', '{', '[', ']', ',', ':', '"', '\\'],
    ...['\n', '\n', '}\n', '{"x": 1}\n', 'null', 'true', '1e5', '\u2028', '\0', 'é', '{}'],
  );
  await fc.assert(
    fc.asyncProperty(fc.array(shard, { maxLength: 20 }), async (shards) => {
      const text = `{"x": 0, "y": "b"}\n${shards.join('')}`;
      const said = await caught(rowsOf(text));
      expect(said === 'read' || said.startsWith('a.jsonl, line ')).toBe(true);
      if (said !== 'read') return;
      // What was read are objects alone, to JSON.parse as well.
      for (const line of text.split('\n').map((one) => one.trim())) {
        if (line !== '') expect(JSON.parse(line)).toBeInstanceOf(Object);
      }
    }),
    { numRuns: 300 },
  );
});
