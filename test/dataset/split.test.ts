import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { splitData, splitRows, type SplitArguments } from '../../src/dataset/split.js';
import { refusal } from './fixtures.js';

const usual: SplitArguments = { validation_split: 0.2, split_seed: 42, stratify: false };

function counts(rows: Int32Array, classes: readonly number[]): number[] {
  const result = Array.from({ length: Math.max(...classes) + 1 }, () => 0);
  for (const row of rows) result[classes[row] ?? 0]! += 1;
  return result;
}

describe('a split', () => {
  test.each([
    // [rows, share, taken] as scikit-learn 1.5 counts them: ceil(n * share), of doubles.
    [60_000, 0.2, 12_000],
    [10, 0.25, 3],
    [11, 0.2, 3],
    [150, 0.33, 50],
    [100, 0.07, 8],
    [2, 0.01, 1],
  ])('of %i rows by %d takes %i', (count, fraction, taken) => {
    const split = splitData({
      count,
      classes: null,
      arguments: { ...usual, validation_split: fraction },
      testSplit: null,
    });
    expect([split.train.length, split.validation.length, split.test.length]).toEqual([
      count - taken,
      taken,
      0,
    ]);
  });

  test('is complete, disjoint and ascending, with or without a test part, stratified or not', () => {
    const property = fc.property(
      fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 8, maxLength: 60 }),
      fc.record({
        validation_split: fc.double({ min: 0.05, max: 0.5, noNaN: true }),
        split_seed: fc.nat(),
        stratify: fc.boolean(),
      }),
      fc.option(fc.double({ min: 0.05, max: 0.5, noNaN: true })),
      (classes, args, testSplit) => {
        const {
          train,
          validation,
          test: held,
        } = splitData({ count: classes.length, classes, arguments: args, testSplit });
        for (const part of [train, validation, held]) {
          expect([...part]).toEqual([...part].sort((a, b) => a - b));
        }
        expect([...train, ...validation, ...held].sort((a, b) => a - b)).toEqual(
          classes.map((_, row) => row),
        );
        expect(held.length > 0).toBe(testSplit !== null);
      },
    );
    fc.assert(property, { numRuns: 100 });
  });

  test('depends on its seed and on nothing else', () => {
    const validation = (split_seed: number): number[] => [
      ...splitData({
        count: 1000,
        classes: null,
        arguments: { ...usual, split_seed },
        testSplit: null,
      }).validation,
    ];
    expect(validation(42)).toEqual(validation(42));
    expect(validation(43)).not.toEqual(validation(42));
    // Rows are drawn, not cut off: of 200 random ones of 1000, about 100 lie in the first half
    // (five deviations are 32).
    expect(Math.abs(validation(42).filter((row) => row < 500).length - 100)).toBeLessThan(32);
  });

  test('takes the rows that Philox and Fisher-Yates give, so old runs keep their split', () => {
    // From a second implementation: Philox4x32-10 and Fisher-Yates in Python, key (42,
    // FNV-1a("split/validation")).
    expect([
      ...splitData({ count: 20, classes: null, arguments: usual, testSplit: null }).validation,
    ]).toEqual([0, 8, 13, 17]);
  });

  test('gives each class its share, rounded by the largest remainder', () => {
    // 10 rows: 5, 3 and 2 of the classes. ceil(10 * 0.25) = 3 to take; shares 1.5, 0.9, 0.6: one
    // for class 0, and the two left go to the remainders 0.9 (class 1) and 0.6 (class 2).
    const classes = [0, 1, 0, 2, 0, 1, 0, 2, 0, 1];
    const split = splitData({
      count: 10,
      classes,
      arguments: { validation_split: 0.25, split_seed: 7, stratify: true },
      testSplit: null,
    });
    expect(counts(split.validation, classes)).toEqual([1, 1, 1]);
    expect(counts(split.train, classes)).toEqual([4, 2, 1]);
  });

  test('breaks ties of remainders towards the lower class', () => {
    // Two of each class and ceil(6 * 0.3) = 2 to take: each share is 2/3.
    const split = splitData({
      count: 6,
      classes: [2, 1, 0, 2, 1, 0],
      arguments: { validation_split: 0.3, split_seed: 1, stratify: true },
      testSplit: null,
    });
    expect(counts(split.validation, [2, 1, 0, 2, 1, 0])).toEqual([1, 1, 0]);
  });

  test('stratifies the test part and the validation part alike', () => {
    const classes = Array.from({ length: 100 }, (_, row) => (row % 10 === 0 ? 1 : 0));
    const split = splitData({
      count: 100,
      classes,
      arguments: { ...usual, validation_split: 0.25, stratify: true },
      testSplit: 0.2,
    });
    expect(counts(split.test, classes)).toEqual([18, 2]);
    expect(counts(split.validation, classes)).toEqual([18, 2]);
    expect(counts(split.train, classes)).toEqual([54, 6]);
  });

  test('uses different rows for the test part than for the validation part of the same data', () => {
    const rows = Int32Array.from({ length: 100 }, (_, row) => row);
    const taken = (purpose: 'test' | 'validation'): number[] => [
      ...splitRows({ rows, purpose, fraction: 0.2, seed: 42, classes: null }).taken,
    ];
    expect(taken('test')).not.toEqual(taken('validation'));
  });
});

describe('a split that cannot be', () => {
  test('says how many rows it would take', async () => {
    expect(
      await refusal(() =>
        splitData({ count: 1, classes: null, arguments: usual, testSplit: null }),
      ),
    ).toEqual({
      message:
        'validation_split 0.2 of 1 row takes 1 and leaves none to train on: use more data or a smaller validation_split',
      exitCode: 1,
    });
    expect(
      await refusal(() => splitData({ count: 2, classes: null, arguments: usual, testSplit: 0.5 })),
    ).toMatchObject({
      message:
        'validation_split 0.2 of 1 row takes 1 and leaves none to train on: use more data or a smaller validation_split',
    });
    expect(
      await refusal(() => splitData({ count: 4, classes: null, arguments: usual, testSplit: 0.9 })),
    ).toMatchObject({
      message:
        'test_split 0.9 of 4 rows takes 4 and leaves none to train on: use more data or a smaller test_split',
    });
  });

  test('by classes of a target that has none is refused', async () => {
    expect(
      await refusal(() =>
        splitData({
          count: 10,
          classes: null,
          arguments: { ...usual, stratify: true },
          testSplit: null,
        }),
      ),
    ).toEqual({
      message: 'stratify: true needs classes, but the target is a number: remove stratify',
      exitCode: 1,
    });
  });
});
