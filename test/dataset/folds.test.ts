import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { holdOut, type Fold, type FoldKeys } from '../../src/dataset/folds.js';
import { allRows } from '../../src/dataset/split.js';
import { root } from '../folders.js';

// What scikit-learn says, as test/fixtures/make_folds.py wrote it.
const fixture = JSON.parse(readFileSync(join(root, 'test/fixtures/folds.json'), 'utf8')) as {
  readonly random: readonly {
    readonly count: number;
    readonly folds: number;
    readonly sizes: readonly { readonly train: number; readonly test: number }[];
  }[];
  readonly stratified: readonly {
    readonly classes: readonly number[];
    readonly folds: number;
    readonly counts: readonly (readonly number[])[];
  }[];
  readonly group: readonly {
    readonly groups: readonly number[];
    readonly folds: number;
    readonly sizes: readonly number[];
  }[];
  readonly time: readonly {
    readonly count: number;
    readonly folds: number;
    readonly parts: readonly {
      readonly train: readonly number[];
      readonly test: readonly number[];
    }[];
  }[];
};

type Ways = Partial<Omit<FoldKeys, 'key'>> & { readonly by: Fold['by']; readonly repeat?: number };

function keysOf({ by: _, repeat = 1, ...ways }: Ways): FoldKeys {
  const none = { classes: null, groups: null, times: null, together: false };
  return { ...none, ...ways, key: { seed: 42, stream: repeat } };
}

function foldsOf(rows: Int32Array, folds: number, ways: Ways) {
  const { by, repeat = 1 } = ways;
  return Array.from({ length: folds }, (_, i) =>
    holdOut(rows, { folds, by, column: null, fold: i + 1, repeat }, keysOf(ways)),
  );
}

describe('every row is held out once, and learned from in all other folds', () => {
  const rows = allRows(60).map((row) => 3 * row + 1);
  const classes = Int32Array.from({ length: 200 }, (_, row) => row % 4);
  const groups = Array.from({ length: 200 }, (_, row) => `g${row % 11}`);

  test.each([
    ['random', {}],
    ['stratified', { classes }],
    ['group', { groups }],
  ] as const)('%s', (by, keys) => {
    const found = foldsOf(rows, 7, { by, ...keys });
    const held = found.flatMap(({ taken }) => [...taken]);
    expect(held.toSorted((a, b) => a - b)).toEqual([...rows]);
    for (const { kept, taken } of found) {
      expect([...kept, ...taken].toSorted((a, b) => a - b)).toEqual([...rows]);
      expect([...taken]).toEqual([...taken].toSorted((a, b) => a - b));
    }
  });
});

test.each(fixture.random)('$folds folds of $count rows are of the sizes of KFold', (one) => {
  const found = foldsOf(allRows(one.count), one.folds, { by: 'random' });
  expect(found.map(({ kept, taken }) => ({ train: kept.length, test: taken.length }))).toEqual(
    one.sizes,
  );
});

test.each(fixture.stratified)('each of $folds folds has the classes of StratifiedKFold', (one) => {
  const { classes, folds, counts } = one;
  const kinds = [...new Set(classes)].toSorted((a, b) => a - b);
  const found = foldsOf(allRows(classes.length), folds, { by: 'stratified', classes });
  expect(
    found.map(({ taken }) =>
      kinds.map((kind) => taken.filter((row) => classes[row] === kind).length),
    ),
  ).toEqual(counts);
});

test.each(fixture.group)('$folds folds of groups are of the sizes of GroupKFold', (one) => {
  const { folds, sizes } = one;
  const groups = one.groups.map(String);
  const found = foldsOf(allRows(groups.length), folds, { by: 'group', groups });
  expect(found.map(({ taken }) => taken.length)).toEqual(sizes);
  for (const { kept, taken } of found) {
    const held = new Set(Array.from(taken, (row) => groups[row]));
    expect(kept.some((row) => held.has(groups[row]))).toBe(false);
  }
});

test.each(fixture.time)(
  '$folds folds of $count rows in order are those of TimeSeriesSplit',
  (one) => {
    const { count, folds, parts } = one;
    const found = foldsOf(allRows(count), folds, { by: 'order' });
    expect(found.map(({ kept, taken }) => ({ train: [...kept], test: [...taken] }))).toEqual(parts);
    // By their times where they lie in another order.
    const times = Array.from({ length: count }, (_, row) => count - row);
    const turned = foldsOf(allRows(count), folds, { by: 'time', times });
    const mirrored = (all: readonly number[]) => all.map((row) => count - 1 - row).toReversed();
    expect(turned.map(({ kept, taken }) => ({ train: [...kept], test: [...taken] }))).toEqual(
      parts.map((part) => ({ train: mirrored(part.train), test: mirrored(part.test) })),
    );
  },
);

test('rows of one time stay together where series are measured together', () => {
  // Four times of three rows: two folds of 12 rows would begin at rows 4 and 8.
  const times = [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3];
  const found = foldsOf(allRows(12), 2, { by: 'time', times, together: true });
  expect(found.map(({ kept, taken }) => [[...kept], [...taken]])).toEqual([
    [
      [0, 1, 2],
      [3, 4, 5],
    ],
    [
      [0, 1, 2, 3, 4, 5],
      [6, 7, 8, 9, 10, 11],
    ],
  ]);
});

test('another repeat has other folds, the same one the same', () => {
  const of = (repeat: number) =>
    foldsOf(allRows(50), 5, { by: 'random', repeat }).map(({ taken }) => [...taken]);
  expect(of(1)).toEqual(of(1));
  expect(of(2)).not.toEqual(of(1));
});

describe('what cannot be cut is refused', () => {
  const hold = (count: number, folds: number, ways: Ways) => () =>
    foldsOf(allRows(count), folds, ways);

  test.each([
    [hold(3, 4, { by: 'random' }), /of 4 folds by: random needs 4 rows at least, and there are 3/],
    [hold(3, 3, { by: 'order' }), /needs 4 rows at least, and there are 3/],
    [
      hold(9, 3, { by: 'stratified', classes: [1, 1, 1, 1, 1, 0, 0, 1, 1] }),
      /needs 3 rows of each class at least, and the class 0 \(counted from 0\) has 2: use fewer folds/,
    ],
    [
      hold(9, 3, {
        by: 'stratified',
        classes: [1, 1, 1, 1, 1, 0, 0, 1, 1],
        classNames: ['Ulm', 'Bonn'],
      }),
      /needs 3 rows of each class at least, and the class "Ulm" has 2: use fewer folds/,
    ],
    [
      // The rarest one, by which it is seen how many folds there can be.
      hold(12, 4, { by: 'stratified', classes: [0, 0, 0, 1, 1, 2, 2, 2, 2, 2, 2, 2] }),
      /the class 1 \(counted from 0\) has 2: use fewer folds, 2 at most$/,
    ],
    [
      hold(6, 2, { by: 'stratified', classes: [0, 0, 0, 1, 0, 0] }),
      /the class 1 \(counted from 0\) has 1: two folds want by: random, or other rows$/,
    ],
    [
      hold(4, 3, { by: 'group', groups: 'aaaa'.split('') }),
      /has 1 in these rows: two folds want by: random, or other rows$/,
    ],
    [hold(3, 4, { by: 'order' }), /there are 3: use fewer folds, 2 at most$/],
    [hold(2, 2, { by: 'order' }), /there are 2: two folds want more rows$/],
    [
      hold(9, 5, { by: 'time', times: [0, 0, 0, 1, 1, 1, 2, 2, 2], together: true }),
      /use fewer folds, 2 at most$/,
    ],
    [hold(9, 3, { by: 'stratified' }), /needs classes, but the target is none/],
    [
      hold(9, 3, { by: 'group', groups: 'aaaabbbbb'.split('') }),
      /needs 3 groups at least, and null has 2 in these rows/,
    ],
    [
      hold(9, 2, { by: 'time', times: [0, 0, 0, 0, 0, 0, 0, 0, 1], together: true }),
      /needs more times than folds/,
    ],
  ])('%#', (work, message) => {
    expect(work).toThrow(message);
  });
});
