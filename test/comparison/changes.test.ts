// What one spec changes of another.
import { expect, test } from '@jest/globals';
import { changesBetween } from '../../src/comparison/changes.js';
import { makeRecord } from '../run/fixture.js';

const { spec } = makeRecord();
const changed = (changes: object) =>
  changesBetween(makeRecord(), makeRecord({ id: 'b', spec: { ...spec, ...changes } }));

test('names the keys that differ, each before and after', () => {
  expect(changed({})).toEqual({});
  expect(changed({ name: 'other', seed: 7, tags: ['x'] })).toEqual({});
  expect(changed({ batch_size: 64 })).toEqual({ batch_size: [32, 64] });
  expect(changed({ early_stopping: { patience: 2 } })).toEqual({
    'early_stopping.patience': [null, 2],
  });
  expect(changed({ optimizer: { name: 'adam', learning_rate: 0.01 } })).toEqual({
    optimizer: ['adam', 'adam(0.01)'],
  });
});

test('of the models only the layers that differ', () => {
  const model = [
    'Flatten',
    { Dense: { units: 50, activation: 'relu' }, name: 'hidden' },
    { Dense: { units: 10, activation: 'softmax' } },
  ];
  expect(changed({ model })).toEqual({ model: ['Dense 100 relu', 'Dense 50 relu'] });
});
