import { expect, test } from '@jest/globals';
import { toDigits } from '../../src/text/digits.js';

test('numbers keep so many digits, and no zeros behind them', () => {
  expect(toDigits(135.41000366210938, 7)).toBe(135.41);
  expect(toDigits(0.000123456, 4)).toBe(0.0001235);
  expect(toDigits(-98765, 2)).toBe(-99000);
  expect(toDigits(3403, 7)).toBe(3403);
  expect(toDigits(0, 4)).toBe(0);
});
