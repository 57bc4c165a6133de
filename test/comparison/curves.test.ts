// Runs and groups of them as rows of charts.
import { describe, expect, test } from '@jest/globals';
import { curvesOf, type RunWithEpochs } from '../../src/comparison/curves.js';
import type { RunRecord } from '../../src/run/record.js';
import { makeRecord, someEpoch } from '../run/fixture.js';

/** A run whose validation loss and accuracy are these. */
function run(
  folder: string,
  values: readonly (readonly [number, number])[],
  overrides: Partial<RunRecord> = {},
): RunWithEpochs {
  const epochs = values.map(([loss, accuracy], i) => ({
    ...someEpoch,
    epoch: i + 1,
    train: { loss: loss + 1, accuracy },
    validation: { loss, accuracy },
  }));
  const counts = { planned: 5, done: values.length, best: values.length || null };
  return { folder, record: makeRecord({ id: folder, epochs: counts, ...overrides }), epochs };
}

const seeds = [1, 2, 3].map((seed) =>
  run(
    `adam-${seed}`,
    [
      [1, 0.1 * seed],
      [0.5, 0.2 * seed],
    ],
    { seed },
  ),
);

test('one run has training beside validation, two have validation alone', () => {
  const one = run('a', [
    [1, 0.5],
    [0.5, 0.75],
  ]);
  const { charts, rows, epochs, notes } = curvesOf([one]);
  expect(charts.map(({ metric, lines }) => [metric, ...lines.map((line) => line.values)])).toEqual([
    ['loss', [2, 1.5], [1, 0.5]],
    ['accuracy', [0.5, 0.75], [0.5, 0.75]],
  ]);
  expect(rows).toMatchObject([
    { label: 'adam', best: [2], epochs: 2, about: 'stopped early after 2 of 5 epochs' },
  ]);
  expect({ epochs, notes }).toEqual({ epochs: 2, notes: [] });
  const other = run('b', [[3, 0.1]], { hashes: { spec: 'x', group: 'y' }, name: 'sgd' });
  const two = curvesOf([one, other]);
  expect(two.charts[0]?.lines.map(({ row, part }) => [row, part])).toEqual([
    [0, 'validation'],
    [1, 'validation'],
  ]);
  expect(two.rows.map(({ label }) => label)).toEqual(['adam', 'sgd']);
});

describe('replicates', () => {
  test('are one row, with mean and sample deviation', () => {
    const { rows, charts } = curvesOf(seeds, { metrics: ['val_accuracy'] });
    expect(rows).toMatchObject([{ label: 'adam', best: [2, 2, 2], about: null }]);
    const [line] = charts[0]?.lines ?? [];
    // Of 0.1, 0.2, 0.3 and of 0.2, 0.4, 0.6.
    expect(line?.values.map((value) => value.toFixed(6))).toEqual(['0.200000', '0.400000']);
    expect(line?.spread?.map((value) => value.toFixed(6))).toEqual(['0.100000', '0.200000']);
  });

  test('or a row each', () => {
    const { rows } = curvesOf(seeds, { each: true });
    expect(rows.map(({ label }) => label)).toEqual(['adam seed 1', 'adam seed 2', 'adam seed 3']);
  });

  test('or grouped by what they are called', () => {
    const others = [4, 5].map((seed) =>
      run(`b-${seed}`, [[1, 1]], { seed, name: 'b', hashes: { spec: 's', group: `g${seed}` } }),
    );
    expect(curvesOf(others).rows).toHaveLength(2);
    expect(curvesOf(others, { 'group-by': 'name' }).rows).toMatchObject([{ label: 'b' }]);
  });

  test('of other lengths are drawn as far as all of them go, and it is said', () => {
    const long = run(
      'adam-4',
      [
        [1, 0.4],
        [0.5, 0.5],
        [0.1, 0.9],
      ],
      { seed: 4 },
    );
    const { rows, charts, notes } = curvesOf([...seeds, long]);
    expect(rows[0]?.epochs).toBe(2);
    expect(charts[0]?.lines[0]?.values).toHaveLength(2);
    expect(notes).toEqual([
      'adam is drawn up to epoch 2, the last that all its 4 runs have; the longest has 3',
    ]);
  });

  test('one that failed is a row of its own', () => {
    const failed = run('adam-9', [[1, 0.1]], { seed: 9, state: 'failed', message: 'no disk' });
    const { rows } = curvesOf([...seeds, failed]);
    expect(rows.map(({ label, about }) => [label, about])).toEqual(
      [
        ['adam 000000', null],
        ['adam 9', 'failed after 1 of 5 epochs: no disk'],
      ].map(([label, about]) => [label === 'adam 000000' ? rows[0]?.label : rows[1]?.label, about]),
    );
    expect(rows[0]?.runs).toHaveLength(3);
  });
});

test('epochs without a number are gaps, and counted', () => {
  const { charts, notes } = curvesOf([
    run('a', [
      [1, NaN],
      [NaN, NaN],
      [0.5, 0.1],
    ]),
  ]);
  expect(charts[0]?.lines[1]?.values).toEqual([1, NaN, 0.5]);
  expect(notes).toEqual([
    'adam: training loss is no number in 1 epoch',
    'adam: validation loss is no number in 1 epoch',
    'adam: training accuracy is no number in 2 epochs',
    'adam: validation accuracy is no number in 2 epochs',
  ]);
});

test.each([
  ['running', 'still running, 1 of 5 epochs'],
  ['interrupted', 'interrupted after 1 of 5 epochs'],
] as const)('what is %s says how far it is', (state, about) => {
  expect(curvesOf([run('a', [[1, 0]], { state })]).rows[0]?.about).toBe(about);
});

test('a run without an epoch is a row without a line', () => {
  const { rows, charts, epochs } = curvesOf([run('a', [], { state: 'running' })]);
  expect({ epochs, rows: rows.length }).toEqual({ epochs: 0, rows: 1 });
  expect(charts.every(({ range }) => range === null)).toBe(true);
  expect(curvesOf([])).toMatchObject({ rows: [], epochs: 0 });
});

test('of more rows than can be told apart the best are drawn', () => {
  const many = Array.from({ length: 5 }, (_, i) =>
    run(`r${i}`, [[1, 0.1]], {
      hashes: { spec: `${i}`, group: `${i}` },
      name: `r${i}`,
      scores: { train: null, validation: { accuracy: i === 2 ? NaN : i / 10 }, test: null },
    }),
  );
  const { rows, notes } = curvesOf(many, { most: 3 });
  expect(rows.map(({ label }) => label)).toEqual(['r4', 'r3', 'r1']);
  expect(notes).toEqual(['drawn are the best 3 of 5 rows, by validation: name runs to see others']);
});

test('a metric that no run has is refused, with the nearest', () => {
  expect(() => curvesOf(seeds, { metrics: ['val_acuracy'] })).toThrow(
    /no run has a metric "val_acuracy".*val_accuracy.*there are loss, accuracy, learning_rate/,
  );
});
