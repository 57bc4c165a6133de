import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { foldDifference, foldHalfInterval } from '../../../src/comparison/statistics/folds.js';
import { judged, seedsToSettle } from '../../../src/comparison/statistics/judged.js';
import { intervalOf, probabilityOf } from '../../../src/comparison/statistics/tests.js';
import { root } from '../../folders.js';
import { foldsToldApart } from '../../../tools/verdicts/simulated-folds.js';

// What SciPy says, as test/fixtures/make_folds.py wrote it.
const { tests } = JSON.parse(readFileSync(join(root, 'test/fixtures/folds.json'), 'utf8')) as {
  readonly tests: readonly {
    readonly a: readonly number[];
    readonly b: readonly number[];
    readonly overlap: number;
    readonly diff: number;
    readonly error: number;
    readonly df: number;
    readonly p: number;
    readonly interval: readonly [number, number];
    readonly half: number;
  }[];
};

const byFold = (values: readonly number[], first = 1): ReadonlyMap<string, number> =>
  new Map(values.map((value, i) => [`1/${i + first}`, value]));

test.each(tests)('the corrected t-test of $df + 1 folds is that of SciPy', (one) => {
  const found = foldDifference(byFold(one.a), byFold(one.b), one.overlap);
  expect(found).toMatchObject({ test: 'corrected paired t', df: one.df });
  if (!found) throw new Error('no difference');
  expect(found.diff).toBeCloseTo(one.diff, 12);
  expect(found.standardError).toBeCloseTo(one.error, 12);
  expect(probabilityOf(found) / one.p).toBeCloseTo(1, 7);
  intervalOf(found).forEach((bound, i) => expect(bound).toBeCloseTo(one.interval[i] ?? NaN, 10));
  const differences = one.a.map((value, i) => value - (one.b[i] ?? NaN));
  expect(foldHalfInterval(differences, one.overlap)).toBeCloseTo(one.half, 10);
});

test('folds that both have are paired, wherever they stand', () => {
  // Folds 2 and 3 alone: differences 0.1 and 0.3.
  const found = foldDifference(byFold([0.5, 0.6, 0.8]), byFold([0.5, 0.5, 0.9], 2), 0.5);
  expect(found?.diff).toBeCloseTo(0.2, 12);
  // s² = 0.02; (1/2 + 1/2) 0.02.
  expect(found?.standardError).toBeCloseTo(Math.sqrt(0.02), 12);
});

describe('nothing is known', () => {
  test.each([
    ['of folds that differ by a sample each', byFold([0.02, 0.03]), byFold([0.01, 0.02])],
    ['of folds that share one', byFold([0.1, 0.2]), byFold([0.2, 0.3], 2)],
    ['of folds that differ as much in all', byFold([0.5, 0.25]), byFold([0.75, 0.5])],
  ])('%s', (_, a, b) => {
    expect(foldDifference(a, b, 0.25)).toBeNull();
    const row = (scores: ReadonlyMap<string, number>, validation: number) => ({
      scores,
      validation,
      definition: '',
      overlap: 0.25,
    });
    const rows = [row(a, 1), row(b, 0)];
    const of = judged(rows, { mode: 'max', practical: 0 })?.of;
    expect([...(of?.values() ?? [])]).toEqual([
      { verdict: null, why: expect.stringMatching(/^the scores differ as much in all folds/) },
    ]);
  });
});

test('rows of folds are held against each other with the correction, and no seeds would settle it', () => {
  const [one] = tests;
  if (!one) throw new Error('no fixture');
  const row = (values: readonly number[], validation: number) => ({
    scores: byFold(values),
    validation,
    definition: '',
    overlap: one.overlap,
  });
  const rows = [row(one.b, 1), row(one.a, 0)] as const;
  const found = judged(rows, { mode: 'max', practical: 0 });
  const verdict = found?.of.get(rows[1]);
  expect(verdict).toMatchObject({
    test: 'corrected paired t',
    verdict: one.p < 0.05 ? 'worse' : 'within noise',
  });
  expect(verdict && 'p' in verdict ? verdict.p : NaN).toBeCloseTo(one.p, 9);
  expect(seedsToSettle(rows[0], rows[1], 1, { mode: 'max', practical: 0 })).toBeNull();
});

test('learners that are alike are seldom told apart, and would be often without the correction', () => {
  const folding = { rows: 60, folds: 5, repeats: 4 } as const;
  // 5 % and four standard errors of 300 tables at most; docs/verdicts.md has more of them.
  const most = 0.05 + 4 * Math.sqrt((0.05 * 0.95) / 300);
  expect(foldsToldApart({ ...folding, corrected: true }, 300, 1)).toBeLessThan(most);
  expect(foldsToldApart({ ...folding, corrected: false }, 300, 1)).toBeGreaterThan(2 * most);
});
