import { expect, test } from '@jest/globals';
import { linearTicks, logTicks, tickText } from '../../../src/render/svg/ticks.js';

test.each([
  [0, 1, 5, [0, 0.2, 0.4, 0.6, 0.8, 1]],
  [0.13, 0.31, 4, [0.15, 0.2, 0.25, 0.3]],
  [1, 20, 5, [5, 10, 15, 20]],
  [-2, 2, 4, [-2, -1, 0, 1, 2]],
  [3, 3, 5, [3]],
  [0, 1e9, 2, [0, 5e8, 1e9]],
])('from %d to %d, about %d', (low, high, count, ticks) => {
  expect(linearTicks(low, high, count)).toEqual(ticks);
});

test.each([
  [0.01, 100, 4, [0.01, 0.1, 1, 10, 100]],
  [0.5, 30, 5, [0.5, 1, 2, 5, 10, 20]],
  [1e-9, 1, 4, [1e-9, 1e-6, 1e-3, 1]],
])('by logarithm from %d to %d', (low, high, count, ticks) => {
  expect(logTicks(low, high, count)).toEqual(ticks);
});

test.each([
  [0.1 + 0.2, '0.3'],
  [0, '0'],
  [1e6, '1e6'],
  [2.5e-7, '2.5e-7'],
  [-0.5, '-0.5'],
])('%d is written', (value, text) => {
  expect(tickText(value)).toBe(text);
});
