import { expect, test } from '@jest/globals';
import { parseFacts } from '../../../src/dataset/facts-reader.js';
import { cellsFor, encodeInputs } from '../../../src/dataset/table/columns.js';
import { meaningsOf } from '../../../src/dataset/table/meaning.js';
import { readCsv } from '../../../src/dataset/table/table.js';
import { load, temporaryFolder, writeIn } from '../fixtures.js';
import { onlyInput } from '../../../src/dataset/source.js';

const folder = temporaryFolder();

test('facts alone make the same inputs of the same rows, bit for bit', async () => {
  const rows = Array.from(
    { length: 60 },
    (_, i) => `${i / 7},${'abc'[i % 3]};"$${i + 1},${100 + i}";${i % 4};${i % 2 ? 'yes' : 'no'}`,
  );
  const file = writeIn(
    folder,
    'a.csv',
    ['x;p;k;y', ...rows.map((r) => r.replace(',', ';'))].join('\n').replace('x;p', 'x;c;p'),
  );
  const data = await load(folder, {
    name: 'csv',
    file,
    target: 'y',
    delimiter: ';',
    thousands: ',',
    units: ['$'],
    categorical: ['k'],
    columns: ['p', 'k', 'x', 'c'],
  });
  const [input] = parseFacts(JSON.stringify(data.facts), 'data.json').inputs;
  const { columns, reading } = input ?? {};
  if (!columns || !reading) throw new Error('no facts of a table');
  // In another order of columns, and without the target.
  const other = writeIn(
    folder,
    'b.csv',
    [
      'k;x;c;p',
      ...rows
        .map((row) => row.replace(',', ';').split(';'))
        .map(([x, c, p, k]) => [k, x, c, p].join(';')),
    ].join('\n'),
  );
  const missing = new Set(reading.missing_values);
  const byName = new Map(columns.map((column) => [column.column, cellsFor(column, missing)]));
  const table = await readCsv(other, {
    delimiter: reading.delimiter,
    encoding: 'utf-8',
    target: null,
    columns: columns.map(({ column }) => column),
    cellsOf: (name) => byName.get(name) ?? { as: 'open', written: null, missing },
  });
  const meanings = meaningsOf(
    table,
    table.columns.map((column) => ({ column, purpose: 'input' })),
  );
  expect(encodeInputs(table, meanings, columns)).toEqual(onlyInput(data.train.source).values);
  expect(onlyInput(data.train.source).values).toHaveLength(60 * 9);
});
