// Rows of runs and what is known of them; probabilities by SciPy.
import { describe, expect, test } from '@jest/globals';
import { groupsOf } from '../../src/comparison/groups.js';
import { verdictsOf } from '../../src/comparison/verdicts.js';
import { makeRecord, scored } from '../run/fixture.js';
import { run } from './runs.js';

const { spec } = makeRecord();
const asked = { metric: 'accuracy', mode: 'max', practical: 0 } as const;

type More = Parameters<typeof run>[1];

/** Runs of one trial with these test accuracies, by the seeds from 1. */
const trial = (name: string, accuracies: readonly number[], more: More = {}) =>
  accuracies.map((accuracy, i) =>
    run(`${name}${i}`, {
      seed: i + 1,
      hashes: { spec: `${name}${i}`, group: name },
      ...scored(0.5, accuracy, 0.5, accuracy),
      ...more,
    }),
  );

const good = [0.881, 0.884, 0.879];
const bad = [0.861, 0.868, 0.858];

describe('rows of replicates', () => {
  test('are told apart on the test set, against the best by validation', () => {
    const groups = groupsOf([...trial('bad', bad), ...trial('good', good)]);
    const found = verdictsOf(groups, asked);
    expect(found?.against).toBe(groups[1]);
    expect(found).toMatchObject({ part: 'test', pairs: 1 });
    const verdict = groups[0] && found?.of.get(groups[0]);
    // scipy.stats.ttest_rel([.861, .868, .858], [.881, .884, .879]): p 0.006401529.
    expect(verdict).toMatchObject({ verdict: 'worse', test: 'paired t' });
    expect(verdict && 'p' in verdict && verdict.p).toBeCloseTo(0.006401529, 8);
  });

  test('have verdicts on validation where a test set is sealed', () => {
    const sealed = { sealed: { opened: null } };
    const groups = groupsOf([...trial('bad', bad, sealed), ...trial('good', good)]);
    expect(verdictsOf(groups, asked)?.part).toBe('validation');
  });

  test('that cannot be read have none, and no reason but that', () => {
    const torn = { folder: 'runs/torn', damaged: 'its run.json is empty' };
    const groups = groupsOf([...trial('good', good), ...trial('bad', bad), torn]);
    expect(groups).toHaveLength(3);
    expect([...(verdictsOf(groups, asked)?.of.keys() ?? [])]).toEqual([groups[1]]);
  });

  test('have none where a score is missing, defined otherwise, or of one run', () => {
    const [first, ...rest] = trial('torn', [0.5, 0.6, 0.7]);
    const torn = first
      ? [{ ...first, record: { ...first.record, ...scored(1, 0.5, 1, NaN) } }]
      : [];
    const weighted = { spec: { ...spec, metrics: [{ name: 'accuracy', average: 'macro' }] } };
    const groups = groupsOf([
      ...trial('good', good),
      ...trial('bad', bad),
      ...torn,
      ...rest,
      ...trial('other', [0.7, 0.72, 0.71], weighted),
      ...trial('single', [0.7]),
    ]);
    const whys = [...(verdictsOf(groups, asked)?.of.values() ?? [])].map((one) =>
      one.verdict === null ? one.why : one.verdict,
    );
    expect(whys).toEqual([
      'worse',
      '1 of its 3 runs have no test accuracy',
      'its score is defined otherwise',
      'one run shows no noise',
    ]);
  });

  // Its square is no number; those of float32 are.
  test('have none where a score is greater than any that training gives', () => {
    const great = [...trial('good', good), ...trial('great', [1e200, 3e200, 2e200])];
    for (const group of [great, [...great, ...trial('bad', bad)]]) {
      const found = verdictsOf(groupsOf(group), asked);
      const told = [...(found?.of.values() ?? [])].filter((one) => one.verdict === null);
      expect(told.map((one) => one.why)).toEqual(
        found ? ['3 of its 3 runs have no test accuracy'] : [],
      );
    }
    const greatest = trial('greatest', [3e38, 1e38, 2e38]);
    const found = verdictsOf(groupsOf([...trial('good', good), ...greatest]), asked);
    // scipy.stats.ttest_rel([3e38, 1e38, 2e38], [0.881, 0.884, 0.879]): p 0.0741799.
    expect([...(found?.of.values() ?? [])]).toMatchObject([
      { verdict: 'within noise', p: expect.closeTo(0.0741799, 7) },
    ]);
  });

  test('are held against one that is named, or not at all where it has no replicates', () => {
    const groups = groupsOf([
      ...trial('good', good),
      ...trial('bad', bad),
      ...trial('single', [0.9]),
    ]);
    const [, named, single] = groups;
    expect(verdictsOf(groups, asked, named)?.against).toBe(named);
    expect(verdictsOf(groups, asked, single)).toBeNull();
  });
});

test('of seeds that repeat in a row the runs are what differs', () => {
  const groups = groupsOf(
    [...trial('a', [0.5, 0.6]), ...trial('b', [0.52, 0.61]), ...trial('c', [0.5, 0.61])],
    (one) => ('record' in one && one.record.name.startsWith('c') ? 'c' : 'ab'),
  );
  const found = verdictsOf(groups, asked);
  expect([...(found?.of.values() ?? [])]).toMatchObject([{ test: 'Welch t' }]);
});

test('one row of replicates is held against nothing', () => {
  expect(verdictsOf(groupsOf([...trial('a', good), ...trial('b', [0.5])]), asked)).toBeNull();
});
