// Which rows no other one beats; drawn ones beside a comparison of every pair.
import { describe, expect, test } from '@jest/globals';
import { compareRuns, type ComparisonOptions } from '../../src/comparison/comparison.js';
import { pareto as finder } from '../../src/comparison/pareto.js';
import { fc } from '../drawn.js';
import { makeRecord, scored } from '../run/fixture.js';
import { run } from './runs.js';

const { seconds } = makeRecord();

const trained = (name: string, accuracy: number, total: number, seed = 1) =>
  run(name, {
    name,
    seed,
    hashes: { spec: `${name}${seed}`, group: name.slice(0, 1) },
    seconds: { ...seconds, total },
    ...scored(0.3, accuracy, 0.3, 0.8),
  });

const pareto = ['val_accuracy', 'seconds_total'];

const frontOf = (
  runs: Parameters<typeof compareRuns>[0],
  options: ComparisonOptions = { pareto },
): readonly unknown[] =>
  compareRuns(runs, options, null, finder).tables.flatMap(({ rows }) =>
    rows.flatMap(({ cells, folders: [folder = ''] }) =>
      cells.get('pareto')?.value === 'unbeaten' ? [folder.slice('runs/'.length).split('-')[0]] : [],
    ),
  );

test('the fastest, the best, and what lies between and is beaten by none', () => {
  const runs = [
    trained('a', 0.8, 10),
    trained('b', 0.9, 20),
    // As good as b, and slower.
    trained('c', 0.9, 21),
    trained('d', 0.85, 15),
    // Worse than d at its seconds.
    trained('e', 0.84, 15),
    // Just what a is: neither beats the other.
    trained('f', 0.8, 10),
  ];
  expect(frontOf(runs)).toEqual(['b', 'd', 'a', 'f']);
  expect(frontOf(runs, { pareto: ['seconds total', 'val accuracy'] })).toEqual([
    'b',
    'd',
    'a',
    'f',
  ]);
});

test('a row of replicates stands there with its means, one without a value not at all', () => {
  const replicates = [trained('a1', 0.8, 10, 1), trained('a2', 0.9, 30, 2)];
  expect(frontOf([...replicates, trained('b', 0.86, 20)])).toEqual(['b']);
  expect(frontOf([...replicates, trained('b', 0.84, 19)])).toEqual(['a1', 'b']);
  const failed = run('x', { state: 'failed', seconds: { ...seconds, total: 1 } });
  expect(frontOf([failed, trained('b', NaN, 1), trained('c', 0.1, 50)])).toEqual(['c']);
});

test('is what a comparison of all pairs says', () => {
  const point = fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 1, max: 5 }));
  fc.assert(
    fc.property(fc.array(point, { minLength: 1, maxLength: 12 }), (points) => {
      const runs = points.map(([accuracy, total], i) => ({
        ...trained(`r${i}`, accuracy / 10, total),
      }));
      const each = frontOf(runs, { pareto, each: true });
      const expected = points.flatMap(([accuracy, total], i) =>
        points.some(([a, t]) => a >= accuracy && t <= total && (a > accuracy || t < total))
          ? []
          : [`r${i}`],
      );
      expect([...each].sort()).toEqual(expected.sort());
    }),
  );
});

test('of two models that score alike the smaller one', () => {
  const sized = (name: string, accuracy: number, total: number) =>
    run(name, {
      name,
      hashes: { spec: name, group: name },
      parameters: { total, trainable: total },
      ...scored(0.3, accuracy, 0.3, 0.8),
    });
  const runs = [sized('wide', 0.9, 2000), sized('wider', 0.9, 3000), sized('small', 0.8, 100)];
  expect(frontOf(runs, { pareto: ['val_accuracy', 'parameters'] })).toEqual(['wide', 'small']);
  const [table] = compareRuns(
    runs,
    { pareto: ['val_accuracy', 'trainable_parameters'] },
    null,
    finder,
  ).tables;
  expect(table?.columns.map(({ key }) => key)).toContain('trainable_parameters');
  // No table calls the smallest model its best one.
  expect(table?.rows.some(({ best }) => best.has('trainable_parameters'))).toBe(false);
});

describe('what is asked for', () => {
  const runs = [trained('a', 0.8, 10), trained('b', 0.9, 20)];
  const shown = (options: ComparisonOptions): readonly string[] =>
    compareRuns(runs, options, null, finder).tables[0]?.columns.map(({ key }) => key) ?? [];

  test('is shown, and the column behind it', () => {
    const keys = shown({ pareto });
    expect(keys).toEqual(expect.arrayContaining(['val_accuracy', 'seconds_total', 'pareto']));
    expect(keys.indexOf('pareto')).toBe(keys.indexOf('seconds_total') + 1);
    expect(compareRuns(runs).tables[0]?.columns.map(({ key }) => key)).not.toContain('pareto');
  });

  test.each([
    [['val_accuracy'], '--pareto needs two columns or more, as val_accuracy,seconds_total'],
    [['val_accuracy', 'val accuracy'], '--pareto needs two columns or more'],
    [
      ['val_accuracy', 'optimizer'],
      '--pareto: no value of "optimizer" is better than another; expected one of val_accuracy, ',
    ],
    [
      ['val_acuracy', 'seconds_total'],
      'unknown column "val_acuracy"; did you mean "val_accuracy"?',
    ],
  ])('%j is refused', (names, message) => {
    expect(() => compareRuns(runs, { pareto: names }, null, finder)).toThrow(message);
  });
});
