// Verdicts on scores that were made to have one, or none; and how often one falls where none should.
import { describe, expect, test } from '@jest/globals';
import { judged, seedsToSettle, type RatedRow } from '../../../src/comparison/statistics/judged.js';
import { isWhole } from '../../whole.js';
import { toldApart, type Setting } from '../../../tools/verdicts/simulated.js';

const row = (scores: readonly number[], more: Partial<RatedRow> = {}): RatedRow => ({
  scores: new Map(scores.map((score, seed) => [seed, score])),
  validation: scores.reduce((sum, score) => sum + score, 0) / scores.length,
  definition: 'accuracy',
  ...more,
});
const asked = { mode: 'max', practical: 0 } as const;

describe('a row', () => {
  const good = row([0.9, 0.91, 0.92, 0.9]);

  test('is worse, or better, than the one that validation puts first', () => {
    const bad = row([0.8, 0.81, 0.83, 0.8]);
    expect(judged([bad, good], asked)).toMatchObject({ against: good, pairs: 1 });
    const verdict = judged([bad, good], asked)?.of.get(bad);
    // Differences −0.1, −0.1, −0.09, −0.1: mean −0.0975, deviation 0.005, over 2.
    expect(verdict).toMatchObject({ verdict: 'worse', test: 'paired t' });
    expect(verdict && 'diff' in verdict && verdict.diff).toBeCloseTo(-0.0975, 12);
    const chosen = row([0.8, 0.81, 0.83, 0.8], { validation: 1 });
    expect(judged([good, chosen], asked)?.of.get(good)).toMatchObject({ verdict: 'better' });
    expect(judged([good, bad], { ...asked, mode: 'min' })?.of.get(good)).toMatchObject({
      verdict: 'worse',
    });
  });

  test('is within noise, with the seeds that would settle it', () => {
    const near = row([0.91, 0.9, 0.9, 0.91]);
    const verdict = judged([near, good], asked)?.of.get(near);
    expect(verdict).toMatchObject({ verdict: 'within noise' });
    expect(seedsToSettle(near, good, 1, asked)).toBeGreaterThan(4);
    expect(seedsToSettle(near, { ...good, definition: 'f1' }, 1, asked)).toBeNull();
  });

  test('differs by nothing that matters where the interval says so', () => {
    const near = row([0.9001, 0.9102, 0.9199, 0.9], { validation: 0.9 });
    const found = judged([near, good], { ...asked, practical: 0.01 });
    expect(found?.of.get(near)).toMatchObject({ verdict: 'no difference that matters' });
    // A difference must lie beyond what matters to be one.
    const bad = row([0.8, 0.81, 0.83, 0.8]);
    const other = judged([bad, good], { ...asked, practical: 0.097 });
    expect(other?.of.get(bad)).toMatchObject({ verdict: 'within noise' });
  });

  // Two one-sided tests in SciPy, each way of ttest_1samp: 0.0288649 of the pair with 0.005, and 0.99990
  // and 0.99995 of the two others, so that Holm's first is three times the least.
  test('differs by nothing that matters where that holds for all pairs of rows', () => {
    const one = row([0.9, 0.91, 0.92, 0.9, 0.915], { validation: 1 });
    const near = row([0.902, 0.913, 0.918, 0.905, 0.912]);
    const far = row([0.8, 0.82, 0.79, 0.81, 0.8]);
    const practical = { ...asked, practical: 0.005 };
    const alone = judged([one, near], practical)?.of.get(near);
    expect(alone).toMatchObject({ verdict: 'no difference that matters' });
    expect(alone && 'p' in alone && alone.p).toBeCloseTo(0.02886491325, 10);
    expect(judged([one, near, far], practical)?.of.get(near)).toMatchObject({
      verdict: 'within noise',
    });
    const wider = judged([one, near, far], { ...asked, practical: 0.009 })?.of.get(near);
    expect(wider).toMatchObject({ verdict: 'no difference that matters' });
  });

  test('of another definition, or without noise, has no verdict', () => {
    const other = row([0.8, 0.81, 0.83, 0.8], { definition: 'f1' });
    expect(judged([other, good], asked)?.of.get(other)).toMatchObject({ verdict: null });
    const constant = row([0.5, 0.51, 0.52, 0.5]);
    const shifted = row([0.25, 0.26, 0.27, 0.25].map((score) => score));
    const same = judged([row([0.5, 0.75]), row([0.25, 0.5])], asked);
    expect([...(same?.of.values() ?? [])]).toEqual([
      { verdict: null, why: 'the scores differ as much in all seeds, which shows no noise' },
    ]);
    expect(judged([constant, shifted], asked)?.of.size).toBe(1);
  });

  test('is held against the one that is named, corrected for the pairs with it alone', () => {
    const rows = [good, row([0.8, 0.81, 0.83, 0.8]), row([0.7, 0.9, 0.8, 0.6])];
    const [, named = good] = rows;
    expect(judged(rows, asked)).toMatchObject({ against: good, pairs: 3 });
    expect(judged(rows, asked, named)).toMatchObject({ against: named, pairs: 2 });
  });
});

test('one row, or rows without a validation score, are held against nothing', () => {
  expect(judged([row([0.5, 0.6])], asked)).toBeNull();
  const blind = { validation: NaN };
  expect(judged([row([0.5, 0.6], blind), row([0.5, 0.6], blind)], asked)).toBeNull();
});

describe('rows that are alike', () => {
  const tables = isWhole ? 10_000 : 400;
  // So many standard deviations of a share of 5 % lie above it by chance.
  const most = 0.05 + (isWhole ? 0.005 : 4 * Math.sqrt((0.05 * 0.95) / tables));
  const alike: Omit<Setting, 'rows' | 'seeds'> = {
    deviation: () => 1,
    mean: () => 0,
    correlation: 0,
    shared: null,
  };
  const kinds: Readonly<Record<string, Partial<Setting>>> = {
    'own seeds': {},
    'shared seeds': { shared: 0.3 },
    'test as validation': { correlation: 1 },
    'test much as validation, shared seeds': { correlation: 0.9, shared: 0.3 },
    'unequal spreads': { deviation: (at) => 1 + 3 * (at % 2), correlation: 0.9 },
    'unequal spreads, shared seeds': { deviation: (at) => 1 + at, correlation: 0.9, shared: 0.3 },
  };
  const cases = Object.keys(kinds).flatMap((kind) =>
    (isWhole ? [2, 3, 6, 10, 20] : [2, 6]).flatMap((rows) =>
      (isWhole ? [2, 3, 5, 10] : [2, 5]).map((seeds) => ({ kind, rows, seeds })),
    ),
  );

  test.each(cases)('$rows of $seeds seeds, $kind, are seldom told apart', (one) => {
    const setting = { ...alike, ...kinds[one.kind], rows: one.rows, seeds: one.seeds };
    expect(toldApart(setting, tables, 1)).toBeLessThanOrEqual(most);
  });

  test('and those that are not, are', () => {
    const apart = { ...alike, rows: 3, seeds: 10, mean: (at: number) => 3 * at };
    expect(toldApart(apart, 100, 2)).toBeGreaterThan(0.9);
  });
});
