import { expect, test } from '@jest/globals';
import { joinedTargets, targetParts } from '../../../src/dataset/table/several-targets.js';
import type { CsvTarget } from '../../../src/dataset/table/target.js';

const column = (train: readonly number[], test: readonly number[] | null): CsvTarget => ({
  classes: null,
  train: Float32Array.from(train),
  test: test && Float32Array.from(test),
  scale: null,
});

test('columns become rows of as many numbers', () => {
  const scale = { mean: 5, deviation: 2 };
  const [a, b] = [{ ...column([1, 2, 3], [7]), scale }, column([10, 20, 30], [70])];
  expect(joinedTargets([a, b])).toEqual({
    classes: null,
    train: Float32Array.of(1, 10, 2, 20, 3, 30),
    test: Float32Array.of(7, 70),
    scale: [scale, null],
  });
  expect(joinedTargets([b, b]).scale).toBeNull();
  expect(joinedTargets([column([1], null), column([2], null)]).test).toBeNull();
  // One column is what it was.
  expect(joinedTargets([a])).toBe(a);
});

test('what is told of each is of its own values, before they were standardised', () => {
  const scaled = { ...column([-1, 1], null), scale: { mean: 5, deviation: 4 } };
  const parts = targetParts(
    ['a', 'b'],
    [column([1, 9], [0]), column([2, 3], null)],
    [scaled, column([2, 3], null)],
  );
  expect(parts.map(({ name, values: { min, max }, scale }) => [name, min, max, scale])).toEqual([
    ['a', 0, 9, scaled.scale],
    ['b', 2, 3, null],
  ]);
});
