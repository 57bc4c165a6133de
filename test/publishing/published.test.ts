// What is read of a run for strangers.
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { groupsOfRuns, publishedRun, replicatesOf } from '../../src/publishing/published.js';
import { intactRecord } from '../../src/run/read.js';
import { inFolder } from '../folders.js';
import { makeRecord, makeRunFolder } from '../run/fixture.js';
import { frozen, frozenFolder } from './frozen.js';

test('a whole run: its network, how it does on the test set, and how sure that is', () => {
  const { model, judged, notes } = frozen();
  expect(notes).toEqual([]);
  expect(model?.network.parameters.total).toBe(39);
  expect(judged?.part).toBe('test');
  expect([...(judged?.intervals.keys() ?? [])]).toEqual(['loss', 'accuracy']);
});

test('what is damaged is told, and the rest stays', async () => {
  await inFolder(async (folder) => {
    const place = join(folder, 'runs/a-20260102T030405Z-a');
    cpSync(frozenFolder, place, { recursive: true });
    writeFileSync(join(place, 'targets/test.npy'), 'x');
    const record = intactRecord(place, 'is damaged');
    const one = publishedRun(place, record);
    expect(one).toMatchObject({ judged: null, notes: [expect.stringContaining('test.npy')] });
    expect(one.model).not.toBeNull();
    writeFileSync(join(place, 'data.json'), '{}');
    expect(publishedRun(place, record)).toMatchObject({ model: null, judged: null });
    await Promise.resolve();
  });
});

test('a sealed test set is not in its record', () => {
  const record = makeRecord({ sealed: { opened: null } });
  expect(publishedRun('none', record).record.scores.test).toBeNull();
});

test('replicates are those beside it, finished, of the same spec', async () => {
  await inFolder(async (folder) => {
    const made = (name: string, seed: number, more: object = {}): string =>
      makeRunFolder(join(folder, `runs/${name}-20260102T030405Z-${seed}`), { name, seed, ...more });
    const [first, second] = [made('adam', 1), made('adam', 2)];
    made('adam', 3, { state: 'failed' });
    made('relu', 4, { hashes: { spec: 'd'.repeat(64), group: 'e'.repeat(64) } });
    expect(replicatesOf(first, makeRecord())?.runs.map((run) => run.folder)).toEqual([
      first,
      second,
    ]);
    // Of one run alone the group of it and its neighbours, of all once.
    expect(groupsOfRuns([first]).map(({ runs }) => runs.length)).toEqual([2]);
    expect(groupsOfRuns([first, second]).map(({ runs }) => runs.length)).toEqual([2]);
    made('adam', 5);
    expect(groupsOfRuns([first, second]).map(({ runs }) => runs.length)).toEqual([2, 3]);
    await Promise.resolve();
  });
});
