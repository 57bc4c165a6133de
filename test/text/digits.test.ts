import { expect, test } from '@jest/globals';
import { digitsText, probabilityText, toDigits } from '../../src/text/digits.js';

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

test('a probability has two digits, and is small without more of them', () => {
  expect([0.0144851, 0.5, 1, 0.00012345, 3.7e-8, 0].map(probabilityText)).toEqual([
    '0.014',
    '0.5',
    '1',
    '0.00012',
    '< 0.0001',
    '< 0.0001',
  ]);
});
