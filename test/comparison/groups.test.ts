// Which runs share a row, and what a cell of it holds; means and deviations by hand.
import { describe, expect, test } from '@jest/globals';
import { cellOf, groupsOf, isReplicated, single } from '../../src/comparison/groups.js';
import type { Cell } from '../../src/comparison/written.js';
import type { ReadRun } from '../../src/run/read.js';
import { run } from './runs.js';

const trial = (name: string, seed: number, group = 'a', more: Parameters<typeof run>[1] = {}) =>
  run(name, { seed, hashes: { spec: name.repeat(8), group }, ...more });

const names = (runs: readonly ReadRun[]): readonly (readonly string[])[] =>
  groupsOf(runs).map((group) =>
    group.runs.map((one) => ('record' in one ? one.record.name : 'damaged')),
  );

describe('the rows', () => {
  test('are trials, by the seeds of their runs, where the first of each stood', () => {
    const runs = [
      trial('x', 1, 'b'),
      trial('c', 3),
      trial('a', 1),
      trial('y', 2, 'c'),
      trial('b', 2),
    ];
    expect(names(runs)).toEqual([['x'], ['a', 'b', 'c'], ['y']]);
  });

  test('hold of two runs of one seed the later one, and the folders of both', () => {
    const early = trial('early', 1, 'a', { started: '2026-01-01T00:00:00.000Z' });
    const late = trial('late', 1, 'a', { started: '2026-01-02T00:00:00.000Z' });
    const other = trial('other', 2);
    expect(names([late, early, other])).toEqual([['late', 'other']]);
    expect(groupsOf([late, early, other])[0]?.folders).toEqual([
      late.folder,
      early.folder,
      other.folder,
    ]);
    // Of one seed alone there are no replicates.
    expect(names([late, early])).toEqual([['late'], ['early']]);
  });

  test('hold what did not finish, or cannot be read, one by one', () => {
    const torn = { folder: 'runs/torn', damaged: 'its run.json is empty' };
    const running = trial('running', 3, 'a', { state: 'running' });
    expect(names([trial('a', 1), running, torn, trial('b', 2)])).toEqual([
      ['a', 'b'],
      ['running'],
      ['damaged'],
    ]);
  });

  test('are replicated from two runs on', () => {
    expect(isReplicated(single(trial('a', 1)))).toBe(false);
    expect(groupsOf([trial('a', 1), trial('b', 2)]).map(isReplicated)).toEqual([true]);
  });
});

describe('a cell', () => {
  const cell = (values: readonly Cell[], numeric = true) => {
    const runs = values.map((_, i) => trial(`r${i}`, i));
    return cellOf(
      { runs, folders: [] },
      (one) => values[runs.findIndex((other) => other === one)] ?? null,
      numeric,
    );
  };

  test('of one run holds its value', () => {
    expect(cell([0.25])).toEqual({ value: 0.25 });
    expect(cell([null])).toEqual({ value: null });
  });

  test('of several holds their mean and sample standard deviation', () => {
    // Mean 5; squares 9 + 1 + 1 + 1 + 0 + 0 + 4 + 16 = 32, over 7.
    expect(cell([2, 4, 4, 4, 5, 5, 7, 9])).toEqual({ value: 5, spread: Math.sqrt(32 / 7), n: 8 });
    expect(cell([1, 2])).toEqual({ value: 1.5, spread: Math.SQRT1_2, n: 2 });
  });

  test('of equal values holds just that, without what rounding would make of it', () => {
    expect(cell([0.1, 0.1, 0.1])).toEqual({ value: 0.1, spread: 0, n: 3 });
  });

  test('holds nothing where one of the runs has no number', () => {
    expect(cell([1, null, 3])).toEqual({ value: null });
  });

  test('of words holds what the runs have in common, or a few of what they have', () => {
    expect(cell(['relu', 'relu'], false)).toEqual({ value: 'relu' });
    expect(cell([1, null, 'auto', 1], false)).toEqual({ value: '1, –, auto' });
    expect(cell(['a', 'b', 'c', 'd', 'e', 'f'], false)).toEqual({ value: 'a, b, c, d, e, …' });
  });
});
