// The runs that there are, as a user and as a program asks for them.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { dlx } from '../cli/warm.js';
import { makeTutorialRuns } from '../comparison/runs.js';
import { inFolder } from '../folders.js';
import { makeRunFolder } from '../run/fixture.js';

test('a line a run, the damaged one named; only those that are asked for', async () => {
  await inFolder(async (folder) => {
    makeTutorialRuns(join(folder, 'runs'));
    const newest = join(folder, 'runs/late-20270102T030405Z-z9');
    makeRunFolder(newest, { name: 'late', started: '2027-01-02T03:04:05.000Z', tags: ['keep'] });
    const { code, stdout, stderr } = await dlx(folder, ['list']);
    const lines = stdout.trimEnd().split('\n');
    expect([code, lines.length]).toEqual([0, 2 + 9]);
    expect(lines[2]).toMatch(/^late-20270102T030405Z-z9 +finished +val_accuracy 0\.8891 /);
    expect(stdout).toMatch(/^torn-20260102T030405Z-h8 +damaged /m);
    expect(stdout).toMatch(/^wide-20260102T030405Z-f6 +failed, 0\/20 /m);
    expect(stderr).toBe(
      'runs/torn-20260102T030405Z-h8 is damaged: its run.json is not JSON, or was cut off\n',
    );

    const good = await dlx(folder, ['list', '--where', 'val_accuracy>0.88 and optimizer=adam']);
    expect(good.stdout.match(/^\S+-\d{8}T/gm)).toHaveLength(4);
    expect(good.stderr).toMatch(/^left out by --where: 5 runs of 9\n/);
    const named = await dlx(folder, ['list', 'adam']);
    expect(named.stdout.match(/^\S+-\d{8}T/gm)).toHaveLength(2);
    expect(await dlx(folder, ['list', '--where', 'optimiser=adam'])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'unknown column "optimiser"; did you mean "optimizer"?\n',
    });
  });
});

test('as JSON, a line a run, with nothing beside it', async () => {
  await inFolder(async (folder) => {
    makeTutorialRuns(join(folder, 'runs'));
    const { code, stdout, stderr } = await dlx(folder, ['list', '--json']);
    expect([code, stderr, stdout.trimEnd().split('\n').length]).toEqual([0, '', 8]);
    const { runs, notes } = JSON.parse(stdout) as {
      readonly runs: readonly Readonly<Record<string, unknown>>[];
      readonly notes: readonly string[];
    };
    expect(notes).toEqual([]);
    expect(runs).toHaveLength(8);
    expect(runs.find(({ name }) => name === 'momentum')).toMatchObject({
      run: 'runs/momentum-20260102T030405Z-b2',
      state: 'finished',
      score: { name: 'val_accuracy', value: 0.8844 },
    });
    const some = await dlx(folder, ['list', '--json', '--where', 'state=damaged']);
    expect(JSON.parse(some.stdout)).toMatchObject({
      runs: [{ state: 'damaged', name: null }],
      notes: ['left out by --where: 7 runs of 8'],
    });
  });
});

test('of no runs a word', async () => {
  await inFolder(async (folder) => {
    const none = await dlx(folder, ['list']);
    expect(none).toMatchObject({ code: 0, stdout: '' });
    expect(none.stderr).toMatch(/^there are no runs in "runs": train one/);
    mkdirSync(join(folder, 'runs'));
    writeFileSync(join(folder, 'runs/.gitkeep'), '');
    const json = await dlx(folder, ['list', '--json']);
    expect(JSON.parse(json.stdout)).toMatchObject({ runs: [] });
  });
});
