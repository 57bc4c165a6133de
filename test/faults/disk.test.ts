// Disks that are really full, and folders that really cannot be written: one sentence, nothing
// lost, and the run goes on once there is room.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { inFolder, root, runsIn } from '../folders.js';
import { dlx } from '../cli/warm.js';
import { counted } from './counts.js';
import { bits, onlyRun, recordOf } from './runs.js';
import { once } from '../once.js';
import { isWhole } from '../whole.js';

const words = ['train', join(root, 'experiments/spirals.yaml'), '-S', 'epochs=12', '--quiet'];

/** The bits of that run where there is room. */
const undisturbed = once(() =>
  inFolder(async (folder) => {
    await dlx(folder, words);
    return bits(onlyRun(folder));
  }),
);

function mount(options: string, folder: string): boolean {
  return spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]).status === 0;
}

// Only root may mount, and not in every container.
function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'dlx-mount-'));
  const could = mount('size=4k', folder);
  if (could) spawnSync('umount', [folder]);
  rmSync(folder, { recursive: true });
  return could;
}

async function onSmallDisk(
  size: string,
  work: (folder: string, resize: (options: string) => void) => Promise<void>,
): Promise<void> {
  await inFolder(async (folder) => {
    const runs = join(folder, 'runs');
    mkdirSync(runs);
    if (!mount(`size=${size}`, runs)) throw new Error(`cannot mount ${runs}`);
    try {
      await work(folder, (options) => void spawnSync('mount', ['-o', `remount,${options}`, runs]));
    } finally {
      spawnSync('umount', ['-l', runs]);
    }
  });
}

/**
 * Makes a file system of its own kind in a file, and mounts it: Btrfs, whose subvolumes may have
 * quotas. False where that cannot be.
 */
function mountWithQuota(image: string, folder: string): boolean {
  const run = (command: string, ...words: readonly string[]): boolean =>
    spawnSync(command, words).status === 0;
  return (
    run('truncate', '-s', '200M', image) &&
    run('mkfs.btrfs', '-q', image) &&
    run('mount', '-o', 'loop', image, folder) &&
    run('btrfs', 'quota', 'enable', folder) &&
    run('btrfs', 'subvolume', 'create', join(folder, 'runs'))
  );
}

function canLimit(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'dlx-mount-'));
  mkdirSync(join(folder, 'mounted'));
  const could = mountWithQuota(join(folder, 'image'), join(folder, 'mounted'));
  spawnSync('umount', [join(folder, 'mounted')]);
  rmSync(folder, { recursive: true });
  return could;
}

(canLimit() ? test : test.skip).each(isWhole ? ['64k', '96k', '160k', '200k', '256k'] : ['160k'])(
  'a quota of %s is used up: the run stops in one sentence, and goes on when there is more',
  async (size) => {
    await inFolder(async (folder) => {
      const mounted = join(folder, 'mounted');
      mkdirSync(mounted);
      const limit = (to: string): void =>
        void spawnSync('btrfs', ['qgroup', 'limit', to, join(mounted, 'runs')]);
      try {
        if (!mountWithQuota(join(folder, 'image'), mounted)) throw new Error('cannot mount Btrfs');
        limit(size);
        const { code, stdout, stderr } = await dlx(mounted, words);
        expect({ code, stdout: stdout === '' || stdout.startsWith('runs/') }).toEqual({
          code: 1,
          stdout: true,
        });
        expect(stderr).toMatch(
          /^error: spirals, seed 42: cannot (?:write|make the folder) runs\/[^\n]*: EDQUOT: disk quota exceeded, [^\n]*\n$/,
        );
        limit('none');
        const [run] = runsIn(mounted);
        if (run === undefined) expect(readdirSync(join(mounted, 'runs'))).toEqual([]);
        expect(
          await dlx(mounted, run === undefined ? words : ['resume', run, '--quiet']),
        ).toMatchObject({ code: 0, stderr: '' });
        expect(bits(onlyRun(mounted))).toEqual(await undisturbed());
        counted('full disks', 1);
      } finally {
        spawnSync('umount', ['-l', mounted]);
      }
    });
  },
);

(canMount() ? describe : describe.skip)('a disk of its own', () => {
  test.each(isWhole ? ['16k', '32k', '48k', '60k', '72k'] : ['32k', '72k'])(
    'of %s is full: the run stops in one sentence, and goes on when there is room',
    async (size) => {
      await onSmallDisk(size, async (folder, resize) => {
        const { code, stdout, stderr } = await dlx(folder, words);
        expect({ code, stdout: stdout === '' || stdout.startsWith('runs/') }).toEqual({
          code: 1,
          stdout: true,
        });
        expect(stderr).toMatch(
          /^(?:error: spirals, seed 42: cannot (?:write|make the folder) runs\/[^\n]*: ENOSPC: no space left on device, [^\n]*\n)$/,
        );
        resize('size=4m');
        const [run] = runsIn(folder);
        if (run === undefined) expect(readdirSync(join(folder, 'runs'))).toEqual([]);
        else expect(recordOf(run).state).toMatch(/^(?:failed|interrupted)$/);
        expect(
          await dlx(folder, run === undefined ? words : ['resume', run, '--quiet']),
        ).toMatchObject({ code: 0, stderr: '' });
        expect(bits(onlyRun(folder))).toEqual(await undisturbed());
        counted('full disks', 1);
      });
    },
  );

  test('that can only be read is named', async () => {
    await onSmallDisk('4m', async (folder, resize) => {
      resize('ro');
      const { code, stdout, stderr } = await dlx(folder, words);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toMatch(
        /^error: spirals, seed 42: cannot make the folder runs\/[^\n]*: EROFS: read-only file system, [^\n]*\n$/,
      );
    });
  });
});
