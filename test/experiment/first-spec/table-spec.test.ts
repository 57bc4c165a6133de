import { expect, test } from '@jest/globals';
import { fc } from '../../drawn.js';
import type { ColumnFacts } from '../../../src/dataset/facts.js';
import { isPossibleKey } from '../../../src/document/yaml.js';
import {
  excludedOf,
  tableSpec,
  type FoundTable,
} from '../../../src/experiment/first-spec/table-spec.js';
import { language } from '../../../src/experiment/language.js';
import { readSpecText } from '../../../src/spec/read.js';

const number = (column: string): ColumnFacts => ({
  column,
  kind: 'number',
  distinct: 9,
  missing: 0,
  decimal: '.',
  thousands: null,
  unit: null,
  min: 0,
  max: 8,
  mean: 4,
  deviation: 2,
});

const found = (
  columns: readonly ColumnFacts[],
  more: Partial<FoundTable> = {},
  train = 1000,
): FoundTable => ({
  file: 'a.csv',
  spec: 'a.yaml',
  reading: {},
  excluded: [],
  sizes: new Map(),
  untold: 0,
  data: {
    columns,
    classes: null,
    classNames: null,
    targetName: 'price',
    facts: {
      format: 1,
      name: 'table',
      sha256: '0'.repeat(64),
      source: [],
      samples: { train, validation: 10, test: 10 },
      inputs: [],
      targets: [],
      notes: [],
    },
  },
  ...more,
});

const read = (text: string) => readSpecText(text, 'a.yaml', { language }).spec;

test('names of any text stay themselves, and the comments behind them comments', () => {
  const names = fc.uniqueArray(fc.string({ minLength: 1, unit: 'binary' }), {
    minLength: 1,
    maxLength: 5,
  });
  fc.assert(
    fc.property(names, (written) => {
      const wanted = written.filter(isPossibleKey);
      const { dataset } = read(tableSpec(found(wanted.map(number))));
      expect(Object.keys(Object(dataset.arguments['columns']))).toEqual(wanted);
    }),
    { numRuns: 300 },
  );
});

test('rows without a target are left out, and it is said, whatever the other columns lack', () => {
  const linesOf = (missing: number) =>
    tableSpec(found([{ ...number('area'), missing }], { untold: 2 }));
  const [only, both] = [linesOf(0), linesOf(3)];
  expect(read(only).dataset.arguments).toMatchObject({ missing: { price: 'drop' } });
  expect(only).toMatch(/missing: .* # 2 rows without price, left out$/m);
  expect(read(both).dataset.arguments).toMatchObject({ missing: { price: 'drop', '*': 'fill' } });
  expect(both).toMatch(/# 2 rows without price, left out; empty cells: area 3$/m);
});

test('names of what every object of JavaScript has are names of columns', () => {
  const names = ['constructor', 'prototype', 'toString', 'hasOwnProperty'];
  const { dataset } = read(tableSpec(found(names.map(number))));
  expect(Object.keys(Object(dataset.arguments['columns']))).toEqual(names);
});

test('a column whose name no key can have is left out, and it is said', () => {
  const column = { kind: 'numbers', missing: 0, distinct: 9, isWhole: false } as const;
  const columns = ['__proto__', 'x', '<<'].map((name) => ({ name, ...column }));
  const excluded = excludedOf(columns, 'price');
  expect(excluded).toEqual([
    { column: '__proto__', why: 'cannot be a key of a spec' },
    { column: '<<', why: 'cannot be a key of a spec' },
  ]);
  const text = tableSpec(found([number('x')], { excluded }));
  expect(read(text).dataset.arguments['exclude']).toEqual(['__proto__', '<<']);
});

test.each([
  [100, { batch_size: 32, epochs: 200 }],
  [10_000, { batch_size: 32, epochs: 40 }],
  [1_000_000, { batch_size: 128, epochs: 10 }],
])('%d rows are seen for as many epochs as they need', (rows, expected) => {
  expect(read(tableSpec(found([number('x')], {}, rows)))).toMatchObject(expected);
});

test('beside a date it stands how the latest rows would judge', () => {
  const date: ColumnFacts = {
    column: 'day: 1',
    kind: 'date',
    distinct: 9,
    missing: 0,
    format: null,
    first: '2024-01-01',
    last: '2024-12-01',
    parts: [],
  };
  const text = tableSpec(found([number('x'), date]));
  expect(read(text).dataset.arguments['validation_split']).toBe(0.2);
  const taken = text.replace('# validation_split:', 'validation_split:');
  expect(read(taken).dataset.arguments['validation_split']).toMatchObject({
    by: 'time',
    column: 'day: 1',
    fraction: 0.2,
  });
  expect(tableSpec(found([number('x')]))).not.toContain('by: time');
});

test('of very many columns those are listed that would not be inferred', () => {
  const date: ColumnFacts = {
    column: 'day',
    kind: 'date',
    distinct: 9,
    missing: 0,
    format: null,
    first: '2024-01-01',
    last: '2024-12-01',
    parts: [],
  };
  const columns = [...Array.from({ length: 100 }, (_, i) => number(`x${i}`)), date];
  const { dataset } = read(tableSpec(found(columns)));
  expect(Object.keys(Object(dataset.arguments['columns']))).toEqual(['day']);
});
