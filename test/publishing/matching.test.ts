// Rounding: to the last digit that is written, half of it either way, and no further.
import { expect, test } from '@jest/globals';
import { matchesOf, isMisrounded, rightDigits } from '../../src/publishing/matching.js';
import { numeralsIn } from '../../src/publishing/numerals.js';
import { structureOf } from '../../src/publishing/segments.js';
import { valueOf } from '../../src/publishing/value.js';

const claimOf = (text: string, isAbout = false) => {
  const [segment] = structureOf(text).segments;
  const [numeral] = numeralsIn(text, 0);
  if (!segment || !numeral) throw new Error('no number');
  return { ...numeral, segment, isAbout };
};
const of = (value: number, kind: 'share' | 'count' | 'seconds' | 'score') =>
  valueOf({ value, kind, owner: { called: 'a', names: [] }, topics: ['x'], what: 'x' });

test.each([
  ['0.881', 0.8812, 'share', true],
  ['0.882', 0.8812, 'share', false],
  ['0.8815', 0.88145, 'share', true],
  ['0.8814', 0.88145, 'share', true],
  ['88.1 %', 0.8812, 'share', true],
  ['88 %', 0.8812, 'share', true],
  ['89 %', 0.8812, 'share', false],
  ['88.12', 0.8812, 'share', true],
  ['88.1 %', 88.12, 'score', false],
  ['20', 20, 'count', true],
  ['20.0', 20, 'count', false],
  ['20', 20.4, 'seconds', true],
  ['0.3 minutes', 20.4, 'seconds', true],
  ['79.5k', 79_510, 'count', true],
  ['79.6k', 79_510, 'count', false],
  ['1e999', 0.5, 'score', false],
] as const)('%s of %d as a %s: %s', (text, value, kind, expected) => {
  expect(matchesOf(claimOf(text), [of(value, kind)], false).length > 0).toBe(expected);
});

test('about so many', () => {
  expect(matchesOf(claimOf('80,000', true), [of(79_510, 'count')], false)).toHaveLength(1);
  expect(matchesOf(claimOf('80,000'), [of(79_510, 'count')], false)).toHaveLength(0);
  expect(matchesOf(claimOf('90,000', true), [of(79_510, 'count')], false)).toHaveLength(0);
});

test('a rounding that went wrong is off by a digit at most; counts are not rounded', () => {
  const match = (value: number, kind: 'share' | 'count') => ({ value: of(value, kind), factor: 1 });
  expect(isMisrounded(claimOf('0.882'), match(0.8812, 'share'))).toBe(true);
  expect(isMisrounded(claimOf('0.884'), match(0.8812, 'share'))).toBe(false);
  expect(isMisrounded(claimOf('21'), match(20, 'count'))).toBe(false);
  expect(rightDigits(claimOf('0.882'), match(0.8812, 'share'))).toBe('0.881');
});
