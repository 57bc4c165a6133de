// A file system on which a process dies, or one call fails: for what writes a run's folder. After
// the death nothing is written any more, whatever is tried.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesOn, realFileSystem, type Files, type FileSystem } from '../../src/ground/files.js';

/** What a process that was killed says. */
export const died = 'killed';

const changing = [
  'open',
  'write',
  'flush',
  'close',
  'rename',
  'link',
  'remove',
  'makeFolder',
  'removeFolder',
  'removeEmptyFolder',
] as const;

/** Calls are counted; `before` is asked ahead of each, and may throw. */
function watched(before: (call: string, ordinal: number) => void): {
  readonly files: Files;
  readonly count: () => number;
} {
  let ordinal = 0;
  const system = { ...realFileSystem };
  for (const name of changing) {
    const real = realFileSystem[name] as (...values: readonly unknown[]) => unknown;
    Object.assign(system, {
      [name]: (...values: readonly unknown[]) => {
        ordinal += 1;
        before(name, ordinal);
        return real(...values);
      },
    });
  }
  return { files: filesOn(system satisfies FileSystem), count: () => ordinal };
}

/** How many calls `work` makes. */
export function callsIn(work: (files: Files) => void): number {
  const { files, count } = watched(() => undefined);
  work(files);
  return count();
}

/** Lets a process die ahead of a call. */
export function dyingAt(at: number): Files {
  return watched((_, ordinal) => {
    if (ordinal >= at) throw new Error(died);
  }).files;
}

/** Lets one call fail. */
export function failingAt(at: number, code: string): Files {
  return watched((call, ordinal) => {
    if (ordinal === at) throw Object.assign(new Error(`${code}: as said, ${call}`), { code });
  }).files;
}

/** Makes every lock in a folder that of a process which is no more. */
export function buryLocks(folder: string): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/(?:^|\/)lock(?:\.\d+)?$/.test(name)) continue;
    const path = join(folder, name);
    const holder = JSON.parse(readFileSync(path, 'utf8')) as object;
    writeFileSync(path, JSON.stringify({ ...holder, started: 'long ago' }));
  }
}
