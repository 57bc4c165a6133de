// The curves of a run as events: called as Keras calls them, each at the end of its epoch.
import { expect, test } from '@jest/globals';
import { encodeEvents, type Event } from '../../../src/export/tensorboard/event-file.js';
import {
  beganAt,
  epochEvents,
  firstEvent,
  lastEvent,
  listedScores,
} from '../../../src/export/tensorboard/scalars.js';
import { makeRecord, someEpoch } from '../../run/fixture.js';
import { readEvents } from './events.js';

const record = makeRecord({ started: '2026-01-02T03:04:05.500Z' });
// 2026-01-02 is day 20455 since 1970.
const began = 20_455 * 86_400 + 3 * 3600 + 4 * 60 + 5.5;
const epochs = [1, 2].map((epoch) => ({
  ...someEpoch,
  epoch,
  train: { loss: 0.5 / epoch, accuracy: 0.75 },
  validation: { loss: NaN, accuracy: epoch === 1 ? null : 0.5 },
  learning_rate: 0.25,
  seconds: { train: 1, total: 1.5 },
}));

const read = (events: readonly Event[]) =>
  readEvents(encodeEvents(began, events))
    .slice(1)
    .map(({ seconds, step, values }) => [seconds - began, step, values]);

test('an event an epoch, at its end, for training and for validation', () => {
  expect(beganAt(record)).toBe(began);
  const of = (part: 'train' | 'validation') =>
    read(epochEvents(record, epochs).map((one) => one[part]));
  expect(of('train')).toEqual([
    [1.5, 1, { epoch_loss: 0.5, epoch_accuracy: 0.75, epoch_learning_rate: 0.25 }],
    [3, 2, { epoch_loss: 0.25, epoch_accuracy: 0.75, epoch_learning_rate: 0.25 }],
  ]);
  expect(of('validation')).toEqual([
    [1.5, 1, { epoch_loss: NaN }],
    [3, 2, { epoch_loss: NaN, epoch_accuracy: 0.5 }],
  ]);
});

test('its spec at the beginning of a run, and at its end what it came to', () => {
  expect(read([firstEvent(record, 'seed: 1\n', [])])).toEqual([
    [0, 0, { spec: Buffer.from('    seed: 1\n    ') }],
  ]);
  const { test: tested, validation } = record.scores;
  const floats = (prefix: string, all: object | null) =>
    Object.fromEntries(
      Object.entries(all ?? {}).map(([key, value]) => [
        `${prefix}_${key}`,
        Math.fround(value as number),
      ]),
    );
  const picture = { tag: 'confusion_test', png: Uint8Array.of(1, 2, 3), width: 7, height: 9 };
  expect(read([lastEvent(record, epochs, { pictures: [picture], settings: [] })])).toEqual([
    [
      3,
      record.epochs.best,
      {
        ...floats('test', tested),
        ...floats('best_validation', validation),
        confusion_test: Buffer.from([1, 2, 3]),
      },
    ],
  ]);
});

test('the scores of runs are listed once', () => {
  const names = Object.keys(record.scores.validation ?? {});
  expect(listedScores([record, record]).map(({ tag }) => tag)).toEqual([
    ...names.map((name) => `best_validation_${name}`),
    ...names.map((name) => `test_${name}`),
  ]);
});
