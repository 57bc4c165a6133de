// A run's files of events as they grow: the same as an export of the run, and each epoch once.
import { basename } from 'node:path';
import { expect, test } from '@jest/globals';
import {
  curveEvent,
  curveHead,
  curveWith,
  wholeEnd,
  wholeHead,
} from '../../../src/export/tensorboard/live.js';
import { tensorboardFiles } from '../../../src/export/tensorboard/tensorboard.js';
import { eventFile } from '../../../src/run/layout.js';
import { readEpochs, readRun } from '../../../src/run/read.js';
import { join } from 'node:path';
import { root } from '../../folders.js';
import { readEvents } from './events.js';

const folder = join(root, 'test/fixtures/runs/finished-0.1.0');
const read = readRun(folder);
if (!('record' in read)) throw new Error('the fixture cannot be read');
const { record } = read;
const epochs = readEpochs(folder);

const grown = (part: 'train' | 'validation'): Buffer =>
  Buffer.concat([
    curveHead(record),
    ...epochs.map(({ epoch }) => curveEvent(record, epochs.slice(0, epoch), part, null)),
  ]);

test.each(['train', 'validation'] as const)('curves of %s grow to what an export has', (part) => {
  const exported = tensorboardFiles([read]).get(`${basename(folder)}/${eventFile(record, part)}`);
  expect(grown(part)).toEqual(Buffer.from(exported as Uint8Array));
});

test('a run tells of its settings as it begins, and of its scores as it ends', () => {
  const events = readEvents(Buffer.concat([wholeHead(record), wholeEnd(record, epochs, [])]));
  expect(events.map(({ values }) => Object.keys(values))).toEqual([
    [],
    ['spec', '_hparams_/session_start_info'],
    [
      ...Object.keys(record.scores.test ?? {}).map((name) => `test_${name}`),
      ...Object.keys(record.scores.validation ?? {}).map((name) => `best_validation_${name}`),
      '_hparams_/session_end_info',
    ],
  ]);
});

test('what is missing is written of the epochs, and what is too much is left out', () => {
  const whole = grown('train');
  const two = epochs.slice(0, 2);
  const none = curveWith(record, two, 'train', { found: null, spread: null });
  const more = curveWith(record, two, 'train', { found: whole, spread: null });
  const fewer = curveWith(record, epochs, 'train', { found: more.bytes, spread: null });
  expect([none.found, more.found, fewer.found]).toEqual([0, 2, 2]);
  expect(Buffer.from(more.bytes)).toEqual(whole.subarray(0, more.bytes.length));
  expect([none.bytes, fewer.bytes].map((bytes) => Buffer.from(bytes))).toEqual([
    Buffer.from(more.bytes),
    whole,
  ]);
  const values = new Map([['hidden/bias', Float32Array.of(1, 2)]]);
  const spread = { weights: values, gradients: values };
  const ofTraining = readEvents(curveWith(record, two, 'train', { found: null, spread }).bytes).map(
    (event) => Object.keys(event.values).filter((tag) => tag.includes('/')),
  );
  expect(ofTraining).toEqual([[], [], ['weights/hidden/bias', 'gradients/hidden/bias']]);
  const ofValidation = curveWith(record, two, 'validation', { found: null, spread });
  expect(readEvents(ofValidation.bytes).flatMap(({ values: all }) => Object.keys(all))).toEqual(
    two.flatMap(({ validation }) => Object.keys(validation).map((name) => `epoch_${name}`)),
  );
});
