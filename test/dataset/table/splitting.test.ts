// How a table's arguments say that it is split, by hand.
import { expect, test } from '@jest/globals';
import { besideColumns, splitOf } from '../../../src/dataset/table/splitting.js';
import type { TableArguments } from '../../../src/dataset/table/arguments.js';
import { readTagged, refusal } from '../fixtures.js';

const argumentsOf = (more: object): TableArguments =>
  readTagged({ name: 'csv', file: 'a.csv', target: 'y', ...more })
    .arguments as unknown as TableArguments;
const order = { by: 'order', column: null, fraction: 0.2, stratify: false };

test('of rows it is as written, and a fifth is for the test', () => {
  const args = argumentsOf({ validation_split: 0.3 });
  expect(splitOf(args)).toEqual({ arguments: args, testSplit: 0.2 });
  expect(splitOf(argumentsOf({ test_file: 'b.csv' })).testSplit).toBeNull();
  expect(splitOf(argumentsOf({ test_split: 0.1 })).testSplit).toBe(0.1);
  expect(besideColumns(args)).toEqual([]);
});

test('of windows a share alone is the last rows, by time where there is a column of it', () => {
  const split = (windows: object, more: object = {}) =>
    splitOf(argumentsOf({ windows: { length: 3, ...windows }, ...more }));
  expect(split({}).arguments.validation_split).toEqual(order);
  expect(split({ time: 't' }).arguments.validation_split).toEqual({
    ...order,
    by: 'time',
    column: 't',
  });
  expect(split({}, { test_split: { by: 'order', fraction: 0.5 } }).testSplit).toEqual({
    ...order,
    fraction: 0.5,
  });
});

test('columns are read that rows are put in order, grouped and split by, each once', () => {
  const windows = { length: 3, by: 'who', time: 't' };
  expect(besideColumns(argumentsOf({ windows })).toSorted()).toEqual(['t', 'who']);
  const group = { by: 'group', column: 'owner' };
  expect(besideColumns(argumentsOf({ validation_split: group, test_split: 0.1 }))).toEqual([
    'owner',
  ]);
});

test('windows are not drawn at random', async () => {
  const random = { by: 'random' };
  for (const more of [{ validation_split: random }, { test_split: random }]) {
    const args = argumentsOf({ windows: { length: 3 }, ...more });
    expect((await refusal(() => splitOf(args))).message).toMatch(/is by: random, and windows of a/);
  }
});
