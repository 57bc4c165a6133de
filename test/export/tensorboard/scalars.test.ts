// The curves of a run as events: called as Keras calls them, each at the end of its epoch.
import { expect, test } from '@jest/globals';
import { beganAt, eventFilesOf, listedScores } from '../../../src/export/tensorboard/scalars.js';
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

test('an event an epoch in a folder each for training and validation', () => {
  expect(beganAt(record)).toBe(began);
  const files = eventFilesOf({ record, epochs, spec: 'seed: 1\n', settings: [] });
  const name = `events.out.tfevents.${Math.floor(began)}.${record.id}`;
  expect([...files.keys()]).toEqual([name, `train/${name}`, `validation/${name}`]);
  const of = (folder: string) =>
    readEvents(files.get(`${folder}${name}`) ?? new Uint8Array())
      .slice(1)
      .map(({ seconds, step, values }) => [seconds - began, step, values]);
  expect(of('train/')).toEqual([
    [1.5, 1, { epoch_loss: 0.5, epoch_accuracy: 0.75, epoch_learning_rate: 0.25 }],
    [3, 2, { epoch_loss: 0.25, epoch_accuracy: 0.75, epoch_learning_rate: 0.25 }],
  ]);
  expect(of('validation/')).toEqual([
    [1.5, 1, { epoch_loss: NaN }],
    [3, 2, { epoch_loss: NaN, epoch_accuracy: 0.5 }],
  ]);
  const [[, , first], ...scores] = of('') as [readonly [number, number, object], ...unknown[]];
  expect(first).toEqual({ spec: Buffer.from('    seed: 1\n    ') });
  const { test: tested, validation } = record.scores;
  const floats = (prefix: string, all: object | null) =>
    Object.fromEntries(
      Object.entries(all ?? {}).map(([key, value]) => [
        `${prefix}_${key}`,
        Math.fround(value as number),
      ]),
    );
  expect(scores).toEqual([
    [3, record.epochs.best, floats('test', tested)],
    [3, record.epochs.best, floats('best_validation', validation)],
  ]);
});

test('the scores of runs are listed once', () => {
  const names = Object.keys(record.scores.validation ?? {});
  expect(listedScores([record, record]).map(({ tag }) => tag)).toEqual([
    ...names.map((name) => `best_validation_${name}`),
    ...names.map((name) => `test_${name}`),
  ]);
});
