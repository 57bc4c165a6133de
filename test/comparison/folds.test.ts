import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareRuns } from '../../src/comparison/comparison.js';
import { foldNotes, foldScores, foldsOf } from '../../src/comparison/folds.js';
import { groupsOf } from '../../src/comparison/groups.js';
import { judge } from '../../src/comparison/judging.js';
import { verdictsOf } from '../../src/comparison/verdicts.js';
import type { RunRecord } from '../../src/run/record.js';
import { root } from '../folders.js';
import { makeRecord, scored } from '../run/fixture.js';
import { run } from './runs.js';

const { tests } = JSON.parse(readFileSync(join(root, 'test/fixtures/folds.json'), 'utf8')) as {
  readonly tests: readonly {
    readonly a: readonly number[];
    readonly b: readonly number[];
    readonly overlap: number;
    readonly diff: number;
    readonly p: number;
    readonly interval: readonly [number, number];
  }[];
};

const of = (
  fold: number,
  folds: number,
  repeat = 1,
): NonNullable<RunRecord['cross_validation']> => ({
  id: 'cafe',
  folds,
  repeats: 1,
  by: 'random',
  column: null,
  fold,
  repeat,
});

const data = makeRecord().data;
const sizes = { ...data, train: 72, validation: 18, test: 10 };

/** A run a fold with these test accuracies; its parts are such that 10 rows are scored for 90. */
const folded = (name: string, accuracies: readonly number[], seed = 1) =>
  accuracies.map((accuracy, i) =>
    run(`${name}${i + 1}-${seed}`, {
      name,
      seed,
      hashes: { spec: `${name}${i}${seed}`, group: name },
      cross_validation: of(i + 1, accuracies.length),
      data: { ...sizes, test: sizes.test + (i === 0 ? 1 : i === 1 ? -1 : 0) },
      ...scored(0.5, accuracy, 0.5, accuracy),
    }),
  );

const asked = { metric: 'accuracy', mode: 'max', practical: 0 } as const;
const [ten] = tests.filter(({ a }) => a.length === 10);
if (!ten) throw new Error('no fixture of ten folds');

test('folds are one row, whatever their sizes, with the interval and verdict of SciPy', () => {
  const runs = [...folded('a', ten.a), ...folded('b', ten.b)];
  const { tables } = compareRuns(runs, {}, judge);
  expect(tables.length).toBe(1);
  const rows = tables[0]?.rows ?? [];
  expect(rows.map(({ n, folds }) => [n, folds?.done, folds?.isWhole])).toEqual([
    [10, 10, true],
    [10, 10, true],
  ]);
  const groups = groupsOf(runs);
  const found = verdictsOf(groups, asked);
  const [worse] = [...(found?.of.values() ?? [])];
  // b is better on average in the fixture, so a is held against it.
  expect(worse).toMatchObject({ test: 'corrected paired t', needs_seeds: null });
  const { p = NaN, diff = NaN, interval = [NaN, NaN] } = worse && 'p' in worse ? worse : {};
  expect(p / ten.p).toBeCloseTo(1, 6);
  expect(diff).toBeCloseTo(ten.diff, 10);
  interval.forEach((bound, i) => expect(bound).toBeCloseTo(ten.interval[i] ?? NaN, 9));
  expect(tables[0]?.notes.join('\n')).toMatch(
    /verdicts are on test accuracy by fold \(corrected paired t\).*\n.*\(1\/n \+ 0\.11\)/,
  );
  expect(tables[0]?.notes.join('\n')).toMatch(
    /read the test set \d+ times, those of folds each what its fold holds out$/m,
  );
});

test('the seeds of a fold count as one, by their mean', () => {
  // Twice the same folds with another seed, as much above as below: the same means.
  const shifted = (by: number) => ten.a.map((value) => value + by);
  const runs = [
    ...folded('a', shifted(0.01), 1),
    ...folded('a', shifted(-0.01), 2),
    ...folded('b', ten.b),
  ];
  const [group] = groupsOf(runs);
  if (!group) throw new Error('no group');
  const scores = foldScores(group, 'test', ({ scores: own }) => own.test?.['accuracy'] ?? NaN);
  expect(scores?.overlap).toBeCloseTo(1 / 9, 12);
  [...(scores?.scores.values() ?? [])].forEach((value, i) =>
    expect(value).toBeCloseTo(ten.a[i] ?? NaN, 12),
  );
  const [worse] = [...(verdictsOf(groupsOf(runs), asked)?.of.values() ?? [])];
  expect(worse && 'p' in worse ? worse.p / ten.p : NaN).toBeCloseTo(1, 6);
});

describe('a row that lacks a fold', () => {
  const part = folded('a', [0.8, 0.9, 0.7, 0.8, 0.9]).slice(0, 4);
  const whole = folded('b', [0.7, 0.8, 0.65, 0.7, 0.85]);

  test('has its number shown, no interval and no verdict', () => {
    const { tables } = compareRuns([...part, ...whole], {}, judge);
    const rows = tables[0]?.rows ?? [];
    const lacking = rows.find(({ n }) => n === 4);
    expect(lacking).toMatchObject({ n: 4, interval: null, folds: { done: 4, isWhole: false } });
    expect(tables[0]?.notes).toContain(
      'a has 4 of 5 folds: its mean is of these alone, and it has no interval and no verdict before all are done',
    );
    const found = verdictsOf(
      groupsOf([...part, ...whole, ...folded('c', [0.6, 0.7, 0.6, 0.6, 0.8])]),
      asked,
    );
    const whys = [...(found?.of.values() ?? [])].flatMap((one) =>
      one.verdict === null ? [one.why] : [],
    );
    expect(whys).toEqual(['it has 4 of 5 folds']);
  });

  test('is told with so much of its name that the rest is there', () => {
    const name = '漢'.repeat(400);
    const [note] = foldNotes(groupsOf(folded(name, [0.8, 0.9, 0.7, 0.8, 0.9]).slice(0, 4)));
    expect(note).toMatch(/^漢{60}… has 4 of 5 folds: .* before all are done$/);
  });

  test('is told once a row, and not of runs by themselves', () => {
    expect(foldNotes(groupsOf([...part, ...whole]))).toHaveLength(1);
    const { tables } = compareRuns(part, { each: true });
    expect(tables[0]?.notes).toEqual([]);
    expect(tables[0]?.rows.map(({ cells }) => cells.get('run')?.value)).toContain('a fold 2');
  });
});

test('that a seed of a fold is missing is told, once', () => {
  const two = [...folded('a', [0.5, 0.6, 0.7], 1), ...folded('a', [0.5, 0.6, 0.8], 2)];
  expect(foldNotes(groupsOf(two))).toEqual([]);
  expect(foldNotes(groupsOf(two.slice(1)))).toEqual([
    expect.stringContaining('a has 5 of 6 runs, as 2 seeds of each of 3 folds are'),
  ]);
});

test('runs without folds, or of two cross-validations, are no folds', () => {
  const one = folded('a', [0.5, 0.6]);
  expect(foldsOf({ runs: one, folders: [] })).toMatchObject({
    folds: 2,
    repeats: 1,
    isWhole: true,
  });
  const plain = run('plain');
  expect(foldsOf({ runs: [plain], folders: [] })).toBeNull();
  expect(foldsOf({ runs: [...one, plain], folders: [] })).toBeNull();
  const { tables } = compareRuns([...one, plain], {}, judge);
  expect(tables.length).toBe(2);
});
