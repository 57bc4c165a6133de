// Rows cut in two; sizes as scikit-learn has them.
import { describe, expect, test } from '@jest/globals';
import {
  groupRows,
  lastRows,
  orderOf,
  randomRows,
  stratifiedRows,
} from '../../src/dataset/cuts.js';

const rows = (count: number): Int32Array => Int32Array.from({ length: count }, (_, i) => i);
const key = { seed: 7, stream: 1 };

test('rows are taken out of those that are given, whatever their numbers', () => {
  const some = Int32Array.of(3, 5, 8, 9);
  for (const { kept, taken } of [
    randomRows(some, 2, key),
    lastRows(some, 2, null),
    stratifiedRows(some, 2, key, [0, 0, 0, 0, 0, 1, 0, 0, 0, 1]),
  ]) {
    expect([...kept, ...taken].sort((a, b) => a - b)).toEqual([...some]);
    expect(taken).toHaveLength(2);
  }
  expect([...lastRows(some, 2, [0, 0, 0, 9, 0, 7, 0, 0, 8, 7]).taken]).toEqual([3, 8]);
});

test('equal times keep their order', () => {
  expect([...orderOf(rows(5), [2, 1, 2, 1, 0])]).toEqual([4, 1, 3, 0, 2]);
});

describe('whole groups', () => {
  // GroupShuffleSplit of scikit-learn 1.5 takes ceil(share × groups) of groups of one size.
  test.each([
    [10, 4, 0.2, 2],
    [10, 4, 0.5, 5],
    [5, 7, 0.4, 2],
    [4, 1, 0.25, 1],
  ])('of %i groups of %i, a share of %d is %i groups', (count, size, share, wanted) => {
    const groups = [...rows(count * size)].map((row) => String(row % count));
    const cut = groupRows(rows(count * size), Math.ceil(count * size * share), key, groups);
    expect(cut?.taken).toHaveLength(wanted * size);
    expect(new Set([...(cut?.taken ?? [])].map((row) => groups[row])).size).toBe(wanted);
  });

  test('one that is larger than all that is wanted leaves the smallest', () => {
    const groups = [...'aaaaaaaabbbbbbb'];
    const cut = groupRows(rows(15), 1, key, groups);
    expect(new Set([...(cut?.taken ?? [])].map((row) => groups[row]))).toEqual(new Set(['b']));
  });

  test('a single group cannot be cut', () => {
    expect(groupRows(rows(4), 1, key, [...'aaaa'])).toBeNull();
  });
});
