// Distributions held to SciPy's (test/fixtures/make_statistics.py).
import { expect, test } from '@jest/globals';
import {
  expectedGreatest,
  fairTosses,
  tOfTails,
  tTails,
} from '../../../src/comparison/statistics/distributions.js';
import { statistics } from './fixture.js';

test.each(statistics.tails)('beyond t $t with $df degrees', ({ t, df, p }) => {
  expect(tTails(t, df) / p).toBeCloseTo(1, 9);
  expect(tTails(-t, df)).toBe(tTails(t, df));
});

test('beyond all there is nothing', () => {
  expect(tTails(Infinity, 3)).toBe(0);
});

test.each(statistics.quantiles)('the t of $p with $df degrees', ({ p, df, t }) => {
  expect(tOfTails(p, df)).toBeCloseTo(t, 7);
});

test.each(statistics.greatest)('the greatest of $k', ({ k, expected }) => {
  expect(expectedGreatest(k)).toBeCloseTo(expected, 8);
});

test('tosses are counted', () => {
  // 1 + 3 of 8 ways.
  expect(fairTosses(1, 3)).toBeCloseTo(0.5, 15);
  expect(fairTosses(3, 3)).toBe(1);
});
