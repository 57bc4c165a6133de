// Folders of runs and of their parents: the other seeds are found beside both, wherever these are.
import { expect, test } from '@jest/globals';
import { join } from 'node:path';
import { againstParents } from '../../src/comparison/parents.js';
import { makeForeignFolder, makeRunFolder, scored, withFolder } from '../run/fixture.js';

const made = (
  runs: string,
  name: string,
  accuracies: readonly number[],
  state: 'finished' | 'interrupted' = 'finished',
): readonly string[] =>
  accuracies.map((accuracy, i) =>
    makeRunFolder(join(runs, `${name}${i}`), {
      id: `${name}${i}`,
      state,
      seed: i,
      hashes: { spec: `${name}${i}`, group: name },
      ...scored(0.5, accuracy, 0.5, accuracy),
    }),
  );

test('each run of a trial says the same of it, with few digits', () => {
  withFolder((folder) => {
    const [parent = ''] = made(join(folder, 'old'), 'good', [0.881, 0.884, 0.879]);
    const own = made(join(folder, 'new'), 'bad', [0.861, 0.868, 0.858]);
    // The same folder in other words.
    const pairs = own.map((run, i) => ({ run, parent: i === 0 ? `${parent}/../good0` : parent }));
    for (const found of againstParents(pairs, false)) {
      // scipy.stats.ttest_rel and its confidence_interval, in six digits.
      expect(found).toEqual({
        metric: 'accuracy',
        part: 'test',
        verdict: 'worse',
        test: 'paired t',
        diff: -0.019,
        interval: [-0.0255724, -0.0124276],
        p: 0.00640153,
        needs_seeds: null,
      });
    }
    expect(againstParents(pairs, true)).toMatchObject(own.map(() => ({ part: 'validation' })));
  });
});

test('what has no parent, did not finish, or cannot be read, says nothing', () => {
  withFolder((folder) => {
    const [own = ''] = made(folder, 'own', [0.9]);
    const [stopped = ''] = made(folder, 'stopped', [0.9], 'interrupted');
    const damaged = makeForeignFolder(join(folder, 'damaged'), 'no run');
    const pairs = [
      { run: own, parent: null },
      { run: null, parent: own },
      { run: stopped, parent: own },
      { run: own, parent: damaged },
      { run: own, parent: join(folder, 'gone') },
    ];
    expect(againstParents(pairs, false)).toEqual(pairs.map(() => null));
  });
});
