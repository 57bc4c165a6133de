import { expect, test } from '@jest/globals';
import { isKeyName, splitGroups } from '../../src/survey/groups.js';

test.each(['patient', 'Patient ID', 'user_id', 'deviceId', 'sensors', 'shop-key', 'id'])(
  '%s is the name of a key',
  (name) => expect(isKeyName(name)).toBe(true),
);

test.each(['age', 'width', 'idea', 'paid', 'monkey', 'price', 'keyboard'])('%s is not', (name) =>
  expect(isKeyName(name)).toBe(false),
);

const keys = (
  train: readonly number[],
  validation: readonly number[],
  test: readonly number[],
) => ({
  train: train.map(String),
  validation: validation.map(String),
  test: test.map(String),
});

test('groups of two parts are counted', () => {
  const split = keys([1, 1, 2, 2, 3, 3, 4, 5], [1, 6, 6], [2, 3, 6]);
  expect(splitGroups(split, true)).toEqual({ groups: 6, validation: 1, test: 2 });
});

test('what is nearly all different makes no groups, nor what has few values', () => {
  expect(splitGroups(keys([1, 2, 3, 4], [5, 6], [7, 8]), true)).toBeNull();
  expect(splitGroups(keys([1, 1, 2, 2, 3], [1, 2], [3]), true)).toBeNull();
});

test('a column whose name says nothing must have a group in fifty rows', () => {
  const many = Array.from({ length: 1000 }, (_, i) => i % 10);
  expect(splitGroups(keys(many, [1], [2]), false)).toBeNull();
  expect(splitGroups(keys(many, [1], [2]), true)).toMatchObject({ groups: 10 });
});

test('a cell without a value is no group', () => {
  const split = {
    train: ['', '', 'a', 'b', 'c', 'd', 'e'],
    validation: ['', 'a', 'a'],
    test: [''],
  };
  expect(splitGroups(split, true)).toEqual({ groups: 5, validation: 1, test: 0 });
});
