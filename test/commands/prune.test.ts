// Runs that are removed, as a user removes them; and those that are not.
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { files } from '../../src/ground/files.js';
import { takeLock } from '../../src/run/lock.js';
import { dlx } from '../cli/warm.js';
import { makeTutorialRuns } from '../comparison/runs.js';
import { inFolder } from '../folders.js';
import { makeRunFolder } from '../run/fixture.js';

const withRuns = (use: (folder: string) => Promise<void>): Promise<void> =>
  inFolder((folder) => {
    makeTutorialRuns(join(folder, 'runs'));
    return use(folder);
  });

const namesIn = (folder: string, place = 'runs'): readonly string[] =>
  existsSync(join(folder, place))
    ? readdirSync(join(folder, place))
        .filter((name) => !name.startsWith('.'))
        .map((name) => name.replace(/-.*/, ''))
        .sort()
    : [];

test('nothing is removed without being told which, nor by --dry-run', async () => {
  await withRuns(async (folder) => {
    const before = namesIn(folder);
    const bare = await dlx(folder, ['prune']);
    expect(bare).toMatchObject({ code: 2, stdout: '' });
    expect(bare.stderr).toMatch(/^prune needs to be told which runs: /);
    const dry = await dlx(folder, ['prune', '--state', 'failed', '--dry-run']);
    expect(dry.stdout).toMatch(/^wide-20260102T030405Z-f6 /m);
    expect(dry.stdout).toMatch(/\nwould be moved to runs\/\.trash: 1 run, \d\.\d kB\n$/);
    expect((await dlx(folder, ['prune', 'wide', '--now', '--dry-run'])).stdout).toMatch(
      /\nwould be deleted for good: 1 run, /,
    );
    expect(namesIn(folder)).toEqual(before);
    expect(readdirSync(join(folder, 'runs'))).not.toContain('.trash');
  });
});

test('what is asked for goes into the trash, all else stays', async () => {
  await withRuns(async (folder) => {
    const { code, stdout, stderr } = await dlx(folder, ['prune', '--state', 'failed']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /\nmoved to runs\/\.trash: 1 run, \d\.\d kB; move one back to have it again, remove the folder to have the room\n$/,
    );
    expect(namesIn(folder, 'runs/.trash')).toEqual(['wide']);
    expect(namesIn(folder)).toEqual([
      'adam',
      'adam',
      'dropout',
      'momentum',
      'sigmoid',
      'softmax',
      'torn',
    ]);
    // The best two of each data set stay. What a running process left counts as interrupted.
    const kept = await dlx(folder, ['prune', '--keep', 'best:2', '--json']);
    expect(kept).toMatchObject({ code: 0, stderr: '' });
    const document = JSON.parse(kept.stdout) as {
      readonly removed: readonly { readonly name: string; readonly to: string }[];
      readonly left: readonly unknown[];
    };
    expect(document).toMatchObject({ ok: true, dry_run: false, deleted: false, left: [] });
    expect(document.removed.map(({ name }) => name).toSorted()).toEqual([
      'momentum',
      'sigmoid',
      'slow',
      'softmax',
    ]);
    expect(namesIn(folder)).toEqual(['adam', 'dropout', 'torn']);
    expect((await dlx(folder, ['list'])).stdout).not.toContain('momentum');
    const none = await dlx(folder, ['prune', '--where', 'tag=nobody']);
    expect(none).toMatchObject({ code: 0, stdout: '' });
    expect(none.stderr).toMatch(/nothing to remove in runs\n$/);
  });
});

test('--now deletes for good', async () => {
  await withRuns(async (folder) => {
    const { code, stdout } = await dlx(folder, ['prune', 'wide', '--now']);
    expect([code, stdout.includes('\ndeleted for good: 1 run, ')]).toEqual([0, true]);
    expect(readdirSync(join(folder, 'runs/.trash'))).toEqual([]);
    expect(namesIn(folder)).not.toContain('wide');
  });
});

test('never what somebody trains, what is no plain run, or what a child was made from', async () => {
  await withRuns(async (folder) => {
    const runs = join(folder, 'runs');
    const busy = makeRunFolder(join(runs, 'busy-20260102T030405Z-i9'), { state: 'running' });
    using _ = takeLock(files, busy);
    writeFileSync(join(runs, 'softmax-20260102T030405Z-e5/thesis.md'), 'precious');
    mkdirSync(join(folder, 'elsewhere'));
    const away = makeRunFolder(join(folder, 'elsewhere/away-20260102T030405Z-j0'));
    symlinkSync(away, join(runs, 'link'));
    makeRunFolder(join(runs, 'child-20260102T030405Z-k1'), {
      parent: 'id of momentum-20260102T030405Z-b2',
      started: '2099-01-01T00:00:00.000Z',
      finished: '2099-01-01T00:00:00.000Z',
    });
    const { code, stderr } = await dlx(folder, ['prune', '--older', '1d']);
    expect(code).toBe(0);
    expect(namesIn(folder)).toEqual(['busy', 'child', 'link', 'momentum', 'softmax', 'torn']);
    expect(existsSync(join(away, 'run.json'))).toBe(true);
    expect(stderr.split('\n').filter((line) => line.startsWith('left alone: '))).toEqual([
      'left alone: runs/busy-20260102T030405Z-i9: it is being trained',
      'left alone: runs/momentum-20260102T030405Z-b2: runs/child-20260102T030405Z-k1 was made from it; --parents removes it all the same',
      'left alone: runs/softmax-20260102T030405Z-e5: it holds "thesis.md", which no run has',
    ]);
    // Who names one learns that it is still there.
    const named = await dlx(folder, ['prune', 'softmax', '--json']);
    expect([named.code, named.stderr]).toEqual([1, '']);
    expect(JSON.parse(named.stdout)).toMatchObject({
      ok: false,
      error: { kind: 'data', problems: [{ message: expect.stringMatching(/"thesis\.md"/) }] },
      removed: [],
    });
    for (const name of ['busy', 'softmax', 'torn', 'runs/link']) {
      expect([name, (await dlx(folder, ['prune', name, '--now'])).code]).toEqual([name, 1]);
    }
    expect((await dlx(folder, ['prune', 'momentum', '--parents'])).code).toBe(0);
    expect(namesIn(folder)).toEqual(['busy', 'child', 'link', 'softmax', 'torn']);
  });
});
