// Scores with their intervals.
import { expect, test } from '@jest/globals';
import { single } from '../../../../src/comparison/groups.js';
import { classesPart, scoresPart, worstOf } from '../../../../src/render/text/card/scores-part.js';
import { makeRecord } from '../../../run/fixture.js';
import { carded } from './carded.js';

test('of one run over samples; it is said that seeds are another thing', () => {
  const part = scoresPart(carded());
  expect(part).toContain('| `accuracy` | 0.3302 | 0.3292 | 0.3533 | 0.3014 to 0.4090 |');
  expect(part).toContain('over the 300 samples of the test part');
  expect(part).not.toContain('Over the seeds');
});

// 0.83 ± 12.7062 · 0.0141421 / √2.
test('of replicates over seeds, too', () => {
  const runs = [0.82, 0.84].map((accuracy, i) => {
    const scores = { train: null, validation: null, test: { accuracy } };
    return { folder: `r${i}`, record: makeRecord({ seed: i, scores }) };
  });
  const group = { ...single(runs[0] ?? { folder: '', damaged: '' }), runs };
  expect(scoresPart(carded({ group }))).toContain(
    '| `accuracy` | 0.8300 | 0.0141 | 0.7029 to 0.9571 | 2 |',
  );
});

test('of replicates it is said whether it is the best of them', () => {
  const { record } = carded();
  const of = (other: number, validation = record.scores.validation) => {
    const scores = { train: null, validation: { accuracy: other }, test: { accuracy: 0.5 } };
    const own = { ...record, scores: { ...record.scores, validation } };
    const runs = [own, makeRecord({ id: 'other', seed: 9, scores })].map((one, i) => ({
      folder: `r${i}`,
      record: one,
    }));
    const group = { ...single(runs[0] ?? { folder: '', damaged: '' }), runs };
    return scoresPart(carded({ group, record: own }));
  };
  // Its own is 0.3292.
  expect(of(0.32)).toContain(
    'with 2 seeds, and this run is the best of them by validation `accuracy`. Over',
  );
  expect(of(0.34)).toContain('with 2 seeds, and this run is one of them. Over');
  expect(of(0.34, null)).toContain('this run is one of them');
});

test('classes from the lowest F1; without samples there is nothing to be worst at', () => {
  const one = { precision: 1, recall: 1, support: 3 };
  const all = [
    { ...one, f1: 0.5 },
    { ...one, f1: 0.1 },
    { ...one, f1: 0, support: 0 },
    { ...one, f1: null },
  ];
  expect(worstOf(all).map(({ f1 }) => f1)).toEqual([0.1, 0.5]);
  expect(classesPart(carded({ judged: null }))).toEqual([]);
});
