// What a person calls a column, and what is said where there is none of that name.
import { expect, test } from '@jest/globals';
import { columnsOf } from '../../src/comparison/columns.js';
import { groupsOf } from '../../src/comparison/groups.js';
import { findColumn, pathColumn, throwUnknown } from '../../src/comparison/named.js';
import type { ReadRun } from '../../src/run/read.js';
import { makeRecord } from '../run/fixture.js';
import { run } from './runs.js';

const optimizer = { name: 'sgd', learning_rate: 0.01 };
const runs = [run('a', { spec: { ...makeRecord().spec, optimizer } })];
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

test('the nearest are named, where any is near', () => {
  const keys = sources.map(({ key }) => key);
  const said = (name: string): string => {
    try {
      return throwUnknown(keys, name, runs);
    } catch (error) {
      return (error as Error).message.replace(/^unknown column "[^"]*"; /, '');
    }
  };
  expect(said('val_acuracy')).toBe('did you mean "val_accuracy"?');
  expect(said('accuracy')).toBe('the nearest are val_accuracy, test_accuracy, train_accuracy');
  expect(said('learning_rate')).toBe('the nearest are optimizer.learning_rate');
  expect(said('optimizer.lr')).toBe('did you mean "optimizer.learning_rate"?');
  expect(said('something')).toBe(
    '`dlx compare --all` shows every column, and keys of specs are columns, as optimizer.learning_rate',
  );
  expect(() => throwUnknown(['x', 'y', 'y'], 'something')).toThrow(
    'unknown column "something"; expected one of x, y',
  );
  const many = Array.from({ length: 201 }, (_, i) => `a_metric_column_${i}`);
  expect(() => throwUnknown(many, 'column')).toThrow(
    /; the nearest are (?:a_metric_column_\d, ){4}a_metric_column_\d$/,
  );
});

test('a path of the specs is a column, where any of them has it', () => {
  const plain = run('b', { spec: { ...makeRecord().spec, optimizer: 'adam' } });
  const torn = { folder: 'runs/torn', damaged: 'it is empty' };
  const column = pathColumn([...runs, plain, torn], 'optimizer.learning_rate');
  expect([...runs, plain, torn].map((one) => column?.cell(one))).toEqual([0.01, null, null]);
  expect(pathColumn(runs, 'spec.optimizer.learning_rate')?.cell(runs[0] as ReadRun)).toBe(0.01);
  expect(pathColumn([plain], 'optimizer.learning_rate')).toBeUndefined();
  expect(pathColumn(runs, 'optimizer')).toBeUndefined();
  expect(pathColumn(runs, 'constructor.name')).toBeUndefined();
});
