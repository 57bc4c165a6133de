// From what a person calls runs to their comparison.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { loadComparison } from '../../src/comparison/load.js';
import { inFolder } from '../folders.js';
import { makeRunFolder } from '../run/fixture.js';

const namesOf = async (
  ...[args, folder]: Parameters<typeof loadComparison>
): Promise<readonly unknown[]> =>
  (await loadComparison(args, folder)).tables.flatMap(({ rows }) =>
    rows.map(({ cells }) => cells.get('run')?.value),
  );

test('all runs of the folder, or those that are named', async () => {
  await inFolder(async (folder) => {
    makeRunFolder(join(folder, 'adam-20260102T030405Z-a1'), { name: 'adam' });
    makeRunFolder(join(folder, 'relu-20260102T030405Z-b2'), { name: 'relu' });
    expect(await namesOf([], folder)).toEqual(['adam', 'relu']);
    expect(await namesOf(['relu'], folder)).toEqual(['relu']);
    await expect(loadComparison(['sgd'], folder)).rejects.toEqual(
      expect.objectContaining({ exitCode: 2 }),
    );
  });
});

test('a name that several runs have means all of them', async () => {
  await inFolder(async (folder) => {
    makeRunFolder(join(folder, 'adam-20260102T030405Z-a1'), { name: 'adam', seed: 1 });
    makeRunFolder(join(folder, 'adam-20260102T030405Z-b2'), { name: 'adam', seed: 2 });
    const { tables } = await loadComparison(['adam'], folder);
    expect(tables.map(({ rows }) => rows.map(({ n }) => n))).toEqual([[2]]);
  });
});

test('those of which a condition holds; a word where there is none', async () => {
  await inFolder(async (folder) => {
    makeRunFolder(join(folder, 'adam-20260102T030405Z-a1'), { name: 'adam', seed: 1 });
    makeRunFolder(join(folder, 'relu-20260102T030405Z-b2'), { name: 'relu', seed: 2 });
    const { tables, notes } = await loadComparison([], folder, { where: 'name=relu' });
    expect(tables.map(({ rows }) => rows.flatMap(({ folders }) => folders))).toEqual([
      [join(folder, 'relu-20260102T030405Z-b2')],
    ]);
    expect(notes).toEqual(['left out by --where: 1 run of 2']);
    expect(await loadComparison([], folder, { where: 'name=sgd' })).toEqual({
      tables: [],
      notes: ['left out by --where: 2 runs of 2'],
    });
  });
});

test('a folder without runs, or none, is an empty comparison that says what to do', async () => {
  await inFolder(async (folder) => {
    mkdirSync(join(folder, 'no-run'));
    for (const place of [folder, join(folder, 'nowhere')]) {
      expect(await loadComparison([], place)).toEqual({
        tables: [],
        notes: [
          `there are no runs in ${JSON.stringify(place)}: train one with "dlx train SPEC", or name another folder with --runs DIR`,
        ],
      });
    }
  });
});
