// What may be removed is a run and nothing else; whatever else is in a folder keeps it.
import {
  cpSync,
  linkSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { besideOf, files } from '../../src/ground/files.js';
import { eventFilesOf } from '../../src/run/layout.js';
import { takeLock } from '../../src/run/lock.js';
import { proveRun } from '../../src/run/prove.js';
import { root } from '../folders.js';
import { makeForeignFolder, withFolder } from './fixture.js';

const withRun = (use: (run: string, folder: string) => void, name = 'finished-0.1.0'): void =>
  withFolder((folder) => {
    cpSync(join(root, 'test/fixtures/runs', name), join(folder, 'run'), { recursive: true });
    use(join(folder, 'run'), folder);
  });

describe('is proved', () => {
  test.each(['finished-0.1.0', 'interrupted-0.1.0'])('%s, with all of its files', (name) => {
    withRun((run) => {
      const proof = proveRun(run);
      const listed = spawnSync('find', ['.', '-type', 'f', '-printf', '%P %s\n'], {
        cwd: run,
        encoding: 'utf8',
      });
      const lines = listed.stdout.trim().split('\n');
      if ('why' in proof) throw new Error(proof.why);
      expect(proof.files.toSorted()).toEqual(lines.map((line) => line.split(' ')[0]).toSorted());
      expect(proof.bytes).toBe(lines.reduce((sum, line) => sum + Number(line.split(' ')[1]), 0));
    }, name);
  });

  test('with its lock, and with what a killed process left', () => {
    withRun((run) => {
      using _ = takeLock(files, run);
      writeFileSync(join(run, 'lock.7'), '');
      writeFileSync(besideOf(join(run, 'run.json')), '');
      writeFileSync(besideOf(join(run, 'targets/test.npy')), '');
      expect(proveRun(run)).toHaveProperty('record');
    });
  });
});

test('events are files of a run, each in its folder', () => {
  withRun((run) => {
    const before = proveRun(run);
    if ('why' in before) throw new Error(before.why);
    const files = eventFilesOf(before.record);
    for (const file of files) {
      mkdirSync(dirname(join(run, file)), { recursive: true });
      writeFileSync(join(run, file), 'abc');
      writeFileSync(besideOf(join(run, file)), '');
    }
    const proof = proveRun(run);
    expect(proof).toMatchObject({ bytes: ('bytes' in before ? before.bytes : 0) + 9 });
    writeFileSync(join(run, 'events/train/events.out.tfevents.1.other'), '');
    expect(proveRun(run)).toMatchObject({
      why: 'it holds "events/train/events.out.tfevents.1.other", which no run has',
    });
  });
});

describe('is left alone', () => {
  const why = (run: string): string => {
    const proof = proveRun(run);
    return 'why' in proof ? proof.why : 'it is proved';
  };

  test.each<readonly [string, (run: string) => void]>([
    ['notes.md', (run) => writeFileSync(join(run, 'notes.md'), 'mine')],
    ['.git', (run) => mkdirSync(join(run, '.git'))],
    ['rows/mine.npy', (run) => writeFileSync(join(run, 'rows/mine.npy'), '')],
    ['rows/lock', (run) => writeFileSync(join(run, 'rows/lock'), '')],
    ['targets/sub', (run) => mkdirSync(join(run, 'targets/sub'))],
    ['test.npy', (run) => writeFileSync(join(run, 'test.npy'), '')],
    [
      'best.safetensors',
      (run) => {
        renameSync(join(run, 'best.safetensors'), join(run, '../precious'));
        symlinkSync('../precious', join(run, 'best.safetensors'));
      },
    ],
    [
      'predictions',
      (run) => {
        renameSync(join(run, 'predictions'), join(run, '../precious'));
        symlinkSync('../precious', join(run, 'predictions'));
      },
    ],
    [
      'epochs.jsonl',
      (run) => {
        rmSync(join(run, 'epochs.jsonl'));
        mkdirSync(join(run, 'epochs.jsonl'));
      },
    ],
    ['.notes.0123456789ab.part', (run) => writeFileSync(join(run, '.notes.0123456789ab.part'), '')],
  ])('with %s in it', (name, spoil) => {
    withRun((run) => {
      spoil(run);
      expect(why(run)).toBe(`it holds ${JSON.stringify(name)}, which no run has`);
    });
  });

  test('where it is a link, gone, a file, or its record is not whole', () => {
    withRun((run, folder) => {
      symlinkSync(run, join(folder, 'link'));
      expect(why(join(folder, 'link'))).toBe('it is a link');
      expect(why(join(folder, 'nowhere'))).toBe('it is gone by now');
      expect(why(join(run, 'run.json'))).toBe('it is no folder');
      mkdirSync(join(folder, 'empty'));
      expect(why(join(folder, 'empty'))).toBe('it holds no run.json');
      expect(why(makeForeignFolder(join(folder, 'torn'), '{'))).toMatch(/not JSON, or was cut off/);
      linkSync(join(run, 'run.json'), join(folder, 'torn/x'));
    });
  });

  test('where another file system is mounted on it, or within it', () => {
    const mounted = (place: string): boolean =>
      spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', place]).status === 0;
    withRun((run, folder) => {
      // Only root may mount, and not in every container.
      if (!mounted(join(run, 'rows'))) return;
      try {
        expect(why(run)).toBe('it holds "rows", which no run has');
      } finally {
        spawnSync('umount', [join(run, 'rows')]);
      }
      mkdirSync(join(folder, 'other'));
      if (!mounted(join(folder, 'other'))) return;
      try {
        cpSync(run, join(folder, 'other'), { recursive: true });
        expect(why(join(folder, 'other'))).toMatch(/^it is on another file system/);
        // But the folder of runs may be a link to another one.
        cpSync(run, join(folder, 'other/run'), { recursive: true });
        symlinkSync('other', join(folder, 'runs'));
        expect(proveRun(join(folder, 'runs/run'))).toHaveProperty('record');
      } finally {
        spawnSync('umount', [join(folder, 'other')]);
      }
    });
  });
});
