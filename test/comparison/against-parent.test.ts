// A run's trial against that of its parent; probabilities and intervals by SciPy.
import { describe, expect, test } from '@jest/globals';
import { againstParent } from '../../src/comparison/against-parent.js';
import { makeRecord, scored } from '../run/fixture.js';
import { run } from './runs.js';

type More = Parameters<typeof run>[1];

const good = [0.881, 0.884, 0.879];
const bad = [0.861, 0.868, 0.858];

/** Runs of one trial with these test accuracies, by the seeds from 1. */
const trial = (name: string, accuracies: readonly number[], more: More = {}) =>
  accuracies.map((accuracy, i) =>
    run(`${name}${i}`, {
      seed: i + 1,
      hashes: { spec: `${name}${i}`, group: name },
      ...scored(0.5, accuracy - 0.1, 0.5, accuracy),
      ...more,
    }),
  );

const held = (own: ReturnType<typeof trial>, parent: ReturnType<typeof trial>, sealed = false) => {
  const [[child], [from]] = [own, parent];
  if (!child || !from) throw new Error('no run');
  return againstParent({ own: child, parent: from, beside: [...own, ...parent], sealed });
};

describe('a run against its parent', () => {
  test('by the seeds of both, in pairs where they are the same', () => {
    // scipy.stats.ttest_rel([.861, .868, .858], [.881, .884, .879]) and its confidence_interval.
    expect(held(trial('bad', bad), trial('good', good))).toEqual({
      metric: 'accuracy',
      part: 'test',
      verdict: 'worse',
      test: 'paired t',
      diff: expect.closeTo(-0.019, 12),
      interval: [expect.closeTo(-0.02557241, 8), expect.closeTo(-0.01242759, 8)],
      p: expect.closeTo(0.006401529, 8),
      needs_seeds: null,
    });
    expect(held(trial('good', good), trial('bad', bad))).toMatchObject({ verdict: 'better' });
  });

  test('by Welch where they are not', () => {
    // scipy.stats: t of ttest_ind(…, equal_var=False), and 2 t.sf(|t|, 3), whole degrees of freedom.
    expect(held(trial('bad', [...bad, 0.85]), trial('good', good))).toMatchObject({
      verdict: 'worse',
      test: 'Welch t',
      p: expect.closeTo(0.0117128466, 9),
    });
  });

  test('within noise, with the seeds that would settle it', () => {
    const found = held(trial('near', [0.882, 0.881, 0.88]), trial('good', good));
    expect(found).toMatchObject({ verdict: 'within noise', needs_seeds: expect.any(Number) });
  });

  test('on validation where nobody is to see the test set', () => {
    expect(held(trial('bad', bad), trial('good', good), true).part).toBe('validation');
    const unseen = trial('bad', bad, { sealed: { opened: null } });
    expect(held(unseen, trial('good', good)).part).toBe('validation');
  });

  test('by the loss where there is no metric', () => {
    const lost = trial('bad', bad, { metrics: [] });
    expect(held(lost, trial('good', good, { metrics: [] })).metric).toBe('loss');
  });

  test('with a repeated seed and a copy counted once', () => {
    const [own, parent] = [trial('bad', bad), trial('good', good)];
    const [child] = own;
    const [from] = parent;
    if (!child || !from) throw new Error('no run');
    const copy = { ...child, folder: 'elsewhere/copy' };
    const beside = [...own, copy, ...parent];
    expect(againstParent({ own: child, parent: from, beside, sealed: false })).toMatchObject({
      p: expect.closeTo(0.006401529, 8),
    });
  });
});

test.each<[string, ReturnType<typeof trial>, ReturnType<typeof trial>, string]>([
  ['one run', trial('one', [0.9]), trial('good', good), 'one run shows no noise'],
  ['a parent alone', trial('bad', bad), trial('p', [0.9]), 'of the other: one run shows no noise'],
  [
    'a parent that failed',
    trial('bad', bad),
    trial('lost', good, { state: 'failed' }),
    'its parent is failed',
  ],
  [
    'another seed',
    trial('good', good),
    trial('good', [0.7]),
    'it has the spec of its parent: what differs is chance',
  ],
  [
    'other data',
    trial('bad', bad),
    trial('good', good, { data: { ...makeRecord().data, sha256: 'd'.repeat(64) } }),
    'it was judged on other data, or split otherwise',
  ],
  [
    'a score that is none',
    trial('bad', [0.8, NaN, 0.9]),
    trial('good', good),
    '1 of its 3 runs have no test accuracy',
  ],
])('%s has no verdict', (_, own, parent, why) => {
  expect(held(own, parent)).toEqual({
    metric: 'accuracy',
    part: 'test',
    verdict: null,
    why,
    needs_seeds: null,
  });
});
