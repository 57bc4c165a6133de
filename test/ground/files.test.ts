// The one way to write a file: whole or not at all, on a disk that is full too.
import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  besideOf,
  clearAbandoned,
  createOutput,
  files,
  filesOn,
  isLeftOver,
  realFileSystem,
  writeOutput,
} from '../../src/ground/files.js';
import { ownMark } from '../../src/ground/owner.js';
import { inFolder, root } from '../folders.js';
import { deadMark } from '../marks.js';

describe('files.write', () => {
  test('replaces the content and leaves nothing beside it', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'file');
      files.write(path, 'old');
      files.write(path, Buffer.from('new'));
      expect(readFileSync(path, 'utf8')).toBe('new');
      expect(readdirSync(folder)).toEqual(['file']);
    });
  });

  test('a limit on the size of files leaves the old content and names the path', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'file');
      writeFileSync(path, 'old');
      const script = `import { files } from ${JSON.stringify(join(root, 'dist/src/ground/files.js'))};
        process.on('SIGXFSZ', () => undefined);
        try { files.write(${JSON.stringify(path)}, 'x'.repeat(200_000)); } catch (error) { console.log(error.name, error.message); }`;
      writeFileSync(join(folder, 'write.mjs'), script);
      // A shell limit of 64 blocks of 1024 bytes: a write beyond it fails like one on a full disk.
      const { stdout } = spawnSync(
        'bash',
        ['-c', `ulimit -f 64; exec ${process.execPath} ${join(folder, 'write.mjs')}`],
        { encoding: 'utf8' },
      );
      expect(stdout).toMatch(new RegExp(`^UserError cannot write ${path}: EFBIG`));
      expect(readFileSync(path, 'utf8')).toBe('old');
      expect(readdirSync(folder).sort()).toEqual(['file', 'write.mjs']);
    });
  });

  test('an error that only closing tells leaves the old content', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'file');
      writeFileSync(path, 'old');
      const failing = filesOn({
        ...realFileSystem,
        close: (file) => {
          realFileSystem.close(file);
          throw Object.assign(new Error('EIO: i/o error, close'), { code: 'EIO' });
        },
      });
      expect(() => failing.write(path, 'new')).toThrow(
        `cannot write ${path}: EIO: i/o error, close`,
      );
      expect(readFileSync(path, 'utf8')).toBe('old');
      expect(readdirSync(folder)).toEqual(['file']);
    });
  });

  // As Node tells of errors that it has no name for, in write and elsewhere.
  test.each([
    ['UNKNOWN: unknown error, write', 'UNKNOWN'],
    ['Unknown system error -122: Unknown system error -122, write', 'Unknown system error -122'],
  ])('a quota that is used up is named: %s', async (message, code) => {
    await inFolder(async (folder) => {
      const path = join(folder, 'file');
      const full = filesOn({
        ...realFileSystem,
        write: () => {
          throw Object.assign(new Error(message), { code, errno: -122 });
        },
      });
      expect(() => full.write(path, 'new')).toThrow(
        `cannot write ${path}: EDQUOT: disk quota exceeded, write`,
      );
      expect(readdirSync(folder)).toEqual([]);
    });
  });

  test('a folder that is not there is named', async () => {
    await inFolder(async (folder) => {
      expect(() => files.write(join(folder, 'no/file'), 'x')).toThrow(
        `cannot write ${join(folder, 'no/file')}: ENOENT`,
      );
    });
  });
});

test('files.writePrivate lets nobody else read, also what anybody could before', async () => {
  await inFolder(async (folder) => {
    const path = join(folder, 'file');
    writeFileSync(path, 'old', { mode: 0o644 });
    files.writePrivate(path, Buffer.from('new'));
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['file']);
  });
});

test('of an output what killed processes have left of it is cleared away, and no other', async () => {
  await inFolder(async (folder) => {
    const left = (name: string): string => join(folder, `.${name}.${deadMark()}.part`);
    const other = left('other');
    for (const path of [left('a'), left('b'), other]) writeFileSync(path, 'half');
    writeOutput(join(folder, 'a'), 'a');
    expect(createOutput(join(folder, 'b'), 'b')).toBe(true);
    expect(createOutput(join(folder, 'b'), 'c')).toBe(false);
    expect(readdirSync(folder).sort()).toEqual([basename(other), 'a', 'b']);
    expect(readFileSync(join(folder, 'b'), 'utf8')).toBe('b');
  });
});

describe('files.create', () => {
  test('makes a file once, also where what it begins with is cleared away by another process', async () => {
    await inFolder(async (folder) => {
      let cleared = 0;
      const clearing = filesOn({
        ...realFileSystem,
        link: (from, to) => {
          if (cleared < 3) rmSync(from);
          cleared += 1;
          realFileSystem.link(from, to);
        },
      });
      const path = join(folder, 'lock');
      expect(clearing.create(path, 'mine')).toBe(true);
      expect(clearing.create(path, 'other')).toBe(false);
      expect(readFileSync(path, 'utf8')).toBe('mine');
      expect(readdirSync(folder)).toEqual(['lock']);
      expect(() => clearing.create(join(folder, 'nowhere/lock'), '')).toThrow(/ENOENT/);
    });
  });
});

describe('files.appendLine', () => {
  test('appends', async () => {
    await inFolder(async (folder) => {
      files.appendLine(join(folder, 'lines'), 'a', 0);
      files.appendLine(join(folder, 'lines'), 'b', 2);
      expect(() => files.appendLine(join(folder, 'lines'), 'c', 2)).toThrow(
        /lines: it has 4 bytes instead of 2: another process writes it$/,
      );
      expect(readFileSync(join(folder, 'lines'), 'utf8')).toBe('a\nb\n');
    });
  });
});

test('what processes that are gone have left beside a place is removed, and nothing else', async () => {
  await inFolder(async (folder) => {
    const path = join(folder, 'a.csv');
    const dead = deadMark();
    const elsewhere = (dead.startsWith('000000') ? 'ffffff' : '000000') + dead.slice(6);
    const names = {
      file: `.a.csv.${dead}.part`,
      folder: `.a.csv.${deadMark()}.part`,
      ofAnother: `.b.csv.${dead}.part`,
      living: `.a.csv.${ownMark()}.part`,
      elsewhere: `.a.csv.${elsewhere}.part`,
      silent: `.a.csv.${elsewhere.slice(0, -1)}x.part`,
      whole: 'a.csv',
      left: 'a.csv.part',
    };
    mkdirSync(join(folder, names.folder));
    writeFileSync(join(folder, names.folder, 'model'), 'x');
    for (const name of Object.values(names)) {
      if (name !== names.folder) writeFileSync(join(folder, name), 'x');
    }
    clearAbandoned(path);
    const { file, folder: _, ...others } = names;
    expect(readdirSync(folder).sort()).toEqual(Object.values(others).sort());
    const yesterday = Date.now() / 1000 - 25 * 3600;
    for (const name of Object.values(others)) {
      utimesSync(join(folder, name), yesterday, yesterday);
    }
    clearAbandoned(path);
    const { elsewhere: gone, ...stay } = others;
    expect(readdirSync(folder).sort()).toEqual(Object.values(stay).sort());
    expect([isLeftOver(file, /^a\.csv$/), isLeftOver(gone, /^b/)]).toEqual([true, false]);
    expect(besideOf(path).startsWith(join(folder, '.a.csv.'))).toBe(true);
    clearAbandoned(join(folder, 'no/a.csv'));
  });
});
