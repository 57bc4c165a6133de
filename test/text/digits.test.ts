import { expect, test } from '@jest/globals';
import { digitsText, toDigits } from '../../src/text/digits.js';

test('numbers keep so many digits, and no zeros behind them', () => {
  expect(toDigits(135.41000366210938, 7)).toBe(135.41);
  expect(toDigits(0.000123456, 4)).toBe(0.0001235);
  expect(toDigits(-98765, 2)).toBe(-99000);
  expect(toDigits(3403, 7)).toBe(3403);
  expect(toDigits(0, 4)).toBe(0);
});

test.each([
  [0.104, 2, '0.10'],
  [0.0125, 2, '0.013'],
  [0.7089912, 4, '0.7090'],
  [1, 4, '1.000'],
  [0, 4, '0.000'],
  [-0.5, 2, '-0.50'],
  [12, 2, '12'],
  [3403.6, 2, '3400'],
  [99.96, 3, '100'],
])('%d with %i digits is %s', (value, digits, text) => {
  expect(digitsText(value, digits)).toBe(text);
});
