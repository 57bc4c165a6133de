// What is written behind options that take a score, as numbers.
import { expect, test } from '@jest/globals';
import { numberGiven, practicalGiven } from '../../src/commands/number-given.js';

test.each([
  [undefined, undefined],
  ['0.005', 0.005],
  ['5e-3', 0.005],
  ['0', 0],
])('%j is %j', (written, value) => {
  expect(practicalGiven(written)).toBe(value);
});

test.each(['', ' ', 'x', '-1', 'NaN', 'Infinity', '0.1,0.2'])('%j is no difference', (written) => {
  expect(() => practicalGiven(written)).toThrow(
    `--practical needs a difference in the score, as 0.005, got ${JSON.stringify(written)}`,
  );
});

test('a score may be less than nothing', () => {
  expect(numberGiven('-0.5', 'a score')).toBe(-0.5);
});
