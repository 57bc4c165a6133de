// Means, spreads and intervals beside those of SciPy:
// statistics.stdev([0.87, 0.874, 0.881]), scipy.stats.t.interval(0.95, 2, mean, sd / sqrt(3)).
import { expect, test } from '@jest/globals';
import { single } from '../../src/comparison/groups.js';
import { groupValues, recordsOf, summaryOfValues } from '../../src/publishing/group-values.js';
import { makeRecord } from '../run/fixture.js';

test('of three values', () => {
  const found = summaryOfValues([0.87, 0.874, 0.881]);
  expect(found?.n).toBe(3);
  expect(found?.mean).toBeCloseTo(0.875, 12);
  expect(found?.sd).toBeCloseTo(0.005567764362830021, 12);
  expect((found?.mean ?? 0) - (found?.half ?? 0)).toBeCloseTo(0.8611689, 6);
});

test('of one, or of some that are none, there is nothing', () => {
  expect(summaryOfValues([0.5])).toBeNull();
  expect(summaryOfValues([0.5, null, 0.6])).toBeNull();
  expect(summaryOfValues([0.5, NaN])).toBeNull();
});

test('each score has five values of one thing, and there are so many seeds', () => {
  const records = [42, 43].map((seed) => makeRecord({ seed }));
  const values = groupValues(records, { called: 'adam (2 seeds)', names: ['adam'] });
  const of = values.filter(({ part, topics }) => part === 'test' && topics[0] === 'accuracy');
  expect(of.map(({ stat }) => stat)).toEqual(['mean', 'sd', 'half', 'low', 'high']);
  expect(new Set(of.map(({ thing }) => thing)).size).toBe(1);
  expect(values.find(({ topics }) => topics.includes('n'))?.value).toBe(2);
});

test('of a sealed run nothing of test comes in', () => {
  const record = makeRecord({ sealed: { opened: null } });
  expect(recordsOf(single({ folder: 'a', record }))[0]?.scores.test).toBeNull();
});
