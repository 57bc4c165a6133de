// Which runs are sealed, and what opening one says.
import { expect, test } from '@jest/globals';
import { comparedWith, isMadeSealed, isSealed, testRead } from '../../src/run/sealed.js';
import { makeRecord } from './fixture.js';

const at = '2026-01-02T03:04:05.000Z';

test('a run is sealed until it is opened, and stays one that was made so', () => {
  const states = [undefined, null, { opened: null }, { opened: { at, compared: 3 } }];
  const records = states.map((sealed) => makeRecord(sealed === undefined ? {} : { sealed }));
  expect(records.map(isSealed)).toEqual([false, false, true, false]);
  expect(records.map(isMadeSealed)).toEqual([false, false, true, true]);
});

test('there are as many to choose from as finished runs of the same data and parts, each once', () => {
  const record = makeRecord({ id: 'a' });
  const { data } = record;
  const others = [
    record,
    makeRecord({ id: 'b' }),
    makeRecord({ id: 'b' }),
    makeRecord({ id: 'c', state: 'failed' }),
    makeRecord({ id: 'd', data: { ...data, sha256: 'e'.repeat(64) } }),
    makeRecord({ id: 'e', data: { ...data, validation: 1 } }),
  ];
  const runs = others.map((one) => ({ folder: one.id, record: one }));
  expect(comparedWith(record, [...runs, { folder: 'torn', damaged: 'no' }])).toBe(2);
  // Wherever it lies itself.
  expect(comparedWith(record, [])).toBe(1);
});

test('the first reading opens it, a later one only counts', () => {
  const test = { loss: 0.5, accuracy: 0.8 };
  const scores = { ...makeRecord().scores, test: null };
  const record = makeRecord({ test_reads: 0, scores, sealed: { opened: null } });
  const opened = { ...record, ...testRead(record, test, { at, compared: 3 }) };
  expect(opened).toMatchObject({
    test_reads: 1,
    scores: { ...scores, test },
    sealed: { opened: { at, compared: 3 } },
  });
  expect(testRead(opened, { loss: 9 }, { at: 'later', compared: 7 })).toEqual({
    test_reads: 2,
    scores: { ...scores, test },
  });
});
