// Tags, notes and names: written at any time but while somebody trains, killed at any call without
// harm, and nothing else of the run is touched.
import {
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { files as realFiles, type Files } from '../../src/ground/files.js';
import { checkFiles } from '../../src/run/integrity.js';
import { findRuns } from '../../src/run/find.js';
import { takeLock } from '../../src/run/lock.js';
import { readRun } from '../../src/run/read.js';
import type { RunRecord } from '../../src/run/record.js';
import { renameRun, reviseRun } from '../../src/run/revise.js';
import { root } from '../folders.js';
import { buryLocks, callsIn, dyingAt, failingAt } from './dying-disk.js';
import { makeForeignFolder, makeRunFolder, withFolder } from './fixture.js';

const frozen = join(root, 'test/fixtures/runs/finished-0.1.0');
const called = 'a-20260102T030405Z-abcdef';

const withRun = <T>(use: (run: string, runs: string) => T, from = frozen): T =>
  withFolder((folder) => {
    cpSync(from, join(folder, called), { recursive: true });
    return use(join(folder, called), folder);
  });

const recordOf = (run: string): RunRecord => {
  const read = readRun(run);
  if ('damaged' in read) throw new Error(read.damaged);
  return read.record;
};

/** All bytes of a run but those of its record. */
const rest = (run: string): readonly (readonly [string, string])[] =>
  readdirSync(run, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'run.json')
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [path.slice(run.length), readFileSync(path, 'hex')] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));

const addGood = ({ tags }: Pick<RunRecord, 'tags'>) => ({ tags: [...new Set([...tags, 'good'])] });

describe('marks', () => {
  test('are in the record, which is whole, and nothing else is changed', () => {
    withRun((run) => {
      const [before, beside] = [recordOf(run), rest(run)];
      reviseRun(run, addGood);
      reviseRun(run, () => ({ notes: 'said\nso' }));
      const after = recordOf(run);
      expect(after).toEqual({ ...before, tags: ['good'], notes: 'said\nso' });
      expect(rest(run)).toEqual(beside);
      expect(checkFiles(run, after).damaged).toEqual([]);
    });
  });

  test('that are there already are not written again', () => {
    withRun((run) => {
      reviseRun(run, addGood);
      const before = readFileSync(join(run, 'run.json'));
      const calls: string[] = [];
      reviseRun(run, addGood, { ...realFiles, write: (path) => void calls.push(path) });
      expect(calls).toEqual([]);
      expect(readFileSync(join(run, 'run.json'))).toEqual(before);
    });
  });

  test('of a run that was cut off leave it as it can be gone on with', () => {
    withRun(
      (run) => {
        const before = recordOf(run);
        reviseRun(run, addGood);
        expect(recordOf(run)).toEqual({ ...before, tags: ['good'] });
      },
      join(root, 'test/fixtures/runs/interrupted-0.1.0'),
    );
    // Its process could not say what became of it, and that is nobody else's to say.
    withFolder((folder) => {
      const run = makeRunFolder(join(folder, 'killed'), { state: 'running' });
      reviseRun(run, addGood);
      expect(readFileSync(join(run, 'run.json'), 'utf8')).toContain('"state": "running"');
      expect(recordOf(run)).toMatchObject({ state: 'interrupted', tags: ['good'] });
    });
  });

  test('are not written while another process has the run', () => {
    withRun((run) => {
      const lock = takeLock(realFiles, run);
      expect(() => reviseRun(run, addGood)).toThrow(
        expect.objectContaining({ exitCode: 5, message: expect.stringContaining('is in use') }),
      );
      expect(recordOf(run).tags).toEqual([]);
      lock[Symbol.dispose]();
      reviseRun(run, addGood);
      expect(recordOf(run).tags).toEqual(['good']);
    });
  });

  test('of what is no run, or damaged, leave nothing behind', () => {
    withFolder((folder) => {
      mkdirSync(join(folder, 'empty'));
      const torn = makeForeignFolder(join(folder, 'torn'), '{"format": 2');
      for (const place of [join(folder, 'empty'), torn, join(folder, 'nowhere')]) {
        expect(() => reviseRun(place, addGood)).toThrow(expect.objectContaining({ exitCode: 1 }));
      }
      expect(readdirSync(join(folder, 'empty'))).toEqual([]);
      expect(readdirSync(torn)).toEqual(['run.json']);
    });
  });

  test('go away from a hard-linked copy, and not into it', () => {
    withRun((run, runs) => {
      const copy = join(runs, 'copy');
      mkdirSync(copy);
      linkSync(join(run, 'run.json'), join(copy, 'run.json'));
      reviseRun(run, addGood);
      expect(recordOf(copy).tags).toEqual([]);
    });
  });
});

describe('a name', () => {
  test('is that of the folder, too, which keeps its time and id', () => {
    withRun((run, runs) => {
      const [before, beside] = [recordOf(run), rest(run)];
      const renamed = renameRun(run, 'better');
      expect(renamed.folder).toBe(join(runs, 'better-20260102T030405Z-abcdef'));
      expect(recordOf(renamed.folder)).toEqual({ ...before, name: 'better' });
      expect(rest(renamed.folder)).toEqual(beside);
      expect(findRuns(runs)).toEqual([renamed.folder]);
      // Said again it is so.
      expect(renameRun(renamed.folder, 'better').folder).toBe(renamed.folder);
    });
  });

  test('of a folder that somebody else named is the name of the run alone', () => {
    withFolder((folder) => {
      const run = makeRunFolder(join(folder, 'mine'));
      expect(renameRun(run, 'better').folder).toBe(run);
      expect(recordOf(run).name).toBe('better');
    });
  });

  test.each(['', 'a b', '../x', '.x', '-x', 'a/b', 'x'.repeat(65), 'ü'])('is not %j', (name) => {
    withRun((run) => {
      expect(() => renameRun(run, name)).toThrow(/^a name has 1 to 64 letters/);
      expect(recordOf(run).name).toBe('finished-0.1.0');
    });
  });

  test('that another folder has is refused, and so is a link', () => {
    withRun((run, runs) => {
      mkdirSync(join(runs, 'better-20260102T030405Z-abcdef'));
      expect(() => renameRun(run, 'better')).toThrow(/exists already: take another name$/);
      symlinkSync(run, join(runs, 'link'));
      expect(() => renameRun(join(runs, 'link'), 'other')).toThrow(/is a link/);
      expect(recordOf(run).name).toBe('finished-0.1.0');
      expect(existsSync(join(run, 'lock'))).toBe(false);
    });
  });

  test('leaves no lock that keeps anybody off, where the folder cannot be moved', () => {
    withRun((run) => {
      const files: Files = {
        ...realFiles,
        rename: () => {
          throw new Error('EACCES');
        },
      };
      expect(() => renameRun(run, 'better', files)).toThrow('EACCES');
      expect(existsSync(join(run, 'lock'))).toBe(false);
      expect(basename(renameRun(run, 'better').folder)).toMatch(/^better-/);
    });
  });
});

// What is there afterwards must be the run, as it was or as it was to be.
const works = [
  ['a tag', (run: string, files: Files) => void reviseRun(run, addGood, files)],
  ['a name', (run: string, files: Files) => void renameRun(run, 'better', files)],
] as const;

describe.each(works)('%s', (_, work) => {
  const count = withRun((run) => callsIn((files) => work(run, files)));
  const ordinals = Array.from({ length: count }, (__, i) => i + 1);

  const expectWhole = (runs: string, before: RunRecord, beside: unknown): string => {
    const found = findRuns(runs);
    expect(found).toHaveLength(1);
    const [run = ''] = found;
    const { tags, name, ...others } = recordOf(run);
    const { tags: ___, name: ____, ...othersBefore } = before;
    expect(others).toEqual(othersBefore);
    expect([tags.join(), name]).toEqual([
      expect.stringMatching(/^(?:good)?$/),
      expect.stringMatching(/^(?:finished-0\.1\.0|better)$/),
    ]);
    expect(rest(run).filter(([path]) => !/lock|\.part$/.test(path))).toEqual(beside);
    return run;
  };

  test('is there or not when its process is killed at any call, and can be given again', () => {
    expect(count).toBeGreaterThan(10);
    for (const at of ordinals) {
      withRun((run, runs) => {
        const [before, beside] = [recordOf(run), rest(run)];
        try {
          work(run, dyingAt(at));
        } catch {
          // As a process that is killed.
        }
        buryLocks(runs);
        const left = expectWhole(runs, before, beside);
        work(left, realFiles);
        const again = expectWhole(runs, before, beside);
        expect(readdirSync(again).filter((name) => /lock|\.part$/.test(name))).toEqual([]);
      });
    }
  });

  test.each(['ENOSPC', 'EIO'])('may fail with %s at any call, in one sentence', (code) => {
    for (const at of ordinals) {
      withRun((run, runs) => {
        const [before, beside] = [recordOf(run), rest(run)];
        try {
          work(run, failingAt(at, code));
        } catch (error) {
          expect(error).toMatchObject({ exitCode: 1, message: expect.stringContaining(code) });
        }
        // What could not be tidied up is of this process, which goes on here.
        buryLocks(runs);
        work(expectWhole(runs, before, beside), realFiles);
        expectWhole(runs, before, beside);
      });
    }
  });
});
