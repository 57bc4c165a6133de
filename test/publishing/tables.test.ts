// The comparisons that a text may tell of: by each score, against each row.
import { expect, test } from '@jest/globals';
import { comparedRuns } from '../../src/publishing/tables.js';
import { rows } from './rows.js';

test('each row is held against each, by each score', () => {
  const { tables, asides } = comparedRuns(rows());
  expect(tables.map(({ judged }) => [judged?.metric, judged?.against])).toEqual([
    ['accuracy', 'runs/wine-20260102T030405Z-a42'],
    ['accuracy', 'runs/linear-20260102T030405Z-a42'],
  ]);
  expect(new Set(asides.map(({ judged }) => judged?.metric))).toEqual(new Set(['loss']));
  expect(new Set(asides.map(({ judged }) => judged?.against)).size).toBe(2);
});

test('of single runs there is one table, and no verdict', () => {
  const [first] = rows();
  if (!first) throw new Error('there is no run');
  const { tables, asides } = comparedRuns([first]);
  expect(tables.map(({ judged }) => judged)).toEqual([null]);
  expect(asides.map(({ judged }) => judged)).toEqual([null]);
});
