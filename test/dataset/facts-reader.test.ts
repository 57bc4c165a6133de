import { describe, expect, test } from '@jest/globals';
import type { DataFacts } from '../../src/dataset/facts.js';
import { parseFacts } from '../../src/dataset/facts-reader.js';
import { load, refusal, temporaryFolder, writeIn } from './fixtures.js';

const folder = temporaryFolder();

const facts: DataFacts = {
  format: 1,
  name: 'csv',
  sha256: 'abc',
  source: [{ role: 'file', path: '../a.csv', sha256: 'abc' }],
  samples: { train: 6, validation: 2, test: 2 },
  inputs: [
    {
      name: 'table',
      kind: 'table',
      shape: [3],
      divide_by: 1,
      vocabulary: null,
      columns: [
        {
          column: 'x',
          kind: 'number',
          decimal: ',',
          thousands: '.',
          unit: 'kg',
          distinct: 9,
          missing: 0,
          min: -1,
          max: 8.5,
          mean: 3.25,
          deviation: 0.1,
        },
        { column: 'c', kind: 'categories', distinct: 3, missing: 0, categories: ['a', 'b'] },
      ],
      reading: {
        delimiter: ';',
        encoding: 'latin1',
        missing_values: ['--'],
      },
    },
  ],
  targets: [{ name: 'y', kind: 'classes', classes: ['no', 'yes'], positive: 'yes' }],
  notes: ['a note'],
};

describe('facts of data', () => {
  test('are read back as they were written', () => {
    expect(parseFacts(JSON.stringify(facts), 'data.json')).toEqual(facts);
    const scaled = {
      ...facts,
      targets: [{ name: 'y', kind: 'number', scale: { mean: 1e6, deviation: 0.125 } }],
    };
    expect(parseFacts(JSON.stringify(scaled), 'data.json')).toEqual(scaled);
  });

  test.each<[string, Record<string, unknown>]>([
    ['of a table', { name: 'csv', file: writeIn(folder, 'a.csv', table()), target: 'y' }],
    ['of spirals', { name: 'spirals', samples: 20 }],
    ['of sequences', { name: 'sequences', samples: 20, steps: 10 }],
  ])('%s are read back with every bit', async (_name, written) => {
    const made = (await load(folder, written)).facts;
    expect(parseFacts(JSON.stringify(made), 'data.json')).toEqual(made);
  });

  test('say of made data what its classes are', async () => {
    const made = (await load(folder, { name: 'spirals', samples: 20, classes: 2 })).facts;
    expect(made).toMatchObject({
      name: 'spirals',
      source: [],
      samples: { train: 12, validation: 4, test: 4 },
      inputs: [{ name: 'table', shape: [2], divide_by: 1, columns: null }],
      targets: [{ name: 'arm', kind: 'classes', classes: ['0', '1'], positive: '1' }],
    });
  });

  test.each<[string, unknown, string]>([
    ['no mapping', [facts], 'it should hold a mapping, and holds a list'],
    ['no inputs', { ...facts, inputs: undefined }, 'it lacks inputs'],
    [
      'a column of no kind',
      withColumn({ kind: 'nothing' }),
      'it should have a mapping with kind: number, or a mapping with kind: categories, or a mapping with kind: date, or a mapping with kind: text, or a mapping with kind: sequence, or a mapping with kind: image as inputs.0.columns.0, and has a mapping',
    ],
    [
      'a mean that is text',
      withColumn({ mean: '3' }),
      'it should have a finite number as inputs.0.columns.0.mean, and has text',
    ],
    [
      'a column without a unit',
      withColumn({ unit: undefined }),
      'it lacks inputs.0.columns.0.unit',
    ],
    [
      'a target of two kinds',
      { ...facts, targets: [{ name: 'y', kind: 'number', classes: [] }] },
      'it lacks targets.0.scale',
    ],
    ['half a row', { ...facts, samples: { ...facts.samples, test: 1.5 } }, 'samples.test'],
  ])('with %s are refused', async (_name, written, message) => {
    const got = await refusal(() => parseFacts(JSON.stringify(written), 'run/data.json'));
    expect(got.message).toContain('run/data.json is damaged: ');
    expect(got.message).toContain(message);
  });

  test('of another format are refused', async () => {
    const got = await refusal(() =>
      parseFacts(JSON.stringify({ ...facts, format: 2 }), 'data.json'),
    );
    expect(got.message).toBe(
      'data.json is of format 2, and this dlx reads format 1; it may come from another version',
    );
  });

  test('of a column with very many categories are read back', () => {
    const categories = Array.from({ length: 30_000 }, (_, i) => `c${i}`);
    const [input] = facts.inputs;
    const column = {
      column: 'c',
      kind: 'categories',
      distinct: 3,
      missing: 0,
      categories,
    } as const;
    const many = { ...facts, inputs: [{ ...input, columns: [column] }] };
    expect(parseFacts(JSON.stringify(many), 'data.json')).toEqual(many);
  });

  test('that are cut off are refused', async () => {
    const got = await refusal(() => parseFacts(JSON.stringify(facts).slice(0, -9), 'data.json'));
    expect(got.message).toBe('data.json is damaged: it is not JSON');
  });
});

function withColumn(change: Readonly<Record<string, unknown>>): unknown {
  const [input] = facts.inputs;
  return {
    ...facts,
    inputs: [{ ...input, columns: [{ ...input?.columns?.[0], ...change }] }],
  };
}

function table(): string {
  const rows = Array.from({ length: 12 }, (_, i) => `${i / 7},${i % 3 ? 'a' : 'b'},${i % 2}`);
  return ['x,c,y', ...rows].join('\n');
}
