// Runs read by an index beside them are the runs as they stand, whatever has become of it.
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, jest, test } from '@jest/globals';
import { findRuns } from '../../src/run/find.js';
import { readRun, type ReadRun } from '../../src/run/read.js';
import { indexFile, readRuns } from '../../src/run/run-index.js';
import { deadMark } from '../marks.js';
import { makeForeignFolder, makeRunFolder, scored, withFolder } from './fixture.js';

const many = 260;

function makeRuns(folder: string, count: number): readonly string[] {
  for (let i = 0; i < count; i += 1) {
    makeRunFolder(join(folder, `run${i}`), { seed: i, ...scored(0.5, i / 1000, 0.5, 0.5) });
  }
  return findRuns(folder);
}

/** Reads runs when all has been as it is for long. */
function readLater(folders: readonly string[]): readonly ReadRun[] {
  return readRuns(folders, Date.now() + 60_000);
}

function areAsTheyStand(read: readonly ReadRun[]): boolean {
  return isDeepStrictEqual(
    read,
    read.map(({ folder }) => readRun(folder)),
  );
}

/** Gives the index another text under a right hash: what it says now is seen in what is read by it. */
function forge(folder: string, change: (content: string) => string): void {
  const path = join(folder, indexFile);
  const [, ...lines] = readFileSync(path, 'utf8').split('\n');
  const content = change(lines.join('\n'));
  const hash = createHash('sha256').update(content).digest('hex');
  writeFileSync(path, `dlx index of runs 1 ${hash}\n${content}`);
}

const namesOf = (folders: readonly string[]): ReadonlySet<string> =>
  new Set(readLater(folders).map((run) => ('record' in run ? run.record.name : run.damaged)));

/** A folder of many runs with an index that is trusted; `use` gets the folders of the runs. */
function indexed(use: (folder: string, runs: readonly string[]) => void): void {
  withFolder((folder) => {
    const runs = makeRuns(folder, many);
    readLater(runs);
    use(folder, runs);
  });
}

describe('the index', () => {
  test('is written beside many runs, and not beside few', () => {
    withFolder((folder) => {
      readLater(makeRuns(folder, 255));
      expect(existsSync(join(folder, indexFile))).toBe(false);
      readLater(makeRuns(folder, many));
      expect(existsSync(join(folder, indexFile))).toBe(true);
      expect(findRuns(folder)).toHaveLength(many);
    });
  });

  test('gives the records as they were read, key by key and in the order of the folders', () => {
    withFolder((folder) => {
      makeRunFolder(join(folder, 'a'), {
        state: 'diverged',
        message: 'the loss became NaN',
        scores: { train: { loss: Number.NaN }, validation: null, test: null },
      });
      makeRunFolder(join(folder, 'b'), {
        spec: JSON.parse('{"__proto__": 1, "spec": {"a": [2]}}'),
      });
      makeRunFolder(join(folder, 'c'), { notes: 'é\u2028\ud83d\ude00"\\\n', tags: ['x', 'y'] });
      makeRunFolder(join(folder, 'd'), { state: 'running', finished: null });
      makeForeignFolder(join(folder, 'e'), '{"format": 2');
      const runs = [...makeRuns(folder, many)].reverse();
      expect(areAsTheyStand(readLater(runs))).toBe(true);
      forge(folder, (content) => content);
      const again = readLater(runs);
      expect(areAsTheyStand(again)).toBe(true);
      expect(JSON.stringify(again)).toBe(JSON.stringify(runs.map(readRun)));
    });
  });

  test('spares reading what is as it was, and only that', () => {
    indexed((folder, runs) => {
      forge(folder, (content) => content.replaceAll('"adam"', '"forged"'));
      expect(namesOf(runs)).toEqual(new Set(['forged']));
      makeRunFolder(runs[7] ?? '', { name: 'anew' });
      makeRunFolder(join(folder, 'further'), { name: 'further' });
      expect(namesOf(findRuns(folder))).toEqual(new Set(['forged', 'anew', 'further']));
    });
  });

  test('does not know a run that got the folder of another', () => {
    indexed((folder, [one = '', other = '', ...rest]) => {
      renameSync(one, join(folder, 'between'));
      renameSync(other, one);
      renameSync(join(folder, 'between'), other);
      expect(areAsTheyStand(readLater([one, other, ...rest]))).toBe(true);
    });
  });

  // A file system's clock may be so coarse that what is written again looks as it was.
  test('knows nothing that was written a moment ago', () => {
    withFolder((folder) => {
      const runs = makeRuns(folder, many);
      expect(areAsTheyStand(readRuns(runs))).toBe(true);
      expect(existsSync(join(folder, indexFile))).toBe(false);
    });
  });

  test('forgets the runs that are gone, and keeps those that nobody asked for', () => {
    indexed((folder, runs) => {
      const path = join(folder, indexFile);
      const whole = readFileSync(path);
      readLater(runs.slice(0, 256));
      expect(readFileSync(path).equals(whole)).toBe(true);
      for (const run of runs.slice(0, 120)) rmSync(run, { recursive: true });
      const further = Array.from({ length: 260 }, (_, i) =>
        makeRunFolder(join(folder, `more${i}`)),
      );
      readLater(further);
      const kept = readFileSync(path, 'utf8');
      expect(kept.match(/"name":"run\d+"/g)).toHaveLength(140);
      expect(kept.match(/"name":"more\d+"/g)).toHaveLength(260);
      for (const run of further) rmSync(run, { recursive: true });
      readLater(runs.slice(0, 256));
      expect(readFileSync(path, 'utf8').match(/"name":"(?:run|more)\d+"/g)).toHaveLength(140);
    });
  });

  // It tells of runs whose files may be closed to others.
  test("is nobody else's to read", () => {
    indexed((folder) => {
      expect(statSync(join(folder, indexFile)).mode & 0o777).toBe(0o600);
    });
  });

  test('is not written of runs that have little in common', () => {
    withFolder((folder) => {
      for (let i = 0; i < many; i += 1) {
        makeRunFolder(join(folder, `run${i}`), { notes: `${i} ${'x'.repeat(4000)}` });
      }
      expect(areAsTheyStand(readLater(findRuns(folder)))).toBe(true);
      expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
    });
  });

  test('is not read for so few of its runs that to read these is less', () => {
    indexed((folder, runs) => {
      for (let i = 0; i < 300; i += 1) mkdirSync(join(folder, `other${i}`));
      forge(folder, (content) => content.replaceAll('"adam"', '"forged"') + ' '.repeat(600_000));
      const whole = readFileSync(join(folder, indexFile));
      expect(namesOf(runs)).not.toContain('forged');
      expect(readFileSync(join(folder, indexFile)).equals(whole)).toBe(true);
    });
  });

  test('that a killed process was writing is cleared away', () => {
    withFolder((folder) => {
      writeFileSync(join(folder, `.${indexFile}.${deadMark()}.part`), 'dlx index');
      readLater(makeRuns(folder, many));
      expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([indexFile]);
    });
  });
});

describe('an index that', () => {
  test.each([
    ['was cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ['is empty', () => Buffer.alloc(0)],
    ['has another byte', (bytes: Buffer) => bytes.fill('7', 5000, 5001)],
    ['is of another form', () => Buffer.from('dlx index of runs 2 \n{}')],
  ])('%s is written anew, and the runs are read', (_, damage) => {
    indexed((folder, runs) => {
      const path = join(folder, indexFile);
      const whole = readFileSync(path);
      writeFileSync(path, damage(Buffer.from(whole)));
      expect(areAsTheyStand(readLater(runs))).toBe(true);
      expect(readFileSync(path).equals(whole)).toBe(true);
    });
  });

  test.each([
    'null',
    '[]',
    '{"parts":[],"runs":[{}]}',
    '{"parts":[["id"],["a"]],"runs":[{"name":"run0","size":1,"changed":1,"inode":1,"places":[0,1,9]}]}',
    '{"parts":[7],"runs":[{"name":"run0","size":1,"changed":1,"inode":1,"places":[0,0]}]}',
  ])('says %s has no run in it', (content) => {
    indexed((folder, runs) => {
      forge(folder, () => content);
      expect(areAsTheyStand(readLater(runs))).toBe(true);
    });
  });

  test('has records that this dlx does not write gives none of them', () => {
    indexed((folder, runs) => {
      forge(folder, (content) => content.replaceAll('"finished"', '"done"'));
      expect(areAsTheyStand(readLater(runs))).toBe(true);
    });
  });

  // A few kilobytes that say what is large of runs without end would take minutes.
  test('is larger than that of all runs that are there is not read, and written anew', () => {
    indexed((folder, runs) => {
      forge(folder, (content) => content.replaceAll('"adam"', '"forged"') + ' '.repeat(600_000));
      expect(namesOf(runs)).not.toContain('forged');
      expect(statSync(join(folder, indexFile)).size).toBeLessThan(600_000);
    });
  });

  // Who reads it believes it, and in a folder of several people each can write one.
  test('another user has written is not believed, and left as it is', () => {
    indexed((folder, runs) => {
      forge(folder, (content) => content.replaceAll('"adam"', '"forged"'));
      const whole = readFileSync(join(folder, indexFile));
      const { uid } = statSync(folder);
      const asked = jest.spyOn(process, 'getuid').mockReturnValue(uid + 1);
      try {
        expect(namesOf(runs)).not.toContain('forged');
      } finally {
        asked.mockRestore();
      }
      expect(readFileSync(join(folder, indexFile)).equals(whole)).toBe(true);
    });
  });

  test('is a file of somebody else, a folder or a link is left as it is', () => {
    withFolder((folder) => {
      const runs = makeRuns(folder, many);
      const path = join(folder, indexFile);
      writeFileSync(path, 'notes of mine');
      expect(areAsTheyStand(readLater(runs))).toBe(true);
      expect(readFileSync(path, 'utf8')).toBe('notes of mine');
      rmSync(path);
      mkdirSync(path);
      expect(areAsTheyStand(readLater(runs))).toBe(true);
      expect(readdirSync(path)).toEqual([]);
      rmSync(path, { recursive: true });
      symlinkSync(join(folder, 'target'), path);
      expect(areAsTheyStand(readLater(runs))).toBe(true);
      expect(existsSync(join(folder, 'target'))).toBe(false);
      expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([indexFile]);
    });
  });
});
