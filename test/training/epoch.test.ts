// A line of epochs.jsonl: numbers that JSON lacks come back, undefined scores are null, and what is
// no epoch is told by its first wrong key.
import { expect, test } from '@jest/globals';
import { encodeJson } from '../../src/run/format/json.js';
import { epochKind, type EpochRecord } from '../../src/training/epoch.js';
import { checkJson } from '../../src/words/json.js';

const epoch: EpochRecord = {
  epoch: 3,
  train: { loss: NaN, recall: null },
  validation: { loss: Infinity, recall: 0.5 },
  learning_rate: 0.1,
  best: false,
  seconds: { train: 1, total: 2 },
  diverged_at_step: 7,
};

test('an epoch is read as it was written', () => {
  expect(checkJson(epochKind, JSON.parse(encodeJson(epoch)))).toEqual({ value: epoch });
});

test.each([
  [{ ...epoch, epoch: 1.5 }, 'should have a whole number of at least 0 as epoch, and has 1.5'],
  [
    { ...epoch, train: { loss: 'nan' } },
    'should have a number, or null as train.loss, and has text',
  ],
  [{ ...epoch, diverged_at_step: -1 }, 'as diverged_at_step, and has -1'],
])('%j is told', (line, said) => {
  expect(checkJson(epochKind, line)).toMatchObject({ message: expect.stringContaining(said) });
});
