// What a record gives.
import { expect, test } from '@jest/globals';
import { recordValues } from '../../src/publishing/record-values.js';
import { withoutTest } from '../../src/run/sealed.js';
import { makeRecord } from '../run/fixture.js';

const owner = { called: 'adam', names: ['adam'] };
const found = (record = makeRecord()) =>
  new Map(recordValues(record, owner).map(({ what, value }) => [what, value]));

test('scores, costs and samples', () => {
  const values = found();
  expect(values.get('test accuracy')).toBe(0.8812);
  expect(values.get('1 less the test accuracy')).toBeCloseTo(0.1188, 12);
  expect(values.get('best epoch')).toBe(12);
  expect(values.get('samples to train and validate with')).toBe(60_000);
  expect(values.get('seconds an epoch')).toBe(2.94);
  expect(values.has('1 less the test loss')).toBe(false);
});

test('of a sealed test set nothing, of what is no number nothing', () => {
  expect(found(withoutTest(makeRecord())).has('test accuracy')).toBe(false);
  const scores = { train: { loss: NaN, accuracy: null }, validation: null, test: null };
  expect(
    [...found(makeRecord({ scores })).keys()].filter((what) => / (?:loss|accuracy)$/.test(what)),
  ).toEqual([]);
});
