import { expect, test } from '@jest/globals';
import { isKnownUnit, isTime, lookOf, oddAmongTimes } from '../../../src/dataset/table/looks.js';

test.each<[string, string]>([
  ['28,1', 'number'],
  ['1 200 €', 'number'],
  ['US$5', 'number'],
  ['36 months', 'number'],
  ['5 m²', 'number'],
  ['(1,200)', 'brackets'],
  ['$1.5M', 'amount'],
  ['<5', 'bound'],
  ['≥ 10', 'bound'],
  ['10+', 'bound'],
  ['1_234.5', 'number'],
  ['12.50-', 'foreign'],
  ['1.234,50\u2212', 'foreign'],
  ['0x1f', 'foreign'],
  ['0b101', 'foreign'],
  ['½', 'foreign'],
  ['1 ¾', 'foreign'],
  ['٣٤٫٥', 'foreign'],
  ['٣٬٤٥٠', 'foreign'],
  ['५६', 'foreign'],
  ['3-', 'foreign'],
  ['x²', 'word'],
  ['a1f3', 'word'],
  ['٣٤.٥', 'foreign'],
  ['１２', 'foreign'],
  ['∞', 'mark'],
  ['n/a', 'mark'],
  ['NaN', 'mark'],
  ['--', 'word'],
  ['2020-01-01', 'word'],
  ['12:30', 'word'],
  ['18-24', 'word'],
  ['A1', 'word'],
  ['1.2.3', 'word'],
])('%j looks like a %s', (text, kind) => {
  expect(lookOf(text).kind).toBe(kind);
});

test('units are known, or may be the name of something', () => {
  expect(['kg', '%', '$', 'EUR', 'A', 'st'].map(isKnownUnit)).toEqual([
    true,
    true,
    true,
    true,
    false,
    false,
  ]);
});

test('dates and times of day', () => {
  const times =
    '2024-01-31|2024/1/31|31.12.2024|1/2/24|2024-01-31T12:00:00Z|31.12.2024 8:15|12:30|8:15:09.5|8:15 pm';
  expect(times.split('|').filter((text) => !isTime(text))).toEqual([]);
  expect('1.2|1-2|2024|1.2.3.4|12:3|1-2.24|a 12:30'.split('|').filter(isTime)).toEqual([]);
});

test('texts are dates though some among them are none', () => {
  const dates = ['2026-01-01', '2026-02-01', '2026-03-01'];
  expect(oddAmongTimes(dates)).toBe('');
  expect(oddAmongTimes([...dates, 'soon'])).toBe(' (but for "soon")');
  expect(oddAmongTimes([...dates, 'soon', 'n.d.'])).toBe(' (but for "soon" …)');
  expect(oddAmongTimes(['2026-01-01', 'soon'])).toBeNull();
  expect(oddAmongTimes([])).toBeNull();
});
