import { describe, expect, test } from '@jest/globals';
import { fc } from '../drawn.js';
import {
  columnsOf,
  splitData,
  splitArguments,
  type CutArguments,
  type CutColumns,
  type Share,
  type SplitArguments,
} from '../../src/dataset/split.js';
import { accepts, checkPlain } from '../../src/words/check.js';
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
    const parts = (testSplit: number | null) =>
      splitData({ count: 100, classes: null, arguments: usual, testSplit });
    expect([...parts(0.2).test]).not.toEqual([...parts(null).validation]);
  });
});

const cut = (more: Partial<CutArguments>): CutArguments => ({
  by: 'order',
  column: null,
  fraction: 0.2,
  stratify: false,
  ...more,
});

// Rows 0 … 9: times that fall, of which three are alike, and groups of 4, 1, 3 and 2.
const times = [9, 8, 7, 6, 5, 3, 3, 3, 1, 0];
const groups = [...'aaaabcccdd'];
const columns: CutColumns = {
  times: () => ({ values: times, shown: (row) => String(times[row]), isDate: false }),
  groups: () => groups,
};
const splitBy = (validation_split: Share, testSplit: Share | null = null) =>
  splitData({
    count: 10,
    classes: null,
    arguments: { ...usual, validation_split },
    testSplit,
    columns,
  });

describe('how parts are cut', () => {
  test('by order: the last rows as they stand, first for the test, then for validation', () => {
    const split = splitBy(cut({ fraction: 0.25 }), 0.2);
    expect([...split.test]).toEqual([8, 9]);
    expect([...split.validation]).toEqual([6, 7]);
    expect([...split.train]).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test('by time: the last ones by a column, and those of one time on both sides are told', () => {
    const by = cut({ by: 'time', column: 'at' });
    const split = splitBy(by);
    expect([...split.validation]).toEqual([0, 1]);
    expect(split.notes).toEqual([]);
    const tied = splitBy({ ...by, fraction: 0.6 });
    // The last six: 9, 8, 7, 6, 5 and the last row of the three with 3.
    expect([...tied.validation]).toEqual([0, 1, 2, 3, 4, 7]);
    expect(tied.notes).toEqual([
      'the validation part begins at "3", which 3 rows share: by their order 2 of them are before it',
    ]);
  });

  test('by group: no group is on both sides, and the share is approached', () => {
    for (let split_seed = 0; split_seed < 30; split_seed += 1) {
      const split = splitData({
        count: 10,
        classes: null,
        arguments: { ...usual, split_seed, validation_split: cut({ by: 'group', column: 'who' }) },
        testSplit: cut({ by: 'group', column: 'who', fraction: 0.3 }),
        columns,
      });
      const of = (rows: Int32Array) => new Set([...rows].map((row) => groups[row]));
      const parts = [of(split.train), of(split.validation), of(split.test)];
      expect(parts.reduce((sum, part) => sum + part.size, 0)).toBe(4);
      expect(parts.every((part) => part.size > 0)).toBe(true);
      // 3 of 10 rows: the group of 3, those of 1 and 2, or one that leaves the share one off.
      expect(Math.abs(split.test.length - 3)).toBeLessThanOrEqual(1);
    }
  });

  test('a share alone for the test part is cut as validation is, and random by itself', () => {
    expect([...splitBy(cut({}), 0.3).test]).toEqual([7, 8, 9]);
    expect([...splitBy(cut({ by: 'random' })).validation]).toEqual([...splitBy(0.2).validation]);
    expect(
      columnsOf({ ...usual, validation_split: cut({ by: 'time', column: 'at' }) }, 0.1),
    ).toEqual(['at']);
  });

  test('is written as a share, or as a mapping with its defaults', () => {
    const kind = splitArguments.validation_split;
    expect(checkPlain(kind, { by: 'time', column: 'at' })).toEqual(
      cut({ by: 'time', column: 'at' }),
    );
    expect(checkPlain(kind, 0.3)).toBe(0.3);
    for (const wrong of [0, 1, 'order', {}, { by: 'time', colum: 'at' }, { by: 'date' }]) {
      expect([wrong, accepts(kind, wrong)]).toEqual([wrong, false]);
    }
  });
});

describe('a split that cannot be', () => {
  test.each<[Share, RegExp]>([
    [cut({ by: 'time' }), /^validation_split is by: time and names no column: add column:/],
    [cut({ column: 'at' }), /is by: order, which goes by no column: remove column/],
    [cut({ stratify: true }), /is by: order, which takes whole stretches .*remove stratify/],
    [cut({ fraction: 0.95 }), /validation_split 0.95 of 10 rows takes 10 and leaves none/],
  ])('%j', async (share, message) => {
    expect((await refusal(() => splitBy(share))).message).toMatch(message);
  });

  test('by a column of data that has none, or by the one group that there is', async () => {
    const of = (more: object) => () =>
      splitData({
        count: 10,
        classes: null,
        arguments: { ...usual, validation_split: cut({ by: 'group', column: 'who' }) },
        testSplit: null,
        ...more,
      });
    expect((await refusal(of({}))).message).toBe(
      'validation_split is by: group, and this data has no columns: say by: order or by: random',
    );
    const one = { ...columns, groups: () => groups.map(() => 'a') };
    expect((await refusal(of({ columns: one }))).message).toMatch(
      /^validation_split by "who" needs two groups at least, and all 10 rows are of "a"/,
    );
  });

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

describe('the split of a fold', () => {
  const count = 120;
  const classes = Array.from({ length: count }, (_, row) => row % 3);
  const groups = Array.from({ length: count }, (_, row) => `g${row % 10}`);
  const times = Array.from({ length: count }, (_, row) => (row * 7) % count);
  const columns: CutColumns = {
    times: () => ({ values: times, shown: String, isDate: false }),
    groups: () => groups,
  };
  const of = (
    fold: Partial<NonNullable<SplitArguments['fold']>>,
    args: Partial<SplitArguments> = {},
    testSplit: Share | null = null,
  ) => {
    const whole = { folds: 5, by: 'random', column: null, fold: 1, repeat: 1, ...fold } as const;
    return splitData({
      count,
      classes,
      arguments: { ...usual, ...args, fold: whole },
      testSplit,
      columns,
    });
  };

  test('has its rows as the test part, and the validation part out of the rest', () => {
    const parts = Array.from({ length: 5 }, (_, i) => of({ fold: i + 1 }));
    for (const { train, validation, test: held } of parts) {
      // 120 / 5, and a fifth of the other 96, rounded up.
      expect([train.length, validation.length, held.length]).toEqual([76, 20, 24]);
      expect(new Set([...train, ...validation, ...held]).size).toBe(count);
    }
    const held = parts.flatMap((part) => [...part.test]);
    expect(held.toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
  });

  test('leaves what is set aside for the test alone, the same rows as without folds', () => {
    const aside = splitData({ count, classes, arguments: usual, testSplit: 0.25 }).test;
    const all = Array.from({ length: 5 }, (_, i) => of({ fold: i + 1 }, {}, 0.25));
    const used = new Set(all.flatMap((part) => [...part.train, ...part.validation, ...part.test]));
    expect(used.size).toBe(90);
    expect([...aside].some((row) => used.has(row))).toBe(false);
  });

  test('cuts a share for validation as the folds are', () => {
    const grouped = of({ by: 'group', column: 'who' });
    const ofPart = (rows: Int32Array) => new Set(Array.from(rows, (row) => groups[row]));
    const [one, two, three] = [grouped.train, grouped.validation, grouped.test].map(ofPart);
    expect((one?.size ?? 0) + (two?.size ?? 0) + (three?.size ?? 0)).toBe(10);
    const timed = of({ by: 'time', column: 'when', fold: 3 });
    const range = (rows: Int32Array) => {
      const own = Array.from(rows, (row) => times[row] ?? 0);
      return [Math.min(...own), Math.max(...own)];
    };
    // TimeSeriesSplit: 20 rows each; fold 3 holds out 60 … 79, of the rest a fifth is for validation.
    expect([timed.train, timed.validation, timed.test].map(range)).toEqual([
      [0, 47],
      [48, 59],
      [60, 79],
    ]);
    const strata = of({ by: 'stratified' });
    expect(counts(strata.validation, classes).every((n) => n === 6 || n === 7)).toBe(true);
    expect(
      columnsOf(
        { ...usual, fold: { folds: 2, by: 'group', column: 'who', fold: 1, repeat: 1 } },
        null,
      ),
    ).toEqual(['who']);
  });

  test('keeps a validation part that the data has', () => {
    const {
      validation,
      train,
      test: held,
    } = splitData({
      count,
      classes,
      arguments: { ...usual, fold: { folds: 4, by: 'random', column: null, fold: 2, repeat: 1 } },
      testSplit: null,
      validation: Int32Array.of(3, 5),
    });
    expect([[...validation], train.length, held.length]).toEqual([[3, 5], 88, 30]);
  });

  test('is refused where the data has no columns, or nothing is left to validate on', () => {
    expect(() =>
      splitData({
        count,
        classes,
        arguments: { ...usual, fold: { folds: 2, by: 'group', column: 'who', fold: 1, repeat: 1 } },
        testSplit: null,
      }),
    ).toThrow('cross_validation is by: group, and this data has no columns');
    expect(() => of({ folds: 119, by: 'order', fold: 1 })).toThrow(
      'validation_split 0.2 of 1 row takes 1 and leaves none to train on',
    );
  });
});
