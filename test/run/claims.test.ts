// Trials that are claimed: one process has each, and that of a dead one is taken over.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { claimsFolder, claimTrial } from '../../src/run/claims.js';
import { filesOn, realFileSystem } from '../../src/ground/files.js';
import { inFolder, root } from '../folders.js';

test('a trial is had once, and again when it was given back, with nothing left behind', async () => {
  await inFolder(async (folder) => {
    const runs = join(folder, 'runs');
    const first = claimTrial(runs, 'abc');
    expect(first).not.toBeNull();
    expect(claimTrial(runs, 'abc')).toBeNull();
    const other = claimTrial(runs, 'def');
    expect(other).not.toBeNull();
    first?.[Symbol.dispose]();
    expect(readdirSync(join(runs, claimsFolder))).toEqual(['def']);
    const again = claimTrial(runs, 'abc');
    expect(again).not.toBeNull();
    again?.[Symbol.dispose]();
    other?.[Symbol.dispose]();
    expect(readdirSync(runs)).toEqual([]);
  });
});

test('that of a process that was killed is taken over', async () => {
  await inFolder(async (folder) => {
    const claims = join(root, 'dist/src/run/claims.js');
    const script = `import { claimTrial } from ${JSON.stringify(claims)}; claimTrial(${JSON.stringify(folder)}, 'abc'); process.kill(process.pid, 'SIGKILL');`;
    const { signal } = spawnSync(process.execPath, ['--input-type=module', '-e', script]);
    expect(signal).toBe('SIGKILL');
    expect(existsSync(join(folder, claimsFolder, 'abc', 'lock'))).toBe(true);
    const claim = claimTrial(folder, 'abc');
    expect(claim).not.toBeNull();
    claim?.[Symbol.dispose]();
    expect(existsSync(join(folder, claimsFolder))).toBe(false);
  });
});

test('a folder that is taken away between its making and its lock is made again', async () => {
  await inFolder(async (folder) => {
    let times = 0;
    const files = filesOn({
      ...realFileSystem,
      link: (from, to) => {
        times += 1;
        if (times === 1) throw Object.assign(new Error('ENOENT: no such file'), { code: 'ENOENT' });
        realFileSystem.link(from, to);
      },
    });
    const claim = claimTrial(folder, 'abc', files);
    expect([claim === null, times]).toEqual([false, 2]);
    claim?.[Symbol.dispose]();
  });
});

test('where nothing can be written that is said', async () => {
  await inFolder(async (folder) => {
    mkdirSync(join(folder, 'runs'));
    writeFileSync(join(folder, 'runs', claimsFolder), '');
    expect(() => claimTrial(join(folder, 'runs'), 'abc')).toThrow(/cannot make the folder/);
  });
});
