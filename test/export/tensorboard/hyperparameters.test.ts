// What TensorBoard's page of hyperparameters is told, read field by field.
import { expect, test } from '@jest/globals';
import {
  experimentSummary,
  keysOfTexts,
  sessionEnd,
  sessionStart,
} from '../../../src/export/tensorboard/hyperparameters.js';
import { encodeEvents } from '../../../src/export/tensorboard/event-file.js';
import { bytesOf, fieldsOf, readEvents } from './events.js';

const values = new Map<string, readonly (string | number | boolean | null)[]>([
  ['batch_size', [32, 64]],
  ['optimizer', ['adam', 0.1]],
  ['shuffle', [true, null]],
]);

const contentOf = (summary: object): Buffer => {
  const [, event] = readEvents(encodeEvents(0, [{ seconds: 0, values: [summary] }]));
  return Object.values(event?.values ?? {})[0] as Buffer;
};

test('an experiment lists settings with their types, and scores', () => {
  const summary = experimentSummary(values, [{ group: '', tag: 'test_accuracy' }]);
  const experiment = fieldsOf(fieldsOf(contentOf(summary)).get(2)?.[0] as Buffer);
  const infos = (experiment.get(4) ?? []).map((info) => fieldsOf(info as Buffer));
  // 1 text, 2 yes or no, 3 a number.
  expect(infos.map((info) => [String(info.get(1)?.[0]), Number(info.get(4)?.[0])])).toEqual([
    ['batch_size', 3],
    ['optimizer', 1],
    ['shuffle', 2],
  ]);
  const [metric] = experiment.get(5) ?? [];
  const name = fieldsOf(fieldsOf(metric as Buffer).get(1)?.[0] as Buffer);
  expect(String(name.get(2)?.[0])).toBe('test_accuracy');
});

test('a session says its settings, of one kind in all runs, and how it ended', () => {
  const asText = keysOfTexts(values);
  expect([...asText]).toEqual(['optimizer']);
  const settings = new Map([
    ['batch_size', 64],
    ['optimizer', 0.1],
    ['shuffle', null],
  ]);
  const session = { settings, group: 'abc', began: 10, ended: 20 };
  const start = sessionStart({ ...session, isFinished: true }, asText);
  const end = sessionEnd({ ...session, isFinished: true });
  const info = fieldsOf(fieldsOf(contentOf(start)).get(3)?.[0] as Buffer);
  const entries = (info.get(1) ?? []).map((entry) => {
    const fields = fieldsOf(entry as Buffer);
    const value = fieldsOf(fields.get(2)?.[0] as Buffer);
    const [number] = value.get(2) ?? [];
    return [
      String(fields.get(1)?.[0]),
      number === undefined ? String(value.get(3)?.[0]) : (number as Buffer).readDoubleLE(),
    ];
  });
  expect(entries).toEqual([
    ['batch_size', 64],
    ['optimizer', '0.1'],
  ]);
  expect([String(info.get(4)?.[0]), bytesOf(info, 5).readDoubleLE()]).toEqual(['abc', 10]);
  const statusOf = (summary: object): number =>
    Number(fieldsOf(fieldsOf(contentOf(summary)).get(4)?.[0] as Buffer).get(1)?.[0]);
  expect(statusOf(end)).toBe(1);
  expect(statusOf(sessionEnd({ ...session, isFinished: false }))).toBe(2);
  const under = { ...session, ended: null, isFinished: false };
  expect(statusOf(sessionEnd(under))).toBe(3);
});
