// Predictions out of fold whose runs are gone: what a prune leaves that is killed between the runs and them.
import { cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { foldsFolder, lostFolds, outOfFoldFile } from '../../src/commands/kept-folds.js';
import { trashName } from '../../src/run/trash.js';
import { dlx } from '../cli/warm.js';
import { inFolder } from '../folders.js';
import { makeForeignFolder, makeRecord, makeRunFolder } from '../run/fixture.js';

const hashOf = (two: string): string => two.repeat(32);
const nameOf = (two: string): string => `a-${two.repeat(6)}.csv`;

/** A folder of runs with one run of `aa`, and files of these cross-validations. */
function makeRuns(folder: string, ...groups: readonly string[]): string {
  const runs = join(folder, 'runs');
  makeRun(runs, 'aa');
  mkdirSync(join(runs, foldsFolder));
  for (const two of groups) writeFileSync(join(runs, foldsFolder, nameOf(two)), 'row\r\n');
  return runs;
}

function makeRun(place: string, two: string): void {
  makeRunFolder(join(place, `a-20260102T030405Z-${two}`), {
    id: two,
    name: 'a',
    hashes: { spec: hashOf(two), group: hashOf(two) },
  });
}

test('a file is called by the hash that its runs have in common', () => {
  const record = makeRecord({ name: 'a', hashes: { spec: '', group: hashOf('aa') } });
  expect(outOfFoldFile('runs', record)).toBe(join('runs', foldsFolder, nameOf('aa')));
});

test('lost is what no run there is of, if all of them can be read', async () => {
  await inFolder((folder) => {
    const runs = makeRuns(folder, 'aa', 'bb', 'cc');
    const fileOf = (two: string): string => join(runs, foldsFolder, nameOf(two));
    // What is called otherwise is somebody's own.
    writeFileSync(join(runs, foldsFolder, 'mine.csv'), '');
    expect(lostFolds(runs)).toEqual({ ofTrash: [], others: [fileOf('bb'), fileOf('cc')] });
    makeRun(join(runs, trashName), 'bb');
    expect(lostFolds(runs)).toEqual({ ofTrash: [fileOf('bb')], others: [fileOf('cc')] });
    symlinkSync(join(runs, foldsFolder), join(folder, foldsFolder));
    expect(lostFolds(folder)).toEqual({ ofTrash: [], others: [] });
    makeForeignFolder(join(runs, 'torn'), '{"format": 2, "id": "5e0');
    expect(lostFolds(runs)).toEqual({ ofTrash: [], others: [] });
    expect(lostFolds(join(folder, 'nowhere'))).toEqual({ ofTrash: [], others: [] });
    return Promise.resolve();
  });
});

test('the next prune removes what was of runs in the trash, and names the others; list names them', async () => {
  await inFolder(async (folder) => {
    const runs = makeRuns(folder, 'aa', 'bb', 'cc');
    makeRun(join(runs, trashName), 'bb');
    const [kept, ofTrash, other] = ['aa', 'bb', 'cc'].map((two) =>
      join('runs', foldsFolder, nameOf(two)),
    );
    const noted = (file = '') =>
      `${file} holds predictions out of fold of runs that are gone: remove it if nobody needs it`;
    const listed = JSON.parse((await dlx(folder, ['list', '--json'])).stdout) as unknown;
    expect(listed).toMatchObject({ ok: true, notes: [noted(ofTrash), noted(other)] });
    expect((await dlx(folder, ['list'])).stderr).toContain(noted(other));

    const words = ['prune', '--state', 'failed'];
    expect((await dlx(folder, [...words, '--dry-run'])).stderr).not.toContain('removed');
    expect(existsSync(join(folder, ofTrash ?? ''))).toBe(true);
    const { code, stderr } = await dlx(folder, words);
    expect([code, stderr]).toEqual([
      0,
      `${noted(other)}\nremoved with the last of its runs: ${ofTrash}\nnothing to remove in runs\n`,
    ]);
    expect([kept, ofTrash, other].map((file = '') => existsSync(join(folder, file)))).toEqual([
      true,
      false,
      true,
    ]);
    // Of a run that was moved back they are made again by who trains it.
    cpSync(join(runs, trashName), runs, { recursive: true });
    const told = JSON.parse((await dlx(folder, [...words, '--json'])).stdout) as unknown;
    expect(told).toMatchObject({ ok: true, notes: [noted(other)] });
  });
});
