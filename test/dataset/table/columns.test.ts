import { describe, expect, test } from '@jest/globals';
import { parseFacts } from '../../../src/dataset/facts-reader.js';
import { cellsFor, encodeInputs, moments } from '../../../src/dataset/table/columns.js';
import { meaningsOf } from '../../../src/dataset/table/meaning.js';
import { readCsv } from '../../../src/dataset/table/table.js';
import { load, temporaryFolder, writeIn } from '../fixtures.js';
import { onlyInput } from '../../../src/dataset/source.js';

const folder = temporaryFolder();
const rowsOf = (values: readonly number[]): Int32Array => Int32Array.from(values, (_, i) => i);

describe('mean and deviation', () => {
  // By scikit-learn 1.9's StandardScaler: mean_ and scale_, which is 1 for a constant feature.
  test.each<[string, readonly number[], number, number]>([
    ['of a few numbers', [1, 2, 6], 3, Math.sqrt(14 / 3)],
    ['of a constant', [0.1, 0.1, 0.1, 0.1], 0.1, 0],
    ['but for rounding', [0.1, 0.1, 0.1000000000000001, 0.1], 0.1, 0],
    ['but for rounding, far from 0', [1e9, 1e9, 1e9 + 1.2e-7, 1e9], 1e9, 0],
    ['of small steps that are none of rounding', [1, 1 + 1e-9, 1, 1 + 1e-9], 1, 5e-10],
    ['of small numbers', [1e-20, 3e-20, 1e-20, 3e-20], 2e-20, 1e-20],
  ])('%s', (_name, values, mean, deviation) => {
    const got = moments(values, rowsOf(values));
    expect(got.mean / mean).toBeCloseTo(1, 8);
    if (deviation === 0) expect(got.deviation).toBe(0);
    else expect(got.deviation / deviation).toBeCloseTo(1, 6);
  });
});

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
