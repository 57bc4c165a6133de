// Means, spreads and intervals beside those of SciPy:
// statistics.stdev([0.87, 0.874, 0.881]), scipy.stats.t.interval(0.95, 2, mean, sd / sqrt(3)).
import { expect, test } from '@jest/globals';
import { cellOf, single } from '../../src/comparison/groups.js';
import {
  groupValues,
  recordsOf,
  scoreSummary,
  summaryOfValues,
} from '../../src/publishing/group-values.js';
import { makeRecord, scored } from '../run/fixture.js';

test('of three values', () => {
  const found = summaryOfValues([0.87, 0.874, 0.881]);
  expect(found?.n).toBe(3);
  expect(found?.mean).toBeCloseTo(0.875, 12);
  expect(found?.sd).toBeCloseTo(0.005567764362830021, 12);
  expect((found?.mean ?? 0) - (found?.half ?? 0)).toBeCloseTo(0.8611689, 6);
});

test('of one, or of some that are none, there is nothing', () => {
  expect(summaryOfValues([0.5, 0.5])).toMatchObject({
    mean: 0.5,
    sd: 0,
    half: null,
    interval: null,
  });
  expect(summaryOfValues([0.5])).toBeNull();
  expect(summaryOfValues([0.5, null, 0.6])).toBeNull();
  expect(summaryOfValues([0.5, NaN])).toBeNull();
});

test('each score has five values of one thing, and there are so many seeds', () => {
  const runs = [42, 43].map((seed) => {
    const record = makeRecord({ seed, ...scored(0.5, seed / 100, 0.5, seed / 100) });
    return { folder: `${seed}`, record };
  });
  const group = { runs, folders: ['42', '43'] };
  const values = groupValues(group, { called: 'adam (2 seeds)', names: ['adam'] });
  const of = values.filter(({ part, topics }) => part === 'test' && topics[0] === 'accuracy');
  expect(of.map(({ stat }) => stat)).toEqual(['mean', 'sd', 'half', 'low', 'high']);
  expect(new Set(of.map(({ thing }) => thing)).size).toBe(1);
  expect(values.find(({ topics }) => topics.includes('n'))?.value).toBe(2);
});

test('of a sealed run nothing of test comes in', () => {
  const record = makeRecord({ sealed: { opened: null } });
  expect(recordsOf(single({ folder: 'a', record }))[0]?.scores.test).toBeNull();
});

const fold = { id: 'x', folds: 2, repeats: 1, by: 'random', column: null, repeat: 1 };

// 0.8 and 0.84 of two folds, each of 100 rows scored for 100 trained on: the variance of their mean is
// (1/2 + 1) · 0.0008, and t of one degree of freedom 12.7062 (SciPy).
test('of folds the interval is corrected, and what is not whole has none', () => {
  const runs = [0.8, 0.84].map((accuracy, i) => {
    const scores = { train: null, validation: { accuracy }, test: { accuracy } };
    const data = { name: 'd', sha256: 'c'.repeat(64), train: 60, validation: 40, test: 100 };
    const cross_validation = { ...fold, fold: i + 1 };
    return { folder: `${i}`, record: makeRecord({ seed: 1, scores, data, cross_validation }) };
  });
  const group = { runs, folders: ['0', '1'] };
  const summary = scoreSummary(group, 'test', 'accuracy');
  expect(summary?.mean).toBeCloseTo(0.82, 12);
  expect(summary?.half).toBeCloseTo(12.706204736 * Math.sqrt(1.5 * 0.0008), 6);
  // Of an accuracy nothing is above 1, or below 0.
  expect(summary?.interval?.[1]).toBe(1);
  expect(scoreSummary({ ...group, runs: runs.slice(1) }, 'test', 'accuracy')).toBeNull();
});

// Runs 0.78, 0.82, 0.83, 0.85: deviation sqrt(0.0026 / 3); folds 0.8 and 0.84, as above.
test('of folds with several seeds the spread is that of the runs, and the interval that of the folds', () => {
  const runs = [0.78, 0.82, 0.83, 0.85].map((accuracy, i) => {
    const scores = { train: null, validation: { accuracy }, test: { accuracy } };
    const data = { name: 'd', sha256: 'c'.repeat(64), train: 60, validation: 40, test: 100 };
    const cross_validation = { ...fold, fold: i < 2 ? 1 : 2 };
    const record = makeRecord({ seed: i % 2, scores, data, cross_validation });
    return { folder: `${i}`, record };
  });
  const group = { runs, folders: ['0', '1', '2', '3'] };
  const summary = scoreSummary(group, 'test', 'accuracy');
  expect(summary?.mean).toBeCloseTo(0.82, 12);
  expect(summary?.sd).toBeCloseTo(Math.sqrt(0.0026 / 3), 12);
  expect(summary?.n).toBe(4);
  expect(summary?.half).toBeCloseTo(12.706204736 * Math.sqrt(1.5 * 0.0008), 6);
  // As the row of a comparison has it.
  const cell = cellOf(
    group,
    (run) => ('record' in run ? (run.record.scores.test?.['accuracy'] ?? null) : null),
    true,
  );
  expect(summary).toMatchObject({ mean: cell.value, sd: cell.spread, n: cell.n });
  const counts = groupValues(group, { called: 'it', names: ['it'] }).filter(({ named }) => named);
  const of = (topic: string) => counts.find(({ topics }) => topics.includes(topic))?.value;
  expect([of('n'), of('runs'), of('seeds'), of('folds')]).toEqual([4, 4, 2, 2]);
});

// Mean 0.95, deviation 0.9192, t of one degree 12.7062, over √2: ± 8.259.
test('of losses that are never negative no interval is below 0, of the others it may be', () => {
  const intervalOf = (
    name: string,
    loss: unknown,
    values = [0.3, 1.6],
  ): readonly [number, number] | null | undefined => {
    const runs = values.map((value, i) => {
      const { spec } = makeRecord();
      const scores = { train: null, validation: null, test: { loss: value, [name]: value } };
      const metrics = name === 'loss' ? [] : [{ name, mode: 'min' as const }];
      return {
        folder: `${i}`,
        record: makeRecord({ seed: i, scores, metrics, spec: { ...spec, loss } }),
      };
    });
    return scoreSummary({ runs, folders: ['0', '1'] }, 'test', name)?.interval;
  };
  for (const loss of ['mse', 'sparse_categorical_crossentropy', { huber: { delta: 2 } }]) {
    expect(intervalOf('loss', loss)?.[0]).toBe(0);
  }
  expect(intervalOf('loss', 'mse')?.[1]).toBeCloseTo(9.209, 3);
  expect(intervalOf('loss', 'poisson')?.[0]).toBeCloseTo(-7.309, 3);
  expect(intervalOf('loss', ['mse', 'KLD'])?.[0]).toBeCloseTo(-7.309, 3);
  expect(intervalOf('loss', { name: 'cosine_similarity' })?.[0]).toBeCloseTo(-7.309, 3);
  expect(intervalOf('loss', 'mse', [-0.3, -1.6])?.map((one) => one.toFixed(3))).toEqual([
    '-9.209',
    '7.309',
  ]);
  expect(intervalOf('mean_absolute_error', 'poisson')?.[0]).toBe(0);
  expect(intervalOf('kl_divergence', 'mse')?.[0]).toBeCloseTo(-7.309, 3);
});
