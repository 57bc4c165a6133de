// The commit that a run's record names; and that asking for it runs nothing that a repository from
// elsewhere sets up.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readGit } from '../../src/run/provenance.js';
import { inFolder } from '../folders.js';

async function inRepository(
  work: (folder: string, git: (...words: string[]) => string) => Promise<void>,
): Promise<void> {
  await inFolder(async (folder) => {
    const git = (...words: string[]): string =>
      execFileSync('git', ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@b', ...words], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }).trim();
    git('init', '-q');
    writeFileSync(join(folder, 'a.yaml'), 'dataset: spirals\n');
    git('add', '.');
    git('commit', '-qm', 'one');
    await work(folder, git);
  });
}

test('is the one that stands, and whether something differs from it', async () => {
  await inRepository(async (folder, git) => {
    const commit = git('rev-parse', 'HEAD');
    writeFileSync(join(folder, 'untracked'), '');
    expect(await readGit(folder)).toEqual({ commit, dirty: false });
    writeFileSync(join(folder, 'a.yaml'), 'dataset: mnist\n');
    expect(await readGit(folder)).toEqual({ commit, dirty: true });
  });
  await inFolder(async (folder) => expect(await readGit(folder)).toBeNull());
});

test('no watcher, hook, filter or submodule of a repository is run', async () => {
  await inRepository(async (folder, git) => {
    const harm = `touch ${join(folder, '.git/harmed')}`;
    execFileSync('git', ['init', '-q', join(folder, 'inner')]);
    execFileSync('git', ['-C', join(folder, 'inner'), 'config', 'core.fsmonitor', harm]);
    execFileSync('git', [
      '-C',
      join(folder, 'inner'),
      '-c',
      'user.name=a',
      '-c',
      'user.email=a@b',
      'commit',
      '-q',
      '--allow-empty',
      '-m',
      'x',
    ]);
    writeFileSync(join(folder, '.gitattributes'), '*.yaml filter=evil\n');
    git('add', '.');
    git('commit', '-qm', 'two');
    const commit = git('rev-parse', 'HEAD');
    for (const name of ['post-index-change', 'fsmonitor-watchman']) {
      writeFileSync(join(folder, '.git/hooks', name), `#!/bin/sh\n${harm}\n`);
      chmodSync(join(folder, '.git/hooks', name), 0o755);
    }
    for (const [key, value] of [
      ['core.fsmonitor', harm],
      ['filter.evil.clean', `sh -c '${harm}; cat'`],
      ['filter.evil.process', harm],
      ['filter.evil.required', 'true'],
    ] as const) {
      git('config', key, value);
    }
    // Git looks into a file whose time has changed.
    utimesSync(join(folder, 'a.yaml'), 1, 1);
    rmSync(join(folder, '.git/harmed'), { force: true });
    expect(await readGit(folder)).toEqual({ commit, dirty: false });
    expect(existsSync(join(folder, '.git/harmed'))).toBe(false);
    // That it would have been: as git is asked by others, whom the filter does not answer.
    expect(() => git('status')).toThrow();
    expect(existsSync(join(folder, '.git/harmed'))).toBe(true);
  });
});
