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
  const [numbers, ...others] = found.numbers;
  expect(others).toEqual([]);
  expect(numbers?.training).toMatchObject({ count: 3 * windows });
  // The first window is followed by the rows 4, 5 and 6.
  expect(numbers?.training?.min).toBeCloseTo(40, 3);
});

test('several columns are told of one by one, each in its own units', async () => {
  const lines = Array.from({ length: 20 }, (_, i) => `${(i * 7) % 20},${i},${1000 - 10 * i}`);
  const data = await tableOf(folder, ['x,near,far', ...lines], {
    ...inOrder,
    target: { near: { scale: 'standard' }, far: { scale: 'standard' } },
  });
  const found = targetSurvey(data);
  if (found.kind !== 'number') throw new Error('they are numbers');
  expect(found.numbers.map(({ name }) => name)).toEqual(['near', 'far']);
  // Twelve rows train, the next four validate.
  const [near, far] = found.numbers;
  expect(near?.training?.max).toBeCloseTo(11, 4);
  expect([far?.training?.min, far?.training?.max].map((one) => Math.round(one ?? 0))).toEqual([
    890, 1000,
  ]);
  expect(far?.validation?.count).toBe(4);
});

test('labels are counted in each part', async () => {
  const lines = Array.from({ length: 20 }, (_, i) => `${i},${i % 2 === 0 ? 'a' : 'a;b'}`);
  const data = await tableOf(folder, ['x,y', ...lines], {
    ...inOrder,
    target: { y: { type: 'labels', separator: ';' } },
  });
  expect(targetSurvey(data)).toEqual({
    name: 'y',
    kind: 'labels',
    labels: [
      { name: 'a', training: 12, validation: 4, test: 4 },
      { name: 'b', training: 6, validation: 2, test: 2 },
    ],
  });
});
