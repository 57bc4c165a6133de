// What a kept model gives, beside what Keras counts of such a network: Dense(6) of 2 inputs has 18.
import { expect, test } from '@jest/globals';
import { modelValues } from '../../src/publishing/model-values.js';
import { frozen, owner } from './frozen.js';

test('layers, shapes, classes', () => {
  const values = modelValues(frozen(), owner);
  const of = (what: string) => values.find((one) => one.what === what);
  expect(of('parameters of dense (Dense)')).toMatchObject({ value: 18, labels: ['dense'] });
  expect(of('parameters of dense_1 (Dense)')).toMatchObject({ value: 21, labels: ['dense_1'] });
  expect(of('layers')?.value).toBe(3);
  expect(of('classes')?.value).toBe(3);
  expect(of('numbers that table has')?.value).toBe(2);
  expect(of('layers of Dense')?.value).toBe(2);
});

test('of a run without a model there are none', () => {
  expect(modelValues({ ...frozen(), model: null, judged: null }, owner)).toEqual([]);
});
