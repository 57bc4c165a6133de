// Which files a run folder has, by what its description says.
import { expect, test } from '@jest/globals';
import {
  eventFilesOf,
  eventFolders,
  listedFiles,
  mayBeHalfWritten,
  outputFile,
  outputFiles,
} from '../../src/run/layout.js';

test('outputs are three kinds of two parts', () => {
  expect(outputFile('targets', 'test')).toBe('targets/test.npy');
  expect([...outputFiles].sort()).toEqual([
    'predictions/test.npy',
    'predictions/validation.npy',
    'rows/test.npy',
    'rows/validation.npy',
    'targets/test.npy',
    'targets/validation.npy',
  ]);
});

test('events are of the run, of training and of validation, and called as TensorFlow calls them', () => {
  // 2026-01-02 is day 20455 since 1970.
  const name = `events.out.tfevents.${20_455 * 86_400 + 3 * 3600 + 4 * 60 + 5}`;
  expect(eventFilesOf({ started: '2026-01-02T03:04:05.900Z', id: 'a1b2' })).toEqual([
    `events/${name}.a1b2`,
    `events/train/${name}.a1b2`,
    `events/validation/${name}.a1b2`,
  ]);
  expect(eventFolders).toEqual(['events', 'events/train', 'events/validation']);
  const [strange] = eventFilesOf({ started: '2026-01-02T03:04:05Z', id: '../../x' });
  expect(strange).toBe(`events/${name}.______x`);
});

test('all files but the record itself and the lock have their hash in it', () => {
  expect(listedFiles).toHaveLength(14);
  expect(new Set(listedFiles).size).toBe(14);
  expect(listedFiles).not.toContain('run.json');
});

test.each([
  ['lock', true],
  ['lock.4711', true],
  ['run.json', true],
  ['epochs.jsonl', true],
  ['last.1.safetensors', true],
  ['best.safetensors', true],
  ['history.svg', true],
  ['validation.npy', true],
  ['events.out.tfevents.1767323045.a1b2', true],
  ['events.out.tfevents.x', false],
  // Written once, before the folder has its name.
  ['spec.yaml', false],
  ['lock.x', false],
  ['last.2.safetensors', false],
  ['train.npy', false],
  ['a run.json', false],
])('%s may be half written: %s', (name, may) => {
  expect(mayBeHalfWritten.test(name)).toBe(may);
});
