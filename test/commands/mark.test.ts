// Tags, notes and names as a user gives them.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { files } from '../../src/ground/files.js';
import { takeLock } from '../../src/run/lock.js';
import { dlx } from '../cli/warm.js';
import { recordOf } from '../faults/runs.js';
import { inFolder } from '../folders.js';
import { makeForeignFolder, makeRunFolder } from '../run/fixture.js';

const [a, b] = ['runs/adam-20260102T030405Z-a1', 'runs/relu-20260102T030405Z-b2'];

const withRuns = (use: (folder: string) => Promise<void>): Promise<void> =>
  inFolder((folder) => {
    makeRunFolder(join(folder, a), { tags: ['old'] });
    makeRunFolder(join(folder, b), { name: 'relu' });
    return use(folder);
  });

test('tags are put on several runs and taken off, and said', async () => {
  await withRuns(async (folder) => {
    expect(
      await dlx(folder, ['tag', 'adam', b, '--add', 'good', '--add', 'a b', '--remove', 'old']),
    ).toEqual({
      code: 0,
      stdout: `${a}: tags good, a b\n${b}: tags good, a b\n`,
      stderr: `${b} had no tag "old"\n`,
    });
    expect(recordOf(join(folder, a)).tags).toEqual(['good', 'a b']);
    expect(await dlx(folder, ['tag', 'adam', '--remove=good', '--remove', 'a b'])).toMatchObject({
      stdout: `${a}: no tags\n`,
    });
    const json = await dlx(folder, ['tag', a, '--add', 'x', '--remove', 'y', '--json']);
    expect(json).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(json.stdout)).toEqual({
      ok: true,
      runs: [
        { run: a, id: 'id of adam-20260102T030405Z-a1', name: 'adam', tags: ['x'], notes: null },
      ],
      failed: [],
    });
    expect((await dlx(folder, ['verify', a, '--files'])).stderr).not.toMatch(/run\.json/);
  });
});

test('what is not clear is asked', async () => {
  await withRuns(async (folder) => {
    for (const [words, message] of [
      [['tag', 'adam'], 'tag needs to be told what: --add TAG or --remove TAG, again for more\n'],
      [
        ['tag', 'adam', '--add', 'x', '--remove', 'x'],
        '--add and --remove both name "x": which of them is meant?\n',
      ],
      [['tag', '--add', 'x'], 'tag needs at least one run: dlx tag latest\n'],
      [
        ['note', 'adam'],
        "note needs the note; '' takes it away behind its run: dlx note adam TEXT\n",
      ],
      [['rename', 'adam'], 'rename needs its new name behind its run: dlx rename adam NAME\n'],
      [
        ['rename', 'adam', 'x', 'y'],
        'dlx rename does not take "y"; `dlx rename --help` says what it takes\n',
      ],
      [
        ['rename', 'adam', 'a b'],
        'a name has 1 to 64 letters, digits, ., _ and -, and begins with a letter or digit, got "a b"\n',
      ],
    ] as const) {
      expect(await dlx(folder, words)).toEqual({ code: 2, stdout: '', stderr: message });
    }
  });
});

test('a folder of several runs is no run to be renamed, or noted', async () => {
  await withRuns(async (folder) => {
    for (const words of [
      ['rename', 'runs', 'x'],
      ['note', 'runs', 'x'],
    ]) {
      expect(await dlx(folder, words)).toEqual({
        code: 2,
        stdout: '',
        stderr: '"runs" means several runs, and one is wanted: name it\n',
      });
    }
    expect([a, b].map((run) => recordOf(join(folder, run)).name)).toEqual(['adam', 'relu']);
  });
});

test('from within its folder a run is renamed, and removed, too', async () => {
  await withRuns(async (folder) => {
    const renamed = await dlx(join(folder, a), ['rename', '.', 'better', '--runs', '..']);
    const moved = join(folder, 'runs/better-20260102T030405Z-a1');
    expect([renamed.code, recordOf(moved).name]).toEqual([0, 'better']);
    expect((await dlx(join(folder, b), ['prune', '.', '--runs', '..'])).code).toBe(0);
    expect(readdirSync(join(folder, 'runs')).sort()).toEqual([
      '.trash',
      'better-20260102T030405Z-a1',
    ]);
    expect(readdirSync(join(folder, 'runs/.trash'))).toEqual(['relu-20260102T030405Z-b2']);
  });
});

test('a run that is in use, or damaged, keeps no other from its tag', async () => {
  await withRuns(async (folder) => {
    makeForeignFolder(join(folder, 'runs/torn-20260102T030405Z-c3'), '{');
    const lock = takeLock(files, join(folder, a));
    const busy = await dlx(folder, ['tag', a, '--add', 'x']);
    expect(busy).toMatchObject({ code: 5, stdout: '' });
    expect(busy.stderr).toMatch(/^runs\/adam-\S+ is in use by process \d+ on .*: wait for it/);
    expect(await dlx(folder, ['tag', 'adam', 'relu', '--add', 'x'])).toMatchObject({
      code: 5,
      stdout: `${b}: tags x\n`,
      stderr: expect.stringMatching(/^error: runs\/adam-\S+ is in use/),
    });
    const several = await dlx(folder, ['tag', 'adam', 'relu', 'torn', '--add', 'x', '--json']);
    expect(several).toMatchObject({ code: 1, stderr: '' });
    expect(JSON.parse(several.stdout)).toMatchObject({
      ok: false,
      error: { kind: 'in use', action: 'wait', problems: [{}, {}] },
      runs: [{ run: b, tags: ['x'] }],
      failed: [
        { run: a, error: { kind: 'in use', action: 'wait' } },
        { error: { kind: 'data', problems: [{ message: expect.stringMatching(/is damaged: /) }] } },
      ],
    });
    lock[Symbol.dispose]();
  });
});

test('a note is written, shown and taken away', async () => {
  await withRuns(async (folder) => {
    expect(await dlx(folder, ['note', 'adam', 'the best so far'])).toMatchObject({
      code: 0,
      stdout: `${a}: note the best so far\n`,
    });
    expect((await dlx(folder, ['show', a])).stdout).toMatch(/^notes +the best so far$/m);
    expect(await dlx(folder, ['note', 'adam', ''])).toMatchObject({ stdout: `${a}: no note\n` });
    expect(recordOf(join(folder, a)).notes).toBeNull();
  });
});

test('a renamed run is found by its new name, and so is the parent of its child', async () => {
  await withRuns(async (folder) => {
    const id = 'id of adam-20260102T030405Z-a1';
    makeRunFolder(join(folder, b), { name: 'relu', parent: id });
    const moved = 'runs/better-20260102T030405Z-a1';
    expect(await dlx(folder, ['rename', 'adam', 'better'])).toMatchObject({
      code: 0,
      stdout: `${a} is ${moved} now\n`,
    });
    expect(existsSync(join(folder, a))).toBe(false);
    expect((await dlx(folder, ['show', 'better'])).stdout).toMatch(/^name +better, seed 42$/m);
    expect((await dlx(folder, ['show', 'relu'])).stdout).toContain(`parent  ${moved} (${id})`);
    // Its time and id lead to it under its old name, too, as other files may have it.
    for (const old of [a, a.slice('runs/'.length)]) {
      expect((await dlx(folder, ['show', old])).stdout).toMatch(/^name +better, seed 42$/m);
    }
    const compared = await dlx(folder, ['compare', '--columns', 'run,name']);
    expect(compared.stdout).toMatch(/^better\S* +better$/m);
  });
});
