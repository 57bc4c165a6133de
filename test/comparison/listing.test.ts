// What a list says of runs, and in which order.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { listRuns, startOf } from '../../src/comparison/listing.js';
import { readRun } from '../../src/run/read.js';
import { makeForeignFolder, makeRunFolder, withFolder } from '../run/fixture.js';
import { run } from './runs.js';

test('the newest first; what cannot be read by its name, else last', () => {
  const runs = [
    { folder: 'runs/gone', damaged: 'no' },
    run('old', { started: '2026-01-02T03:04:05.000Z' }),
    { folder: 'runs/torn-20260203T000000Z-a1', damaged: 'no' },
    run('new', { started: '2026-03-02T03:04:05.000Z' }),
  ];
  expect(listRuns(runs).map(({ folder }) => folder.slice(5, 9))).toEqual([
    'new-',
    'torn',
    'old-',
    'gone',
  ]);
  expect(runs.map(startOf)[2]).toBe('2026-02-03T00:00:00.000Z');
});

test('a run with its score, data and size; a damaged one with why', () => {
  withFolder((folder) => {
    const place = makeRunFolder(join(folder, 'a-20260102T030405Z-a1'), {
      tags: ['x'],
      state: 'interrupted',
      stopped: { signal: 'SIGINT' },
    });
    writeFileSync(join(place, 'epochs.jsonl'), 'x'.repeat(5000));
    const torn = makeForeignFolder(join(folder, 'torn'), '{');
    const [first, second] = listRuns([place, torn].map(readRun));
    expect(first).toMatchObject({
      folder: place,
      state: 'interrupted',
      name: 'adam',
      tags: ['x'],
      data: 'fashion_mnist',
      score: { name: 'val_accuracy', value: 0.8891 },
      message: 'stopped by SIGINT after 20 of 20 epochs',
    });
    expect(first?.bytes).toBeGreaterThan(5000);
    expect(second).toMatchObject({
      folder: torn,
      state: 'damaged',
      name: null,
      bytes: 1,
      message: 'its run.json is not JSON, or was cut off',
    });
  });
});

test('without metrics the loss; without a validation no score', () => {
  const [loss, none] = listRuns([
    run('a', { metrics: [] }),
    run('b', { scores: { train: null, validation: null, test: null } }),
  ]);
  expect(loss?.score).toEqual({ name: 'val_loss', value: 0.3123 });
  expect(none?.score).toBeNull();
});
