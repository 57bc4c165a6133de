// What is said of a run that its record tells.
import { expect, test } from '@jest/globals';
import {
  deviceInWords,
  deviceName,
  endInWords,
  libraryInWords,
  reasonOf,
} from '../../src/run/record.js';
import { makeRecord } from './fixture.js';

const { how, machine, versions } = makeRecord();
const onGpu = makeRecord({
  how: { ...how, device: 'gpu', threads: 8 },
  machine: { ...machine, gpu: 'NVIDIA A10' },
});

test('why a run did not come to its end', () => {
  expect(reasonOf(makeRecord())).toBeNull();
  expect(reasonOf(makeRecord({ message: 'out of memory' }))).toBe('out of memory');
  const epochs = { planned: 20, done: 7, best: 3 };
  expect(reasonOf(makeRecord({ stopped: { signal: 'SIGTERM' }, epochs, message: 'x' }))).toBe(
    'stopped by SIGTERM after 7 of 20 epochs',
  );
});

test('how a finished one ended before its last epoch', () => {
  const epochs = { planned: 20, done: 7, best: 3 };
  const at = { epoch: 7, step: 12, seconds: 60 };
  expect(endInWords(makeRecord())).toBeNull();
  expect(endInWords(makeRecord({ epochs, ended: { by: 'early_stopping', ...at } }))).toBe(
    'stopped early after 7 of 20 epochs',
  );
  // Before there was a word for it, nothing else ended one.
  expect(endInWords(makeRecord({ epochs }))).toBe('stopped early after 7 of 20 epochs');
  const ended = { by: 'budget', ...at } as const;
  expect(endInWords(makeRecord({ epochs, ended }))).toBe('ended by its budget in epoch 7 of 20');
  // In its last epoch, too.
  const last = { planned: 7, done: 7, best: 3 };
  expect(endInWords(makeRecord({ epochs: last, ended }))).toBe(
    'ended by its budget in epoch 7 of 7',
  );
});

test('what it was trained on', () => {
  expect(deviceName(makeRecord())).toBe('CPU');
  expect(deviceName(onGpu)).toBe('NVIDIA A10');
  expect(deviceName({ ...onGpu, machine })).toBe('GPU');
  expect(deviceInWords(makeRecord({ machine: { ...machine, cpu: 'EPYC' } }))).toBe(
    'EPYC, 2 threads',
  );
  expect(deviceInWords(makeRecord({ how: { ...how, threads: 1 } }), 'one')).toBe('one, 1 thread');
  // A GPU's threads are no matter.
  expect(deviceInWords(onGpu, 'CPU')).toBe('NVIDIA A10');
});

test('by what it was trained', () => {
  expect(libraryInWords(makeRecord())).toBe('TensorFlow 2.21.0, eager');
  expect(
    libraryInWords(
      makeRecord({
        machine: { ...machine, backend: 'wasm' },
        versions: { ...versions, tensorflow: null },
      }),
    ),
  ).toBe('TensorFlow.js 4.22.0 (wasm)');
});
