// Numbers as people write them, and what they are worth, by hand.
import { expect, test } from '@jest/globals';
import { isBare, numeralsIn, stepOf, writtenAs } from '../../src/publishing/numerals.js';

test.each<[string, readonly (readonly [string, number, number])[]]>([
  [
    '0.8812 and .5',
    [
      ['0.8812', 0.8812, 0.0001],
      ['.5', 0.5, 0.1],
    ],
  ],
  ['79,510 parameters', [['79,510', 79_510, 1]]],
  [
    "1'000 and 2\u202f000\u202f000",
    [
      ["1'000", 1000, 1],
      ['2\u202f000\u202f000', 2e6, 1],
    ],
  ],
  [
    '1.2 M, 79.5k',
    [
      ['1.2 M', 1.2e6, 1e5],
      ['79.5k', 79_500, 100],
    ],
  ],
  [
    '2 minutes, 90 s, 1.5 h',
    [
      ['2 minutes', 120, 60],
      ['90 s', 90, 1],
      ['1.5 h', 5400, 360],
    ],
  ],
  [
    '88,1 % or 0,881',
    [
      ['88,1 %', 88.1, 0.1],
      ['0,881', 0.881, 0.001],
    ],
  ],
  [
    '1e-3, 2.5 × 10^-4',
    [
      ['1e-3', 0.001, 0.001],
      ['2.5 × 10^-4', 0.00025, 0.00001],
    ],
  ],
  [
    '-0.5, −3 and 20-30',
    [
      ['-0.5', -0.5, 0.1],
      ['−3', -3, 1],
      ['20', 20, 1],
      ['30', 30, 1],
    ],
  ],
  ['584 MB', [['584 MB', 584e6, 1e6]]],
  ['adam-2, conv2d_1, v2, 3rd, F1, 16-bit', [['16', 16, 1]]],
])('%s', (text, expected) => {
  const found = numeralsIn(text, 0);
  expect(found.map((one) => one.text)).toEqual(expected.map(([written]) => written));
  found.forEach((one, i) => {
    expect(one.value).toBeCloseTo(expected[i]?.[1] ?? NaN, 10);
    expect(stepOf(one)).toBeCloseTo(expected[i]?.[2] ?? NaN, 12);
  });
});

test('shapes are one thing', () => {
  expect(numeralsIn('of 28 × 28 × 1 or 3x2', 5).map(({ shape, start }) => [shape, start])).toEqual([
    [[28, 28, 1], 8],
    [[3, 2], 23],
  ]);
});

test('units', () => {
  const units = numeralsIn('5 %, 1.2 points, 3x, 4 s, 7', 0).map(({ unit }) => unit);
  expect(units).toEqual(['percent', 'points', 'times', 'seconds', null]);
  expect(numeralsIn('5 and 5.0 and 5 s', 0).map(isBare)).toEqual([true, false, false]);
});

test.each([
  ['88.2 %', 88.12, '88.1 %'],
  ['79,511', 79_510, '79,510'],
  ['0.882', 0.8812, '0.881'],
  ['2 minutes', 185, '3 minutes'],
])('%s should have been of %d: %s', (text, value, expected) => {
  const [numeral] = numeralsIn(text, 0);
  expect(numeral && writtenAs(numeral, value)).toBe(expected);
});

test('a number of more digits than any has is told in as many as there are', () => {
  const [numeral] = numeralsIn(`0.${'9'.repeat(300)}`, 0);
  expect(numeral && writtenAs(numeral, 0.875)).toBe('0.87500000000000000000');
});

test.each(['０．９１％', '٠٫٩١٪', '۰٫۹۱٪', '०.९१%'])('%s is a number, too', (text) => {
  expect(numeralsIn(`is ${text}`, 0)).toMatchObject([{ value: 0.91, unit: 'percent', start: 3 }]);
});
