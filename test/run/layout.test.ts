// Which files a run folder has, by what its description says.
import { expect, test } from '@jest/globals';
import { listedFiles, mayBeHalfWritten, outputFile, outputFiles } from '../../src/run/layout.js';

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
  // Written once, before the folder has its name.
  ['spec.yaml', false],
  ['lock.x', false],
  ['last.2.safetensors', false],
  ['train.npy', false],
  ['a run.json', false],
])('%s may be half written: %s', (name, may) => {
  expect(mayBeHalfWritten.test(name)).toBe(may);
});
