// Rows of a table that training has not seen: beside what training itself makes of them, and what
// is refused.
import { describe, expect, test } from '@jest/globals';
import { fc } from '../../drawn.js';
import type { InputFacts } from '../../../src/dataset/facts.js';
import { Batches, nothingFound, type Found, type RowBatch } from '../../../src/dataset/new-rows.js';
import { cellsFor, encodeInputs } from '../../../src/dataset/table/columns.js';
import { meaningsOf } from '../../../src/dataset/table/meaning.js';
import { readNewTable } from '../../../src/dataset/table/new-table.js';
import { parseCsv } from '../../../src/dataset/table/table.js';

const summary = { distinct: 3, missing: 0 };
const plain = { decimal: '.', thousands: null, unit: null } as const;
const input: InputFacts = {
  name: 'table',
  kind: 'table',
  shape: [5],
  divide_by: 1,
  vocabulary: null,
  columns: [
    {
      ...summary,
      column: 'a',
      kind: 'number',
      ...plain,
      min: 0,
      max: 9,
      mean: 1.1,
      deviation: 0.7,
    },
    { ...summary, column: 'city', kind: 'categories', categories: ['Köln', 'Ulm', '7'] },
    {
      ...summary,
      ...{ column: 'price', kind: 'number', decimal: ',', thousands: '.', unit: '€' },
      ...{ min: 0, max: 9, mean: 100, deviation: 30 },
    },
  ],
  reading: { delimiter: ';', encoding: 'utf-8', missing_values: ['--'] },
};

type Read = { readonly values: readonly number[]; readonly kept: unknown; readonly found: Found };

test.each([
  ['UTF-16', Buffer.from('\ufeffa;city;price\n1;Ulm;2\n', 'utf16le'), 'is UTF-16 text'],
  [
    'latin1',
    Buffer.from('a;city;price\n1;Köln;2\n', 'latin1'),
    'line 2 has "Köln" if it is latin1',
  ],
])('%s is to be saved as the table of training was', async (_, bytes, message) => {
  const file = {
    name: 'new.csv',
    pieces: async function* () {
      yield bytes;
    },
  };
  const found = nothingFound();
  const batches = new Batches((length) => new Float32Array(length), 3, 5, found);
  const request = { input, target: 'y', rows: 3, keep: [] };
  const reading = readNewTable(file, request, batches, found).next();
  await expect(reading).rejects.toThrow(message);
  await expect(reading).rejects.toThrow(
    /: save it as utf-8, as the data was that the model was trained on$/,
  );
});

async function read(text: string, keep: 'all' | readonly string[] = [], rows = 3): Promise<Read> {
  const found = nothingFound();
  const batches = new Batches((length) => new Float32Array(length), rows, 5, found);
  const got: RowBatch[] = [];
  const file = {
    name: 'new.csv',
    pieces: async function* () {
      for (let at = 0; at < text.length; at += 7) yield Buffer.from(text.slice(at, at + 7));
    },
  };
  const request = { input, target: 'y', rows, keep };
  for await (const batch of readNewTable(file, request, batches, found)) got.push(batch);
  got.push(...batches.all());
  return {
    values: got.flatMap(({ inputs }) => [...(inputs[0] ?? [])]),
    kept: got.flatMap(({ kept }) => kept),
    found,
  };
}

const refusal = (text: string): Promise<string> =>
  read(text).then(
    () => 'read',
    (error: unknown) => (error as Error).message,
  );

test('rows become what training makes of them, whatever stands beside', async () => {
  const cell = fc.tuple(
    fc.oneof(fc.double({ noNaN: true, min: -1e30, max: 1e30 }).map(String), fc.constant('1e3')),
    fc.constantFrom('Köln', 'Ulm', '7', '"Ulm"', ' Ulm ', '\u00a0Ulm'),
    fc.constantFrom('1.234,5 €', '7€', '-3,25 €', '" 1 €"'),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 12 }), async (cells) => {
      const lines = cells.map(([a, city, price]) => `${city};x;${price};${a}`);
      const text = ['city;other;price;a', ...lines].join('\n');
      const columns = input.columns ?? [];
      const table = await parseCsv([Buffer.from(text)], 'new.csv', {
        delimiter: ';',
        encoding: 'utf-8',
        target: null,
        columns: columns.map(({ column }) => column),
        cellsOf: (name) =>
          cellsFor(columns.find(({ column }) => column === name) ?? columns[0]!, new Set(['--'])),
      });
      const wanted = table.columns.map((column) => ({ column, purpose: 'input' as const }));
      const trained = encodeInputs(table, meaningsOf(table, wanted), columns);
      const { values, found } = await read(text);
      expect(values).toEqual([...trained]);
      expect([...found.unused]).toEqual(['other']);
    }),
    { numRuns: 60 },
  );
});

test('a category that is not known gives zeros, and is counted', async () => {
  const { values, found } = await read('a;city;price\n1.1;Bonn;100€\n1.1;Bonn;100€\n1.1;ulm;100€');
  expect(values).toEqual(new Array(15).fill(0));
  expect(found.unseen.get('city')).toEqual({
    isRare: false,
    total: 3,
    byText: new Map([
      ['Bonn', 2],
      ['ulm', 1],
    ]),
  });
});

test('columns come along as they are written', async () => {
  const text = 'id;a;city;price\n007;1.10;"Ulm";1€\n"8;9";2;Ulm;1€\n';
  expect((await read(text, ['id', 'a'])).kept).toEqual([
    ['007', '1.10'],
    ['8;9', '2'],
  ]);
  const { kept, found } = await read(text, 'all');
  expect(kept).toEqual([
    ['007', '1.10', 'Ulm', '1€'],
    ['8;9', '2', 'Ulm', '1€'],
  ]);
  expect(found.kept).toEqual(['id', 'a', 'city', 'price']);
});

describe('refused, as in training', () => {
  test.each([
    ['', 'new.csv is empty, expected a line with the names of the columns'],
    ['a;city\n1;Ulm', 'new.csv has no column "price"'],
    ['a;x\n1;Ulm', 'new.csv lacks 2 of the 3 columns that the model takes: "city", "price"'],
    ['a;a;city;price\n', 'new.csv has two columns named "a"'],
    ['a,city,price\n', 'new.csv has no column "a": its header is one cell; is the delimiter ","?'],
    [
      'a;city;price\n1;Ulm;1€\n;Ulm;1€',
      'new.csv, line 3, column "a" is empty: fill it in, or remove the line',
    ],
    ['a;city;price\n1;--;1€', 'new.csv, line 2, column "city" is "--", without a value'],
    ['a;city;price\nNA;Ulm;1€', 'new.csv, line 2, column "a" is "NA", without a value'],
    ['a;city;price\n1,5;Ulm;1€', 'new.csv, line 2, column "a" is "1,5", expected a number: mend'],
    [
      'a;city;price\n1;Ulm;1.5',
      'new.csv, line 2, column "price" is "1.5", expected a number with a decimal comma, "." between thousands, the unit "€" as in the training file',
    ],
    ['a;city;price\n1e39;Ulm;1€', 'new.csv, line 2, column "a" is 1e39, more than a float32 holds'],
    ['a;city;price\n1;Ulm\n', 'new.csv, line 2 has 2 cells, but the header has 3'],
  ])('%j', async (text, message) => expect(await refusal(text)).toContain(message));
});

describe('in other forms', () => {
  const csv = 'a;city;price;id\n1.5;Ulm;1,5 €;7\n2;Bonn;-2 €;8\n';

  test('JSON lines are the same rows, numbers in whatever notation the training file has', async () => {
    const lines =
      '{"id": 7, "a": 1.5, "city": "Ulm", "price": 1.5}\n{"city": "Bonn", "id": 8, "a": "2", "price": "-2 €"}\n';
    const [expected, { values, kept, found }] = [
      await read(csv, ['id']),
      await read(lines, ['id']),
    ];
    expect(values).toEqual(expected.values);
    expect(kept).toEqual(expected.kept);
    expect(found).toEqual({ ...expected.found, unused: new Set() });
  });

  test.each([
    ['{"a": 1, "city": "Ulm"}', 'new.csv has no column "price"'],
    ['{"a": 1, "city": "Ulm", "price": null}', 'new.csv, line 1, column "price" is empty'],
    ['{"a": [1], "city": "Ulm", "price": 1}', 'new.csv, line 1, column "a" holds a list'],
    [
      '{"a": 1e39, "city": "Ulm", "price": 1}',
      'new.csv, line 1, column "a" is 1e39, more than a float32 holds',
    ],
    [
      '{"a": "x", "city": "Ulm", "price": 1}',
      'new.csv, line 1, column "a" is "x", expected a number',
    ],
  ])('%s is refused', async (line, said) => {
    expect(await refusal(line)).toContain(said);
  });
});
