// How verdicts stand in a table, and what is said below it.
import { describe, expect, test } from '@jest/globals';
import { compareRuns } from '../../src/comparison/comparison.js';
import type { Row } from '../../src/comparison/ranking.js';
import { judge } from '../../src/comparison/judging.js';
import { scored } from '../run/fixture.js';
import { run } from './runs.js';

const trial = (name: string, accuracies: readonly number[]) =>
  accuracies.map((accuracy, i) =>
    run(`${name}${i}`, {
      name,
      seed: i + 1,
      hashes: { spec: `${name}${i}`, group: name },
      ...scored(0.5, accuracy, 0.5, accuracy),
    }),
  );

const runs = [
  ...trial('adam', [0.881, 0.884, 0.879]),
  ...trial('sgd', [0.861, 0.868, 0.858]),
  ...trial('near', [0.88, 0.8831, 0.8793]),
  ...trial('one', [0.7]),
];

const cell = (row: Row | undefined, key: string): unknown => row?.cells.get(key)?.value;

describe('a table of replicates', () => {
  const [table] = compareRuns(runs, {}, judge).tables;

  test('has an interval and a verdict behind the scores', () => {
    const keys = table?.columns.map(({ key }) => key) ?? [];
    const at = keys.indexOf('test_accuracy');
    expect(keys.slice(at + 1, at + 3)).toEqual(['interval', 'verdict']);
    expect(table?.columns.find(({ key }) => key === 'verdict')?.label).toBe('against adam');
    const [adam, near, sgd, one] = table?.rows ?? [];
    // Mean 0.8813, deviation 0.0025166, t of two degrees 4.302653, over √3: ± 0.0062516.
    expect(cell(adam, 'interval')).toBe('0.8751 to 0.8876');
    expect(cell(adam, 'verdict')).toBeNull();
    expect(cell(near, 'verdict')).toMatch(/^within noise \(\d+ seeds\)$/);
    // Differences 20, 16 and 21 thousandths; p 0.00640 (scipy.stats.ttest_rel), the least of three.
    expect(cell(sgd, 'verdict')).toMatch(/^worse by 0\.019 \(p 0\.01\d?\)$/);
    expect([cell(one, 'interval'), cell(one, 'verdict')]).toEqual([null, null]);
  });

  test('says how they came about', () => {
    expect(table?.notes).toEqual([
      'verdicts are on test accuracy by seed, on this split alone (paired t), corrected for 3 pairs of rows by Holm\'s procedure at 5 %; the seeds behind "within noise" are what would show a true difference as great as the one seen',
      'these runs read the test set 10 times',
      expect.stringMatching(
        /^of 3 rows that are alike the best would seem 0\.00\d+ better on validation accuracy by luck alone$/,
      ),
      'no verdict on one: one run shows no noise',
    ]);
  });

  test('is judged for programs too', () => {
    expect(table?.judged).toMatchObject({ metric: 'accuracy', part: 'test', pairs: 3 });
    expect(table?.rows.map(({ verdict }) => verdict?.verdict ?? null)).toEqual([
      null,
      'within noise',
      'worse',
      null,
    ]);
  });
});

test('without replicates, or with a row a run, nothing is judged', () => {
  const [each] = compareRuns(runs, { each: true }, judge).tables;
  const [alone] = compareRuns(trial('one', [0.7]), {}, judge).tables;
  for (const table of [each, alone]) {
    expect(table?.columns.map(({ key }) => key)).not.toContain('verdict');
    expect(table?.judged).toBeNull();
  }
  const columns = ['run', 'verdict'];
  const [named] = compareRuns(trial('one', [0.7]), { columns }, judge).tables;
  expect(cell(named?.rows[0], 'verdict')).toBeNull();
});

test('rows are held against the one that is named, and what does not matter is no difference', () => {
  const [table] = compareRuns(runs, { baseline: 'sgd', practical: 0.005 }, judge).tables;
  expect(table?.judged).toMatchObject({ pairs: 2 });
  expect(table?.rows.map((row) => cell(row, 'verdict'))).toEqual([
    expect.stringMatching(/^better by 0\.019/),
    expect.stringMatching(/^better by 0\.018|^within/),
    null,
    null,
  ]);
  expect(() => compareRuns(runs, { baseline: 'adamm' }, judge)).toThrow(/did you mean "adam"/);
});

test('of one row alone there is an interval', () => {
  const [table] = compareRuns(trial('adam', [0.5, 0.7]), {}, judge).tables;
  // Mean 0.6, deviation 0.1414, t of one degree 12.7062, over √2: ± 1.27062.
  expect(cell(table?.rows[0], 'interval')).toBe('0 to 1');
  expect(table?.columns.map(({ key }) => key)).not.toContain('verdict');
});

// A crossentropy to targets beyond 1, as of pictures that are not scaled, may be below 0.
test.each([
  [[0.1, 2.4], /^0 to 15\.8/],
  [[-0.1, -2.4], /^-15\.86 to 13\.36$/],
  [[-0.1, 2.6], /^-15\.9\d? to 18\.4/],
])('an interval of the losses %j is within what they can be', (losses, interval) => {
  const ofLoss = losses.map((loss, i) => {
    const { scores } = scored(loss, 0.5, loss, 0.5);
    return run(`l${i}`, {
      name: 'l',
      seed: i + 1,
      hashes: { spec: `l${i}`, group: 'l' },
      metrics: [],
      scores: { ...scores, test: { loss }, validation: { loss } },
    });
  });
  const [table] = compareRuns(ofLoss, {}, judge).tables;
  // Mean ±1.25, deviation 1.6263, t of one degree 12.7062, over √2: ± 14.61; of the last ones ± 17.15.
  expect(cell(table?.rows[0], 'interval')).toMatch(interval);
});

test('where rows of replicates cannot be judged it is said why', () => {
  const torn = trial('torn', [0.881, NaN, 0.879]);
  const [table] = compareRuns([...torn, ...trial('sgd', [0.861, 0.868])], {}, judge).tables;
  expect(table?.judged).toBeNull();
  expect(table?.notes).toEqual(['no verdict on torn: 1 of its 3 runs have no test accuracy']);
});
