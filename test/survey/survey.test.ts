import { expect, test } from '@jest/globals';
import { surveyOf } from '../../src/survey/survey.js';
import { temporaryFolder } from '../dataset/fixtures.js';
import { inOrder, tableOf } from './data.js';

const folder = temporaryFolder();

test('a number has its range in its own units, of training and validation alone', async () => {
  const lines = Array.from({ length: 20 }, (_, i) => `${i},${i === 19 ? 1e6 : 100 + i}`);
  const data = await tableOf(folder, ['x,y', ...lines], {
    ...inOrder,
    target: { y: { scale: 'standard' } },
    target_type: 'number',
  });
  const survey = surveyOf(data, []);
  expect(survey.parts).toEqual({ training: 12, validation: 4, test: 4 });
  const { target } = survey;
  if (target.kind !== 'number') throw new Error('y is a number');
  expect(target.numbers[0]?.training?.mean).toBeCloseTo(105.5, 3);
  expect(target.numbers[0]?.validation?.max).toBeCloseTo(115, 3);
  // The test part, of which row 19 is, has been shown nowhere.
  expect(JSON.stringify(survey)).not.toMatch(/1000000|1e\+?6/);
  expect(survey.examples.map(({ row, target: y }) => [row, Number(y)])).toEqual([
    [0, 100],
    [3, 103],
    [7, 107],
    [11, 111],
  ]);
});

test('what only reading could tell is a note once', async () => {
  const lines = Array.from({ length: 20 }, (_, i) => `${i},${i / 3}`);
  const data = await tableOf(folder, ['x,y', ...lines], { ...inOrder, target_type: 'number' });
  const noted = { ...data, notes: ['of the header', 'of a sample'], foundNotes: ['of a sample'] };
  expect(surveyOf(noted, []).notes).toEqual(['of the header', 'of a sample']);
});
