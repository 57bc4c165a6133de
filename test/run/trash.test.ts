// A run goes into the trash as a whole, or is deleted; killed at any call it is here or there.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { files as realFiles, type Files } from '../../src/ground/files.js';
import { checkFiles } from '../../src/run/integrity.js';
import { takeLock } from '../../src/run/lock.js';
import { readRun } from '../../src/run/read.js';
import { deleteRun, trashOf, trashRun } from '../../src/run/trash.js';
import { root } from '../folders.js';
import { buryLocks, callsIn, dyingAt, failingAt } from './dying-disk.js';
import { withFolder } from './fixture.js';
import { isWhole } from '../whole.js';

const frozen = join(root, 'test/fixtures/runs/finished-0.1.0');

const withRun = <T>(use: (run: string, runs: string) => T): T =>
  withFolder((folder) => {
    const runs = join(folder, 'runs');
    cpSync(frozen, join(runs, 'a'), { recursive: true });
    cpSync(frozen, join(runs, 'other'), { recursive: true });
    return use(join(runs, 'a'), runs);
  });

const contents = (folder: string): unknown =>
  readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile() && !/lock|\.part$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [path.slice(folder.length), readFileSync(path, 'hex')])
    .sort(([a = ''], [b = '']) => (a < b ? -1 : 1));

const whole = contents(frozen);

test('is whole in the trash, and a run again when it is moved back', () => {
  withRun((run, runs) => {
    const to = trashRun(run);
    expect(to).toBe(join(runs, '.trash/a'));
    expect(trashOf(run)).toBe(join(runs, '.trash'));
    expect(readdirSync(runs).sort()).toEqual(['.trash', 'other']);
    expect(contents(to)).toEqual(whole);
    expect(existsSync(join(to, 'lock'))).toBe(false);
    renameSync(to, run);
    const read = readRun(run);
    if ('damaged' in read) throw new Error(read.damaged);
    expect(checkFiles(run, read.record).damaged).toEqual([]);
    // Another one of its name may be there by then.
    cpSync(frozen, to, { recursive: true });
    expect(basename(trashRun(run))).toBe('a.2');
    expect(contents(to)).toEqual(whole);
  });
});

test('is deleted for good, and nothing else', () => {
  withRun((run, runs) => {
    deleteRun(run);
    expect(readdirSync(runs).sort()).toEqual(['.trash', 'other']);
    expect(readdirSync(join(runs, '.trash'))).toEqual([]);
    expect(contents(join(runs, 'other'))).toEqual(whole);
  });
});

describe('is left alone', () => {
  test('while another process has it', () => {
    withRun((run) => {
      using _ = takeLock(realFiles, run);
      for (const remove of [trashRun, deleteRun]) {
        expect(() => remove(run)).toThrow(expect.objectContaining({ exitCode: 5 }));
      }
      expect(contents(run)).toEqual(whole);
    });
  });

  test('with a file in it that no run has, also one that comes at the last moment', () => {
    withRun((run) => {
      writeFileSync(join(run, 'mine'), '');
      expect(() => trashRun(run)).toThrow(
        `${run} is left alone: it holds "mine", which no run has`,
      );
    });
    withRun((run, runs) => {
      const files: Files = {
        ...realFiles,
        create: (path, content) => {
          writeFileSync(join(run, 'mine'), 'precious');
          return realFiles.create(path, content);
        },
      };
      expect(() => deleteRun(run, files)).toThrow(/it holds "mine"/);
      expect(readFileSync(join(run, 'mine'), 'utf8')).toBe('precious');
      expect(readdirSync(run)).not.toContain('lock');
      expect(readdirSync(join(runs, '.trash'))).toEqual([]);
    });
    // In the trash, too.
    withRun((run, runs) => {
      const place = join(runs, '.trash/a');
      const files: Files = {
        ...realFiles,
        remove: (path) => {
          const isFirst = path.endsWith('best.safetensors');
          if (isFirst) writeFileSync(join(place, 'rows/mine'), 'precious');
          realFiles.remove(path);
        },
      };
      expect(() => deleteRun(run, files)).toThrow(/ENOTEMPTY/);
      expect(readFileSync(join(place, 'rows/mine'), 'utf8')).toBe('precious');
    });
  });

  test('where the trash is a link, or a file', () => {
    withRun((run, runs) => {
      mkdirSync(join(runs, '../elsewhere'));
      symlinkSync('../elsewhere', join(runs, '.trash'));
      expect(() => trashRun(run)).toThrow(/\.trash is no folder, so nothing can be moved there/);
      expect(readdirSync(join(runs, '../elsewhere'))).toEqual([]);
      expect(contents(run)).toEqual(whole);
    });
  });
});

const works = [
  ['moved', (run: string, files: Files) => void trashRun(run, files), true],
  ['deleted', (run: string, files: Files) => deleteRun(run, files), false],
] as const;

describe.each(works)('a run that is %s', (_, work, isKept) => {
  const count = withRun((run) => callsIn((files) => work(run, files)));
  const ordinals = Array.from({ length: count }, (__, i) => i + 1);

  // In the folder of runs it is whole; in the trash it may be on its way out, if it is to go.
  const expectUnharmed = (runs: string): void => {
    expect(contents(join(runs, 'other'))).toEqual(whole);
    const [here, there] = [join(runs, 'a'), join(runs, '.trash/a')];
    if (existsSync(here)) {
      expect(contents(here)).toEqual(whole);
      expect(existsSync(there)).toBe(false);
    } else if (isKept) expect(contents(there)).toEqual(whole);
  };

  test('is here or there when the process is killed at any call', () => {
    expect(count).toBeGreaterThan(10);
    for (const at of ordinals) {
      withRun((run, runs) => {
        try {
          work(run, dyingAt(at));
        } catch {
          // As a process that is killed.
        }
        buryLocks(runs);
        expectUnharmed(runs);
        if (!existsSync(run)) return;
        work(run, realFiles);
        expect(existsSync(run)).toBe(false);
      });
    }
  });

  const codes = ['ENOSPC', 'EIO', 'EXDEV'];

  test.each(codes)('is unharmed where any call fails with %s', (code) => {
    // Each call with one of them; with all in the whole form.
    const chosen = ordinals.filter((at) => isWhole || codes[at % codes.length] === code);
    for (const at of chosen) {
      withRun((run, runs) => {
        try {
          work(run, failingAt(at, code));
        } catch (error) {
          expect(error).toMatchObject({ exitCode: 1, message: expect.stringContaining(code) });
        }
        expectUnharmed(runs);
      });
    }
  });
});
