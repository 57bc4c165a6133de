import { describe, expect, test } from '@jest/globals';
import { CellColumn } from '../../../src/dataset/table/cells.js';
import { parseIn, parseNumber, parseWritten, plain } from '../../../src/dataset/table/numbers.js';

test.each<[string, number]>([
  ['-1234.5', -1234.5],
  ['1e3', 1000],
  ['.5', 0.5],
  ['5.', 5],
  ['+2', 2],
  ['\u2212 3', NaN],
  ['\u22123', -3],
  ['\u00a07\u00a0', 7],
  ['7\u200b', 7],
  ['\u200e-7', -7],
  ['\ufeff\u22127\u2060', -7],
  ['1\u200b2', NaN],
  ['1,5', NaN],
  ['0x1f', NaN],
  ['', NaN],
  ['Infinity', NaN],
])('%j is %d', (cell, value) => {
  expect(parseNumber(cell)).toBe(value);
  expect(parseIn(cell, plain)).toBe(value);
});

describe('in a notation', () => {
  test.each<[string, '.' | ',', string | null, string | null, number]>([
    ['1.234,5', ',', '.', null, 1234.5],
    ['12.34,5', ',', '.', null, NaN],
    ['1,234,567', '.', ',', null, 1234567],
    ['12,34,567', '.', ',', null, 1234567],
    ['0,500', '.', ',', null, NaN],
    ['0,500', ',', null, null, 0.5],
    ['1\u202f234', '.', ' ', null, 1234],
    ['-$1,200', '.', ',', '$', -1200],
    ['$-5', '.', null, '$', -5],
    ['-$-5', '.', null, '$', NaN],
    ['70 kg', '.', null, 'kg', 70],
    ['70', '.', null, 'kg', NaN],
    ['1,5e-3 m', ',', null, 'm', 0.0015],
  ])('%j with %j, %j and %j is %d', (cell, decimal, thousands, unit, value) => {
    expect(parseIn(cell, { decimal, thousands, unit })).toBe(value);
  });

  test('a unit is told, or that there is none', () => {
    const written = { decimal: '.', thousands: null, units: ['m', 'km'] } as const;
    expect(parseWritten('5 km', written)).toEqual({ value: 5, unit: 'km' });
    expect(parseWritten('5', written)).toEqual({ value: 5, unit: null });
    expect(parseWritten('5 cm', written)).toBeNull();
  });
});

test('long cells cost no more than their length', () => {
  const spaces = ' '.repeat(2_000_000);
  expect(parseNumber(`${spaces}7${spaces}`)).toBe(7);
  expect(parseNumber(`1${spaces}2`)).toBeNaN();
  const column = new CellColumn('x', { as: 'open', written: null, missing: new Set() });
  expect(column.add('9'.repeat(2_000_000))).toBe(false);
  expect(column.add(`${'0'.repeat(2_000_000)}x`)).toBe(true);
  expect(column.add(`${'0'.repeat(2_000_000)}e1`)).toBe(true);
  expect(column.add('007')).toBe(true);
  expect(column.lost.zeros).toBe('007');
});
