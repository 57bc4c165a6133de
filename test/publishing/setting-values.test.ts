// The numbers of a spec, by their keys.
import { expect, test } from '@jest/globals';
import { settingValues } from '../../src/publishing/setting-values.js';
import { frozen, owner } from './frozen.js';

test('with every default where the model is there', () => {
  const values = settingValues(frozen(), owner);
  const of = (topic: string) => values.filter(({ topics }) => topics[0] === topic);
  expect(of('batch_size').map(({ value }) => value)).toEqual([32]);
  expect(of('rate')).toMatchObject([{ value: 0.1, topics: ['rate', 'Dropout'], named: true }]);
  expect(of('learning_rate').map(({ value }) => value)).toEqual([0.001]);
  expect(of('seed')).toEqual([]);
});

test('as written where it is not', () => {
  const values = settingValues({ ...frozen(), model: null }, owner);
  expect(values.map(({ what, value }) => [what, value])).toContainEqual([
    'model.0.Dense.units of its spec',
    6,
  ]);
  expect(values.some(({ topics }) => topics[0] === 'learning_rate')).toBe(false);
});
