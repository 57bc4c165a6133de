// What a person calls a column, and what is said where there is none of that name.
import { expect, test } from '@jest/globals';
import { columnsOf } from '../../src/comparison/columns.js';
import { groupsOf } from '../../src/comparison/groups.js';
import { findColumn, throwUnknown } from '../../src/comparison/named.js';
import { run } from './runs.js';

const runs = [run('a')];
const sources = columnsOf({ runs, groups: groupsOf(runs) }, [], 'val_accuracy');

test.each([
  ['val_accuracy', 'val_accuracy'],
  ['val accuracy', 'val_accuracy'],
  ['Val-Accuracy', 'val_accuracy'],
  ['s/epoch', 'seconds_per_epoch'],
  ['accuracy', undefined],
])('%s', (name, key) => {
  expect(findColumn(sources, name)?.key).toBe(key);
});

test('the nearest is named, else all, of very many the first', () => {
  const keys = sources.map(({ key }) => key);
  expect(() => throwUnknown(keys, 'val_acuracy')).toThrow(
    'unknown column "val_acuracy"; did you mean "val_accuracy"?',
  );
  expect(() => throwUnknown(['x', 'y', 'y'], 'something')).toThrow(
    'unknown column "something"; expected one of x, y',
  );
  const many = Array.from({ length: 201 }, (_, i) => `k${i}`);
  expect(() => throwUnknown(many, 'something')).toThrow(/k0, k1, .*, … and 1 more$/);
});
