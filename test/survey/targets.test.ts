import { expect, test } from '@jest/globals';
import { targetSurvey } from '../../src/survey/targets.js';
import { temporaryFolder } from '../dataset/fixtures.js';
import { inOrder, tableOf } from './data.js';

const folder = temporaryFolder();

test('classes are counted in each part', async () => {
  const lines = Array.from({ length: 20 }, (_, i) => `${i},${'abc'[i % 3]}`);
  const data = await tableOf(folder, ['x,y', ...lines], inOrder);
  expect(targetSurvey(data)).toEqual({
    name: 'y',
    kind: 'classes',
    classes: [
      { name: 'a', training: 4, validation: 2, test: 1 },
      { name: 'b', training: 4, validation: 1, test: 2 },
      { name: 'c', training: 4, validation: 1, test: 1 },
    ],
  });
});

test('numbers that several windows ahead have are in their own units', async () => {
  const lines = Array.from({ length: 60 }, (_, i) => `${i},${10 * i}`);
  const data = await tableOf(folder, ['x,y', ...lines], {
    target: { y: { scale: 'standard' } },
    windows: { length: 4, horizon: 3 },
  });
  const found = targetSurvey(data);
  if (found.kind !== 'number') throw new Error('y is a number');
  const windows = data.train.rows.length;
  expect(found.training).toMatchObject({ count: 3 * windows });
  // The first window is followed by the rows 4, 5 and 6.
  expect(found.training?.min).toBeCloseTo(40, 3);
});
