// Which rows are looked at of data that is larger than memory; what fits is looked at whole.
import { expect, test } from '@jest/globals';
import { lookedAt } from '../../src/survey/sampled.js';
import { surveyOf } from '../../src/survey/survey.js';
import { temporaryFolder } from '../dataset/fixtures.js';
import { inOrder, tableOf } from './data.js';

const folder = temporaryFolder();
const lines = ['x,y', ...Array.from({ length: 50 }, (_, i) => `${i},${i / 3}`)];

test('rows at equal distances of each part that has more', async () => {
  const args = { ...inOrder, target_type: 'number', stream: true };
  const { data, note } = lookedAt(await tableOf(folder, lines, args), 10);
  // 30, 10 and 10 rows.
  expect([...data.train.rows]).toEqual([0, 3, 6, 9, 12, 15, 18, 21, 24, 27]);
  expect(data.validation.rows).toHaveLength(10);
  expect(note).toMatch(/^the data is larger than memory: of each part 10 rows at most/);
  const { target } = surveyOf(data, []);
  expect(target).toMatchObject({
    kind: 'number',
    numbers: [{ training: { count: 10, max: expect.closeTo(9) } }],
  });
});

test('what fits into memory is looked at whole', async () => {
  const data = await tableOf(folder, lines, { ...inOrder, target_type: 'number' });
  expect(lookedAt(data, 10)).toEqual({ data, note: null });
});
