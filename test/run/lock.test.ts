// The lock of a run folder: who holds it, whose is dead, and that of many who want it one gets it.
import { fork } from 'node:child_process';
import {
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { files } from '../../src/ground/files.js';
import { isLocked, moveLocked, takeLock } from '../../src/run/lock.js';
import { inFolder, root } from '../folders.js';
import { withFolder } from './fixture.js';

type Holder = Record<string, unknown>;

/** What this process would write, changed in some way. */
function holderFor(folder: string, changes: Holder): Holder {
  using _ = takeLock(files, folder);
  return { ...(JSON.parse(readFileSync(join(folder, 'lock'), 'utf8')) as Holder), ...changes };
}

function leave(folder: string, changes: Holder, secondsAgo = 0): void {
  const path = join(folder, 'lock');
  rmSync(path, { force: true });
  writeFileSync(path, JSON.stringify(holderFor(folder, changes)));
  const at = new Date(Date.now() - secondsAgo * 1000);
  utimesSync(path, at, at);
}

describe('a lock', () => {
  test('keeps others off until it is given back', () => {
    withFolder((folder) => {
      const lock = takeLock(files, folder);
      expect(isLocked(folder)).toBe(true);
      expect(() => takeLock(files, folder)).toThrow(
        `${folder} is in use by process ${process.pid} on ${hostname()}: wait for it, or stop it`,
      );
      lock.check();
      lock[Symbol.dispose]();
      expect(isLocked(folder)).toBe(false);
      expect(readdirSync(folder)).toEqual([]);
      takeLock(files, folder)[Symbol.dispose]();
    });
  });

  test('goes with its folder to another name, and is given back there', () => {
    withFolder((folder) => {
      const [from, to] = [join(folder, 'a'), join(folder, 'b')];
      mkdirSync(from);
      const lock = takeLock(files, from);
      moveLocked(lock, { from, to }, files);
      expect(isLocked(to)).toBe(true);
      lock.check();
      lock[Symbol.dispose]();
      expect(readdirSync(to)).toEqual([]);
    });
  });

  test('stays where it is when its folder cannot be moved', () => {
    withFolder((folder) => {
      const [from, to] = [join(folder, 'a'), join(folder, 'b/c')];
      mkdirSync(from);
      const lock = takeLock(files, from);
      expect(() => moveLocked(lock, { from, to }, files)).toThrow(/^cannot write .*ENOENT/);
      lock.check();
      lock[Symbol.dispose]();
      expect(readdirSync(from)).toEqual([]);
    });
  });

  test.each<[string, Holder, number, boolean]>([
    ['a process that is gone', { process: 2 ** 22 - 1 }, 0, false],
    ['a process whose number was given again', { started: '1' }, 0, false],
    [
      'a system that was started again, or another machine of that name, and was touched just now',
      { boot: 'another' },
      0,
      true,
    ],
    ['a system that was started again long ago', { boot: 'another' }, 120, false],
    ['another folder, of which this one is a copy', { folder: '0:0' }, 0, false],
    ['another machine, and was touched just now', { host: 'elsewhere', boot: 'another' }, 0, true],
    [
      'another machine, and was touched long ago',
      { host: 'elsewhere', boot: 'another' },
      120,
      false,
    ],
    ['another container, and was touched just now', { namespace: 'another' }, 0, true],
    ['another container, and was touched long ago', { namespace: 'another' }, 120, false],
  ])('of %s', (_, changes, secondsAgo, isAlive) => {
    withFolder((folder) => {
      leave(folder, changes, secondsAgo);
      expect(isLocked(folder)).toBe(isAlive);
      if (isAlive) expect(() => takeLock(files, folder)).toThrow('is in use by process');
      else takeLock(files, folder)[Symbol.dispose]();
    });
  });

  test('of another machine that knows the shared folder by another device', () => {
    withFolder((folder) => {
      const { ino } = statSync(folder);
      leave(folder, { host: 'elsewhere', boot: 'another', folder: `4242:${ino}` });
      expect(isLocked(folder)).toBe(true);
      leave(folder, { host: 'elsewhere', boot: 'another', folder: `4242:${ino + 1}` });
      expect(isLocked(folder)).toBe(false);
      // On this machine it is another file system's folder.
      leave(folder, { folder: `4242:${ino}` });
      expect(isLocked(folder)).toBe(false);
    });
  });

  test('of a gigabyte is none, and is not read', () => {
    withFolder((folder) => {
      leave(folder, {});
      truncateSync(join(folder, 'lock'), 2 ** 30);
      expect(() => takeLock(files, folder)).toThrow(
        `${folder}/lock has 1073741824 bytes and is no lock of dlx: remove it`,
      );
    });
  });

  test('of the greatest number there is leaves none for another', () => {
    withFolder((folder) => {
      writeFileSync(join(folder, 'lock.999999999'), '');
      expect(() => takeLock(files, folder)).toThrow(
        `${folder}/lock.999999999 is no lock of dlx, and leaves no number for one: remove it`,
      );
      expect(readdirSync(folder)).toEqual(['lock.999999999']);
    });
  });

  test.each(['', '{', '[]', '{"id": 7}', 'null', '{"id":"x","process":-1}'])(
    'that says %j is nobody’s',
    (content) => {
      withFolder((folder) => {
        writeFileSync(join(folder, 'lock'), content);
        expect(isLocked(folder)).toBe(false);
        takeLock(files, folder)[Symbol.dispose]();
      });
    },
  );

  test('that was taken away stops its holder', () => {
    withFolder((folder) => {
      const lock = takeLock(files, folder);
      leaveAnother(folder);
      expect(() => lock.check()).toThrow(
        'was taken by another process, or removed: this one writes no more',
      );
      lock[Symbol.dispose]();
      expect(readdirSync(folder)).toEqual(['lock']);
    });
  });
});

function leaveAnother(folder: string): void {
  const holder = JSON.parse(readFileSync(join(folder, 'lock'), 'utf8')) as Holder;
  writeFileSync(join(folder, 'lock'), JSON.stringify({ ...holder, id: 'another' }));
}

test('of eight processes that want the lock of a dead one at once, one gets it, twenty times', async () => {
  await inFolder(async (place) => {
    const script = join(place, 'take.mjs');
    writeFileSync(
      script,
      `import { files } from ${JSON.stringify(join(root, 'dist/src/ground/files.js'))};
      import { takeLock } from ${JSON.stringify(join(root, 'dist/src/run/lock.js'))};
      process.on('message', (folder) => {
        let lock = null;
        try { lock = takeLock(files, folder); } catch {}
        process.send(lock !== null);
      });`,
    );
    const takers = Array.from({ length: 8 }, () => fork(script));
    try {
      const winners: number[] = [];
      for (let round = 0; round < 20; round += 1) {
        const folder = join(place, `run-${round}`);
        mkdirSync(folder);
        leave(folder, { process: 2 ** 22 - 1 });
        const won = await Promise.all(
          takers.map(
            (taker) =>
              new Promise<boolean>((resolve) => {
                taker.once('message', (answer) => resolve(answer === true));
                taker.send(folder);
              }),
          ),
        );
        winners.push(won.filter(Boolean).length);
      }
      expect(winners).toEqual(Array(20).fill(1));
    } finally {
      for (const taker of takers) taker.kill();
    }
  });
});
