// Disks that are really full, and folders that really cannot be written: one sentence, nothing lost, and the run goes on
// once there is room.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { dlx, inFolder, root, runsIn } from '../cli/dlx.js';
import { counted } from './counts.js';
import { bits, onlyRun, recordOf } from './runs.js';

const words = ['train', join(root, 'experiments/spirals.yaml'), '-S', 'epochs=12', '--quiet'];

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

async function onSmallDisk(size: string, work: (folder: string, resize: (options: string) => void) => Promise<void>): Promise<void> {
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

(canMount() ? describe : describe.skip)('a disk of its own', () => {
  test.each(process.env['DLX_FAULTS'] === 'whole' ? ['16k', '32k', '48k', '60k', '72k'] : ['32k', '72k'])('of %s is full: the run stops in one sentence, and goes on when there is room', async (size) => {
    const reference = await inFolder(async (folder) => {
      await dlx(folder, words);
      return bits(onlyRun(folder));
    });
    await onSmallDisk(size, async (folder, resize) => {
      const { code, stdout, stderr } = await dlx(folder, words);
      expect({ code, stdout: stdout === '' || stdout.startsWith('runs/') }).toEqual({ code: 1, stdout: true });
      expect(stderr).toMatch(/^(?:warning: spirals, seed 42: cannot (?:write|make the folder) runs\/[^\n]*: ENOSPC: no space left on device, [^\n]*\n)$/);
      resize('size=4m');
      const [run] = runsIn(folder);
      if (run !== undefined) expect(recordOf(run).state).toMatch(/^(?:failed|interrupted)$/);
      expect(await dlx(folder, run === undefined ? words : ['resume', run, '--quiet'])).toMatchObject({ code: 0, stderr: '' });
      expect(bits(onlyRun(folder))).toEqual(reference);
      counted('full disks', 1);
    });
  });

  test('that can only be read is named', async () => {
    await onSmallDisk('4m', async (folder, resize) => {
      resize('ro');
      const { code, stdout, stderr } = await dlx(folder, words);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toMatch(/^warning: spirals, seed 42: cannot make the folder runs\/[^\n]*: EROFS: read-only file system, [^\n]*\n$/);
    });
  });
});
