import { expect, test } from '@jest/globals';
import { join } from 'node:path';
import { foldSentence, foldSummary } from '../../src/commands/fold-summary.js';
import { makeRecord, makeRunFolder, scored, withFolder } from '../run/fixture.js';

test('what folds come to is of those that are there', () => {
  withFolder((folder) => {
    const made = [0.7, 0.9].map((accuracy, i) => {
      const own = {
        seed: 1,
        ...scored(0.5, accuracy, 0.5, accuracy),
        cross_validation: {
          id: 'x',
          folds: 3,
          repeats: 1,
          by: 'random',
          column: null,
          fold: i + 1,
          repeat: 1,
        },
      };
      return { path: makeRunFolder(join(folder, `a-20260102T030405Z-${i}`), own), own };
    });
    // One that is still being trained is none yet.
    const [first] = made;
    if (!first) throw new Error('no run');
    makeRunFolder(join(folder, 'a-20260102T030405Z-9'), {
      ...first.own,
      state: 'running',
      cross_validation: { ...first.own.cross_validation, fold: 3 },
    });
    const summary = foldSummary(first.path, makeRecord(first.own));
    // The sample deviation of 0.7 and 0.9 is 0.2 / √2.
    expect(summary).toEqual({
      folds: 3,
      repeats: 1,
      done: 2,
      score: { name: 'test_accuracy', mean: 0.8, sd: expect.closeTo(0.2 / Math.SQRT2, 12) },
      out_of_fold: null,
    });
    expect(summary && foldSentence(summary)).toBe(
      '2 of 3 folds done, test_accuracy 0.8000 ± 0.1414',
    );
    expect(
      summary &&
        foldSentence({ ...summary, score: { name: 'test_mae', mean: 12953.19, sd: 440.825 } }),
    ).toBe('2 of 3 folds done, test_mae 12953.2 ± 440.8');
    expect(foldSummary(first.path, makeRecord())).toBeNull();
  });
});
