// Cells of whatever is in them, in every kind of column and target of a table: read, with inputs and targets
// that are numbers, or refused in one sentence that names the file.
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { UserError } from '../../src/ground/errors.js';
import { fc } from '../drawn.js';
import { contentOf, load, temporaryFolder, writeIn } from '../dataset/fixtures.js';
import { isWhole } from '../whole.js';
import { counted } from './counts.js';

const folder = temporaryFolder();

const odd = [
  ...[
    '',
    ' ',
    'NaN',
    'nan',
    'inf',
    '-Infinity',
    '1e400',
    '-1e400',
    '1e39',
    '1e-400',
    '0x10',
    '1_000',
    '--',
    '?',
  ],
  ...['1 2 3', '1;2', '1;;2', ';', ';;', '1,2', '1 , 2', '1;2,3', '1 2;3', '1 x', '3e38 -3e38'],
  ...[
    '[]',
    '[1]',
    '[1, 2]',
    '[1, null]',
    '[1, "2"]',
    '[[1, 2]]',
    '[[1], [2]]',
    '[1, 1e400]',
    '[NaN]',
    '[1, 2',
    '1]',
  ],
  ...[
    '{}',
    '{"a": 1}',
    'null',
    'true',
    '"1 2"',
    '["a", "b"]',
    '["a", ["b"]]',
    '["a", "a"]',
    '["", "a"]',
  ],
  ...[
    'a',
    'a;b',
    'a; b;',
    'b;a;a',
    ';a',
    'a|b',
    'a,b',
    'a;b|c',
    '__proto__',
    'constructor;toString',
    '\u202e;\u0007',
  ],
  ...['2026-01-31', '2026-02-30', '0000-00-00', '9999999-01-01', '31.12.2026'],
];

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

/** A table of tame rows, in whose column `c` some cells are odd. */
function tableOf(tame: (row: number) => string, cells: readonly (string | null)[]): string {
  const rows = Array.from({ length: 24 }, (_, row) => {
    const cell = cells[row % cells.length] ?? null;
    const isOdd = cell !== null && row >= 24 - cells.length;
    return `${row % 7},${quoted(isOdd ? cell : tame(row))},${row % 3},${row % 2 === 0 ? 'u' : 'v'}`;
  });
  return ['x,c,z,y', ...rows, ''].join('\n');
}

type Place = readonly [name: string, dataset: object, tame: (row: number) => string];

const places: readonly Place[] = [
  ['a number', { target: 'y', columns: { c: 'number', x: 'number' } }, (row) => String(row / 8)],
  [
    'a category',
    { target: 'y', columns: { c: 'category', x: 'number' } },
    (row) => 'pq'[row % 2] ?? '',
  ],
  ['a date', { target: 'y', columns: { c: 'date', x: 'number' } }, (row) => `2026-01-${10 + row}`],
  ['a text', { target: 'y', columns: { c: 'text', x: 'number' } }, (row) => `word ${row % 5}`],
  [
    'a sequence',
    { target: 'y', columns: { c: { type: 'sequence' } } },
    (row) => `${row} ${row + 1}`,
  ],
  [
    'a sequence of JSON',
    { target: 'y', columns: { c: { type: 'sequence', separator: 'json' } } },
    (row) => `[${row}, 1]`,
  ],
  ['what it holds', { target: 'y' }, (row) => String(row)],
  ['a target', { target: 'c', columns: ['x'] }, (row) => String(row / 4)],
  [
    'labels',
    { target: { c: { type: 'labels' } }, columns: ['x'] },
    (row) => (row % 2 === 0 ? 'a;b' : 'b'),
  ],
  [
    'labels of JSON',
    { target: { c: { type: 'labels', separator: 'json' } }, columns: ['x'] },
    (row) => (row % 2 === 0 ? '["a", "b"]' : '["b"]'),
  ],
  ['one of several targets', { target: ['c', 'z'], columns: ['x'] }, (row) => String(row / 4)],
  [
    'one of several targets, standardised',
    { target: { c: { scale: 'standard' }, z: {} }, columns: ['x'] },
    (row) => String(row / 4),
  ],
  ['what is given back', { target: 'input', columns: ['c', 'x'] }, (row) => String(row / 8)],
];

type Content = {
  readonly samples: Readonly<
    Record<'inputs' | 'targets', readonly { values: ArrayLike<number> }[]>
  >;
};

/** Whether all of a data set is numbers. */
function isSound(parts: readonly object[]): boolean {
  return (parts as Content[]).every(({ samples: { inputs, targets } }) =>
    [...inputs, ...targets].every(({ values }) => Array.from(values).every(Number.isFinite)),
  );
}

const runs = isWhole ? 500 : 15;

describe.each(places)('%s', (_, dataset, tame) => {
  test.each(['refuse', 'fill', 'drop'])('where what is missing is to %s', async (missing) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.option(fc.constantFrom(...odd)), { minLength: 1, maxLength: 6 }),
        async (cells) => {
          writeIn(folder, 'a.csv', tableOf(tame, cells));
          const written = { name: 'table', file: 'a.csv', test_split: 0.2, ...dataset };
          try {
            const { train, validation, test } = await load(
              folder,
              missing === 'refuse' ? written : { ...written, missing },
            );
            expect(isSound([train, validation, test].map(contentOf))).toBe(true);
          } catch (error) {
            if (!(error instanceof UserError)) throw error;
            expect(error.message).toContain(join(folder, 'a.csv'));
          }
        },
      ),
      { numRuns: runs },
    );
    counted('hostile inputs', runs);
  });
});
