import { expect, test } from '@jest/globals';
import { twinsIn } from '../../src/survey/twins.js';
import { temporaryFolder } from '../dataset/fixtures.js';
import { inOrder, tableOf } from './data.js';

const folder = temporaryFolder();

test('rows of the same inputs are found in each two parts, with and without their target', async () => {
  // 12 rows to train on, 4 for validation, 4 for the test.
  const xs = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 3, 11, 2, 20, 21, 22, 20, 5, 7, 30];
  const lines = xs.map((x, i) => `${x},${i === 12 || i === 17 ? 'b' : ['a', 'b'][x % 2]}`);
  const twins = twinsIn(await tableOf(folder, ['x,y', ...lines], inOrder));
  expect(twins).toEqual([
    { part: 'training', other: 'training', rows: 1, otherTarget: 0, examples: [[10, 2]] },
    { part: 'validation', other: 'training', rows: 1, otherTarget: 1, examples: [[12, 1]] },
    {
      part: 'test',
      other: 'training',
      rows: 2,
      otherTarget: 0,
      examples: [
        [17, 4],
        [18, 6],
      ],
    },
    { part: 'test', other: 'validation', rows: 1, otherTarget: 0, examples: [[16, 13]] },
  ]);
});

test('there are none where all are different', async () => {
  const lines = Array.from({ length: 20 }, (_, i) => `${i},${i % 2 ? 'a' : 'b'}`);
  expect(twinsIn(await tableOf(folder, ['x,y', ...lines], inOrder))).toEqual([]);
});
