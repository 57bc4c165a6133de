// How sure a difference is: held to SciPy's and statsmodels' numbers (test/fixtures/make_statistics.py).
import { describe, expect, test } from '@jest/globals';
import {
  differenceOf,
  halfInterval,
  haveSameSeeds,
  holm,
  intervalOf,
  mcnemar,
  probabilityOf,
  seedsNeeded,
  type Scores,
} from '../../../src/comparison/statistics/tests.js';
import { statistics } from './fixture.js';

const scores = (values: readonly number[], from = 0): Scores =>
  new Map(values.map((value, i) => [from + i, value]));

describe('two rows', () => {
  // What is of another unit is as sure; squares of such small variances are 0.
  test.each([2 ** -430, 2 ** -300, 2 ** 100])('are as far apart in units of %d', (unit) => {
    const [a, b] = [
      [0.1, 0.2, 0.4],
      [0.15, 0.8],
    ];
    const found = differenceOf(scores(a), scores(b, 1000));
    const other = differenceOf(
      scores(a.map((one) => one * unit)),
      scores(
        b.map((one) => one * unit),
        1000,
      ),
    );
    if (!found || !other) throw new Error('no difference');
    expect(other.df).toBe(found.df);
    expect(probabilityOf(other)).toBeCloseTo(probabilityOf(found), 12);
    expect(intervalOf(other)[0] / unit).toBeCloseTo(intervalOf(found)[0], 12);
  });

  test.each(statistics.pairs.map((one, i) => [i, one] as const))(
    'of case %i differ as SciPy says',
    (_, { paired, a, b, t, df, p, interval }) => {
      const found = differenceOf(scores(a), scores(b, paired ? 0 : 1000));
      expect(found?.test).toBe(paired ? 'paired t' : 'Welch t');
      if (!found) throw new Error('no difference');
      expect(found.df).toBeCloseTo(df, 9);
      expect(found.diff / found.standardError).toBeCloseTo(t, 8);
      expect(probabilityOf(found)).toBeCloseTo(p, 10);
      const [low, high] = intervalOf(found);
      expect(low).toBeCloseTo(interval[0] ?? NaN, 9);
      expect(high).toBeCloseTo(interval[1] ?? NaN, 9);
    },
  );

  test('are paired by their seeds, whatever their order', () => {
    const a = new Map([
      [1, 0.5],
      [2, 0.75],
    ]);
    const b = new Map([
      [2, 0.5],
      [1, 0.375],
    ]);
    expect(haveSameSeeds(a, b)).toBe(true);
    // 0.125 and 0.25: mean 0.1875, deviation √2/16, over √2.
    expect(differenceOf(a, b)).toEqual({
      test: 'paired t',
      diff: 0.1875,
      standardError: 0.0625,
      df: 1,
    });
    expect(
      haveSameSeeds(
        a,
        new Map([
          [1, 0],
          [3, 0],
        ]),
      ),
    ).toBe(false);
    expect(haveSameSeeds(a, new Map([[1, 0]]))).toBe(false);
  });

  test('whose scores are all the same do not differ, and do not vary', () => {
    const found = differenceOf(scores([0.1, 0.1, 0.1]), scores([0.1, 0.1, 0.1]));
    expect(found).toMatchObject({ diff: 0, standardError: 0 });
    expect(found && probabilityOf(found)).toBe(1);
    expect(found && intervalOf(found)).toEqual([0, 0]);
  });

  test('that differ by one value in each seed say nothing of noise', () => {
    expect(differenceOf(scores([0.5, 0.75]), scores([0.25, 0.5]))).toBeNull();
    expect(differenceOf(scores([0.5, 0.5]), scores([0.25, 0.25], 9))).toBeNull();
  });

  test('that differ by one sample of a hundred in each seed say nothing of noise, however it is rounded', () => {
    const counts = [...Array(99).keys()];
    const found = counts.flatMap((one) =>
      counts.map((other) =>
        differenceOf(
          scores([(one + 1) / 100, (other + 1) / 100]),
          scores([one / 100, other / 100]),
        ),
      ),
    );
    expect(new Set(found)).toEqual(new Set([null]));
    const float32 = [0.6222222, 0.7222222].map(Math.fround);
    expect(
      differenceOf(scores(float32), scores([0.6111111, 0.7111111].map(Math.fround))),
    ).toBeNull();
  });

  test('that float32 alone tells apart do not differ', () => {
    const [one, other] = [scores([0.31, 0.75]), scores([0.31, 0.75].map(Math.fround))];
    expect(differenceOf(one, other)).toMatchObject({ diff: 0, standardError: 0 });
  });

  test('that vary by more than rounding are told apart', () => {
    // Differences 1e-5 and 2e-5: mean 1.5e-5, deviation 1e-5/√2, over √2.
    const found = differenceOf(scores([0.50001, 0.75002]), scores([0.5, 0.75]));
    expect(found?.standardError).toBeCloseTo(5e-6, 12);
  });

  test('differ by more than what matters only with what lies beyond it', () => {
    const found = { test: 'paired t', diff: -0.03, standardError: 0.01, df: 9 } as const;
    const less = { ...found, diff: 0.02 };
    expect(probabilityOf(found, 0.01)).toBeCloseTo(probabilityOf(less), 14);
    expect(probabilityOf(found, 0.03)).toBe(1);
  });
});

test('a mean has its interval', () => {
  // Mean 5, deviation √(32/7), t of 7 degrees of freedom 2.364624 (tables).
  expect(halfInterval([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(2.364624 * Math.sqrt(32 / 7 / 8), 5);
  // SciPy's t.interval of a scale of 0 is nan.
  expect(halfInterval([3, 3])).toBeNull();
});

test.each(statistics.holm)('$p are corrected as statsmodels does', ({ p, corrected }) => {
  const found = holm(p);
  expect(found).toHaveLength(corrected.length);
  found.forEach((one, i) => expect(one).toBeCloseTo(corrected[i] ?? NaN, 12));
});

test.each(statistics.mcnemar)('$first against $second', ({ first, second, p }) => {
  expect(mcnemar(first, second)).toBeCloseTo(p, 12);
});

describe('seeds that would settle it', () => {
  const found = { test: 'paired t', diff: 0.5, standardError: 0.5, df: 3 } as const;

  test('are the first at which the difference is as many standard errors', () => {
    // A deviation of 1. For an effect of 0.5, 5 % and 80 %, n = 34 by the noncentral t (statsmodels'
    // TTestPower().solve_power(0.5, alpha=0.05, power=0.8): 33.37); this approximation is near it.
    const n = seedsNeeded(found, 4, { level: 0.05 }) ?? NaN;
    expect(Math.abs(n - 33.37)).toBeLessThan(1.7);
  });

  test('are none for what does not differ, or by less than matters', () => {
    expect(seedsNeeded({ ...found, diff: 0 }, 4, { level: 0.05 })).toBeNull();
    expect(seedsNeeded(found, 4, { level: 0.05, practical: 0.5 })).toBeNull();
    expect(seedsNeeded({ ...found, diff: 0.001 }, 4, { level: 0.05 })).toBeNull();
    expect(seedsNeeded({ ...found, standardError: 0 }, 4, { level: 0.05 })).toBeNull();
  });
});
