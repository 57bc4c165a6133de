// Tables of runs for other programs: one CSV, one JSON document, Markdown.
import { describe, expect, test } from '@jest/globals';
import { compareRuns, type Table } from '../../../src/comparison/comparison.js';
import {
  comparisonCsv,
  comparisonJson,
  comparisonMarkdown,
  titlesOf,
} from '../../../src/render/text/comparison.js';
import { run } from '../../comparison/runs.js';
import { makeRecord, scored } from '../../run/fixture.js';

const { data } = makeRecord();
const columns = ['run', 'val_accuracy'];
const seed = (number: number, accuracy: number, more: Parameters<typeof run>[1] = {}) =>
  run(`s${number}`, { name: 'adam', seed: number, ...scored(0.3, accuracy, 0.3, 0.8), ...more });
const two = { data: { ...data, name: 'mnist', sha256: 'd'.repeat(64), train: 54_000 } };
const alone = run('relu', { hashes: { spec: 'r', group: 'r' }, ...scored(0.3, 0.75, 0.3, 0.8) });

const tablesOf = (...runs: Parameters<typeof compareRuns>[0]): readonly Table[] =>
  compareRuns(runs, { columns }).tables;

describe('a table is called', () => {
  const titled = (...all: readonly Table['data'][]) => titlesOf(all.map((one) => ({ data: one })));
  const plain = { ...data, split: '' };

  test('by its data, their sizes and what a spec says of the split', () => {
    expect(titled(plain, { ...plain, split: 'split_seed 7' }, null)).toEqual([
      'fashion_mnist, 48,000 / 12,000 / 10,000 samples',
      'fashion_mnist, 48,000 / 12,000 / 10,000 samples, split_seed 7',
      'not readable',
    ]);
  });

  test('by the hash of the data where the rest is alike', () => {
    expect(titled(plain, { ...plain, sha256: 'd'.repeat(64) })).toEqual([
      'fashion_mnist, 48,000 / 12,000 / 10,000 samples, SHA-256 cccccccc…',
      'fashion_mnist, 48,000 / 12,000 / 10,000 samples, SHA-256 dddddddd…',
    ]);
  });
});

describe('CSV', () => {
  test('has means, and deviations where there are replicates', () => {
    // (0.5 + 1) / 2 = 0.75, and 0.25² + 0.25² over 1 = 0.125.
    expect(comparisonCsv(tablesOf(seed(1, 0.5), seed(2, 1)))).toBe(
      `run,val_accuracy,val_accuracy_sd\nadam,0.75,${Math.sqrt(0.125)}`,
    );
    expect(comparisonCsv(tablesOf(alone))).toBe('run,val_accuracy\nrelu,0.75');
  });

  test('says of each row its table where there are several', () => {
    expect(comparisonCsv(tablesOf(alone, seed(1, 0.5, two)))).toBe(
      [
        'table,run,val_accuracy',
        '"fashion_mnist, 48,000 / 12,000 / 10,000 samples",relu,0.75',
        '"mnist, 54,000 / 12,000 / 10,000 samples",adam,0.5',
      ].join('\n'),
    );
  });
});

test('Markdown has a heading a table where there are several', () => {
  expect(comparisonMarkdown(tablesOf(alone))).toBe(
    ['| run  | val accuracy |', '| ---- | -----------: |', '| relu |       0.7500 |'].join('\n'),
  );
  expect(comparisonMarkdown(tablesOf(alone, seed(1, 0.5, two))).match(/^### .*$/gm)).toEqual([
    '### fashion_mnist, 48,000 / 12,000 / 10,000 samples',
    '### mnist, 54,000 / 12,000 / 10,000 samples',
  ]);
});

test('JSON has everything, in full', () => {
  const comparison = compareRuns([seed(1, 0.5), seed(2, 1), alone], { columns });
  expect(JSON.parse(comparisonJson(comparison))).toEqual({
    ok: true,
    tables: [
      {
        data: { ...data, split: '' },
        columns: [
          { key: 'run', label: 'run', kind: 'text', direction: null },
          { key: 'val_accuracy', label: 'val accuracy', kind: 'score', direction: 'max' },
        ],
        sort: { column: 'val_accuracy', reversed: false },
        rows: [
          {
            runs: [alone.folder],
            n: 1,
            state: 'finished',
            rank: 1,
            cells: { run: 'relu', val_accuracy: 0.75 },
            best: [],
          },
          {
            runs: [seed(1, 0).folder, seed(2, 0).folder],
            n: 2,
            state: 'finished',
            rank: 2,
            cells: { run: 'adam', val_accuracy: 0.75 },
            spread: { val_accuracy: Math.sqrt(0.125) },
            best: [],
          },
        ],
        omitted: 0,
        notes: [],
      },
    ],
    notes: [],
  });
});
