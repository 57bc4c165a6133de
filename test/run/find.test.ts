// Run folders are found by what a person calls them, and copies of one are one.
import { describe, expect, test } from '@jest/globals';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import {
  distinctRuns,
  findRuns,
  isFolderName,
  resolveOneRun,
  resolveRuns,
} from '../../src/run/find.js';
import { readRun } from '../../src/run/read.js';
import { makeForeignFolder, makeRunFolder, messageOf, withFolder } from './fixture.js';

describe('findRuns', () => {
  test('tells of a run whose name is no UTF-8, which no text can open', () => {
    withFolder((folder) => {
      makeRunFolder(join(folder, 'a'));
      const name = Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.from([0xe9])]);
      renameSync(makeRunFolder(join(folder, 'b')), name);
      const found = findRuns(folder);
      expect(found).toEqual([join(folder, 'a'), join(folder, 'caf\ufffd')]);
      expect(found.map(readRun)).toMatchObject([
        { record: { id: 'id of a' } },
        { damaged: 'its name is not UTF-8, so that it cannot be opened: rename it' },
      ]);
    });
  });

  test('finds folders with a run.json, by name, and nothing else', () => {
    withFolder((folder) => {
      for (const name of ['b', 'a', '.sweeps']) makeRunFolder(join(folder, name));
      mkdirSync(join(folder, 'empty'));
      writeFileSync(join(folder, 'file'), '');
      withFolder((elsewhere) => {
        makeRunFolder(join(elsewhere, 'run'));
        symlinkSync(join(elsewhere, 'run'), join(folder, 'linked'));
        expect(findRuns(folder)).toEqual([join(folder, 'a'), join(folder, 'b')]);
      });
      expect(findRuns(join(folder, 'nowhere'))).toEqual([]);
      expect(messageOf(() => findRuns(join(folder, 'file')))).toMatch(
        /^cannot read the folder of runs ".*file": ENOTDIR/,
      );
    });
  });
});

test('a folder that may not be looked into may be a run', () =>
  withFolder((runs) => {
    const shut = join(runs, 'shut');
    mkdirSync(shut);
    chmodSync(shut, 0o000);
    const isRoot = process.geteuid?.() === 0;
    // Root may look everywhere; others must be let into the folders above.
    for (const above of [runs, dirname(runs)]) {
      if (isRoot && (statSync(above).mode & 0o005) === 0) chmodSync(above, 0o755);
    }
    if (isRoot) process.seteuid?.(65534);
    try {
      expect(findRuns(runs)).toEqual([shut]);
      expect(readRun(shut)).toEqual({
        folder: shut,
        damaged: expect.stringMatching(/^its run.json cannot be read: EACCES/),
      });
    } finally {
      if (isRoot) process.seteuid?.(0);
      chmodSync(shut, 0o755);
    }
  }));

describe('resolveRuns', () => {
  test('takes paths, beginnings of names, latest, and folders of runs', () => {
    withFolder((folder) => {
      const old = makeRunFolder(join(folder, 'adam-20260101T000000Z-a1'), {
        started: '2026-01-01T00:00:00.000Z',
      });
      const latest = makeRunFolder(join(folder, 'adam-20260103T000000Z-b2'), {
        started: '2026-01-03T00:00:00.000Z',
      });
      const relu = makeRunFolder(join(folder, 'relu-20260102T000000Z-c3'), {
        started: '2026-01-02T00:00:00.000Z',
      });
      makeForeignFolder(join(folder, 'zz-damaged'), '{}');
      expect(resolveRuns(['latest'], folder)).toEqual([latest]);
      expect(resolveRuns(['relu', old, `${relu}/`, join(relu, 'run.json')], folder)).toEqual([
        relu,
        old,
      ]);
      expect(resolveRuns(['adam-20260101'], folder)).toEqual([old]);
      expect(resolveRuns([folder], join(folder, 'nowhere'))).toEqual(findRuns(folder));
      mkdirSync(join(folder, 'no-run'));
      expect(resolveRuns([join(folder, 'no-run')], folder)).toEqual([join(folder, 'no-run')]);
    });
  });

  test('prefers the whole name to longer ones', () => {
    withFolder((folder) => {
      makeRunFolder(join(folder, 'adam'));
      makeRunFolder(join(folder, 'adam-2'));
      expect(resolveRuns(['adam'], folder)).toEqual([join(folder, 'adam')]);
    });
  });

  test('says what it found instead', () => {
    withFolder((folder) => {
      const shown = JSON.stringify(folder);
      const none = `there are no runs in ${shown}; train one with "dlx train SPEC" or name another folder with --runs DIR`;
      expect(messageOf(() => resolveRuns(['adam'], folder))).toBe(`no run "adam": ${none}`);
      expect(messageOf(() => resolveRuns(['latest'], folder))).toBe(
        `there is no latest run: no runs in ${none.slice('there are no runs in '.length)}`,
      );
      for (let i = 0; i < 10; i += 1) makeRunFolder(join(folder, `adam-${i}`));
      expect(messageOf(() => resolveRuns(['ad'], folder))).toBe(
        '"ad" is the beginning of the names of 10 runs: adam-0, adam-1, adam-2, adam-3, adam-4, adam-5, adam-6, adam-7, … and 2 more; write more of the name',
      );
      expect(messageOf(() => resolveRuns(['adma-3'], folder))).toBe(
        `no run "adma-3" among the 10 in ${shown}; the nearest are adam-3, adam-0, adam-1, adam-2, adam-4`,
      );
      // Nothing is near what has nothing in common with any of them.
      expect(messageOf(() => resolveRuns(['titanic'], folder))).toBe(
        `no run "titanic" among the 10 in ${shown}; \`dlx list\` shows them`,
      );
      expect(messageOf(() => resolveRuns([''], folder))).toMatch(/^no run "" among the 10 in /);
      expect(messageOf(() => resolveRuns(['x'.repeat(5000)], folder))).toMatch(
        /^no run "x+" among the 10 in /,
      );
      writeFileSync(join(folder, 'notes.txt'), '');
      expect(messageOf(() => resolveRuns([join(folder, 'notes.txt')], folder))).toBe(
        `${JSON.stringify(join(folder, 'notes.txt'))} is not a run folder; a RUN is a run's folder, the beginning of its name, or "latest"`,
      );
      expect(() => resolveRuns(['ad'], folder)).toThrow(expect.objectContaining({ exitCode: 2 }));
    });
  });
});

test('a run that was renamed is found by its time and id, where it is only read', () => {
  withFolder((folder) => {
    const [old, by] = ['adam-20260102T030405Z-a1', 'better-20260102T030405Z-a1'];
    const run = makeRunFolder(join(folder, by));
    for (const argument of [old, join(folder, old)]) {
      expect(resolveRuns([argument], folder, { renamed: true })).toEqual([run]);
      expect(resolveOneRun(argument, folder, { renamed: true })).toBe(run);
      // What changes it must be told its name.
      expect(() => resolveRuns([argument], folder)).toThrow(/^no run "/);
    }
    // A copy has them, too.
    makeRunFolder(join(folder, 'copy-20260102T030405Z-a1'));
    expect(() => resolveRuns([old], folder, { renamed: true })).toThrow(/^no run "adam-/);
    expect(() => resolveOneRun(folder, folder)).toThrow(/means several runs, and one is wanted/);
    expect(isFolderName(old)).toBe(true);
    expect(isFolderName('adam')).toBe(false);
  });
});

test('a name means its runs, and those of a longer name only where there are none', () => {
  withFolder((folder) => {
    for (const name of ['adam-20260102T030405Z-a1', 'adam-20260102T030406Z-b2']) {
      makeRunFolder(join(folder, name));
    }
    makeRunFolder(join(folder, 'adam_dropout-20260102T030405Z-c3'));
    const meant = (name: string): readonly string[] =>
      resolveRuns([name], folder, { several: true }).map((run) => basename(run));
    expect(meant('adam')).toEqual(['adam-20260102T030405Z-a1', 'adam-20260102T030406Z-b2']);
    expect(meant('adam_')).toEqual(['adam_dropout-20260102T030405Z-c3']);
    expect(meant('ada')).toHaveLength(3);
    expect(() => resolveRuns(['adam'], folder)).toThrow(
      '"adam" is the beginning of the names of 2 runs: adam-20260102T030405Z-a1, adam-20260102T030406Z-b2; write more of the name',
    );
    expect(() => resolveRuns(['rmsprop'], folder)).toThrow(
      `no run "rmsprop" among the 3 in ${JSON.stringify(folder)}; there are adam, adam_dropout`,
    );
  });
});

test('distinctRuns keeps the first of several copies, or the first that is finished', () => {
  withFolder((folder) => {
    const original = makeRunFolder(join(folder, 'a'));
    cpSync(original, join(folder, 'b'), { recursive: true });
    makeRunFolder(join(folder, 'c'), { id: 'other', state: 'running' });
    makeRunFolder(join(folder, 'd'), { id: 'other' });
    makeForeignFolder(join(folder, 'e'), '');
    makeForeignFolder(join(folder, 'f'), '');
    const { runs, copies } = distinctRuns(findRuns(folder).map(readRun));
    expect(runs.map((run) => basename(run.folder))).toEqual(['a', 'd', 'e', 'f']);
    expect(copies.map((copy) => basename(copy))).toEqual(['b', 'c']);
  });
});
