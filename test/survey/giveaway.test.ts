import { describe, expect, test } from '@jest/globals';
import {
  correlation,
  ranks,
  tellsClasses,
  tellsNumber,
  tellsNumberByMeans,
} from '../../src/survey/giveaway.js';

const a = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3];
const b = [2.7, 1.8, 2.8, 1.8, 2.8, 4.5, 9, 0.4, 5, 2];

test('correlation and ranks are those of SciPy', () => {
  expect(correlation(a, b)).toBeCloseTo(0.0164265108652352, 12);
  expect([...ranks(a)]).toEqual([4.5, 1.5, 6, 1.5, 7.5, 10, 3, 9, 7.5, 4.5]);
  expect(correlation(ranks(a), ranks(b))).toBeCloseTo(0.2430780737450844, 12);
  expect(
    correlation(
      a,
      a.map(() => 2),
    ),
  ).toBe(0);
});

/** So many rows of a column and a target. */
const rows = (count: number, of: (i: number) => readonly [number, number]) => {
  const pairs = Array.from({ length: count }, (_, i) => of(i));
  return { values: Float64Array.from(pairs, ([x]) => x), targets: pairs.map(([, y]) => y) };
};

describe('classes', () => {
  test('are given away by a number that is above something where they are 1', () => {
    const of = (i: number) => [(i * 37) % 101, (i * 37) % 101 > 60 ? 1 : 0] as const;
    expect(
      tellsClasses(
        rows(400, of),
        rows(100, (i) => of(i + 7)),
        true,
      ),
    ).toMatchObject({
      by: 'majority',
    });
  });

  test('and by categories, of which one is another class in few rows', () => {
    // 2 of 100 are wrong, of 50 that the most frequent class gets wrong.
    const of = (i: number) => [i % 4, i % 50 === 0 ? 1 : (i % 4) % 2] as const;
    expect(tellsClasses(rows(400, of), rows(100, of), false)).toEqual({
      by: 'majority',
      train: 0.98,
      validation: 0.98,
    });
  });

  test.each<[string, (i: number) => readonly [number, number]]>([
    ['a number that says little', (i) => [(i * 37) % 101, (i * 53) % 7 > 3 ? 1 : 0]],
    ['one that is right in nine of ten rows', (i) => [i % 2, i % 10 === 0 ? 1 - (i % 2) : i % 2]],
    ['a class that is nearly always there', (i) => [i % 3, i % 100 === 0 ? 1 : 0]],
  ])('but not by %s', (_, of) => {
    expect(
      tellsClasses(
        rows(400, of),
        rows(100, (i) => of(i + 400)),
        true,
      ),
    ).toBeNull();
    expect(
      tellsClasses(
        rows(400, of),
        rows(100, (i) => of(i + 400)),
        false,
      ),
    ).toBeNull();
  });

  test('nor by a name of each row, which says nothing of the next one', () => {
    const of = (i: number) => [i, i % 2] as const;
    expect(
      tellsClasses(
        rows(400, of),
        rows(100, (i) => of(i + 400)),
        false,
      ),
    ).toBeNull();
  });

  test('what is missing may tell, too', () => {
    const of = (i: number) => [i % 2 ? NaN : (i * 37) % 101, i % 2] as const;
    expect(tellsClasses(rows(400, of), rows(100, of), true)).not.toBeNull();
  });

  test('of few rows nothing is said', () => {
    const of = (i: number) => [i % 2, i % 2] as const;
    expect(tellsClasses(rows(400, of), rows(19, of), false)).toBeNull();
    expect(tellsClasses(rows(400, of), rows(20, of), false)).not.toBeNull();
  });
});

describe('numbers', () => {
  test('are given away by the same in another unit, and by their logarithm', () => {
    const price = (i: number): number => 50 + ((i * 7919) % 1000);
    const dollars = (i: number) => [-1.17 * price(i) + 3, price(i)] as const;
    expect(tellsNumber(rows(200, dollars), rows(50, dollars))?.by).toBe('correlation');
    const logs = (i: number) => [Math.log(price(i) - 49.9), price(i)] as const;
    expect(tellsNumber(rows(200, logs), rows(50, logs))?.by).toBe('rank correlation');
  });

  test('but not by one with noise of a tenth of their spread', () => {
    const of = (i: number) => [(i * 7919) % 1000, ((i * 7919) % 1000) + ((i * 31) % 100)] as const;
    expect(tellsNumber(rows(200, of), rows(50, of))).toBeNull();
  });

  test('by categories that are they', () => {
    const of = (i: number) => [i % 5, 10 * (i % 5) ** 2] as const;
    expect(tellsNumberByMeans(rows(200, of), rows(50, of))).toEqual({
      by: 'means',
      train: 1,
      validation: 1,
    });
    const other = (i: number) => [i % 5, (i * 7919) % 1000] as const;
    expect(tellsNumberByMeans(rows(200, other), rows(50, other))).toBeNull();
  });
});
