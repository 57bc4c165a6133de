// Python's spelling of numbers, and code put together.
import { expect, test } from '@jest/globals';
import {
  called,
  expression,
  flag,
  followed,
  oneOrTuple,
  py,
  tuple,
} from '../../../src/export/pytorch/translation.js';

test('numbers', () => {
  expect([1e-7, 0.1, -3, Infinity, -Infinity, NaN].map(py)).toEqual([
    '1e-7',
    '0.1',
    '-3',
    'float("inf")',
    'float("-inf")',
    'float("nan")',
  ]);
  expect([tuple([1]), tuple([1, 2]), oneOrTuple([2, 2]), oneOrTuple([2, 3])]).toEqual([
    '(1,)',
    '(1, 2)',
    '2',
    '(2, 3)',
  ]);
  expect([flag(true), flag(false)]).toEqual(['True', 'False']);
});

test('code', () => {
  const pool = called('first', 'pool', 'nn.MaxPool2d(2)');
  expect(pool.init).toEqual(['self.pool = nn.MaxPool2d(2)']);
  const more = followed(pool, (x, layout) => [`${x} = F.relu(${x})  # ${layout}`]);
  expect(more.lines(['x'], 'y', 'last')).toEqual(['y = self.pool(x)', 'y = F.relu(y)  # first']);
  expect(expression('any', (x) => `${x} * 2`).lines(['x'], 'y', 'last')).toEqual(['y = x * 2']);
});
