// Who is writing a run folder: its file `lock` names host, boot and process, and is touched while
// that process lives. A second dlx keeps off; the lock of a dead one is taken over.
import { randomUUID } from 'node:crypto';
import { existsSync, statSync, utimesSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { failure, inUse } from '../ground/errors.js';
import type { Files } from '../ground/files.js';
import { ownSystem, startOf } from '../ground/owner.js';
import { namesIn, readFileUnless } from '../ground/reading.js';
import { parseJson } from '../ground/json.js';
import { anyText, fields, integer } from '../words/arguments.js';
import { checkJson } from '../words/json.js';
import type { CheckedOf } from '../words/kinds.js';

const lockFile = 'lock';

// In bytes; one has a few hundred.
const longest = 4096;

// The greatest number behind its name.
const largest = 999_999_999;

/** A held lock. */
export type Lock = Disposable & {
  /** Throws a failure if another process has taken it over. */
  readonly check: () => void;
  /** Says that the folder has another name by now. */
  readonly moved: (folder: string) => void;
};

/** What a lock file holds. */
const holderKind = fields({
  id: anyText(),
  host: anyText(),
  /** The system's start: numbers of processes before it mean nothing. */
  boot: anyText(),
  /**
   * The process and when it started, for numbers come again; and the namespace that its number
   * means something in.
   */
  process: integer({ min: 0 }),
  started: anyText(),
  namespace: anyText(),
  /** The folder it stands in: in a copy of the folder it holds nothing. */
  folder: anyText(),
});

type Holder = CheckedOf<typeof holderKind>;

const heartbeatMilliseconds = 5000;

// Of a process that cannot be asked for, as one on another machine, a lock that was not touched for
// so long is dead.
const silentMilliseconds = 60_000;

/**
 * Takes the lock of a run folder, a dead one's too; the folder may be renamed. Throws a
 * UserError (exit code 5) that says who holds it.
 *
 * A dead lock is never removed by its name, which may be another's by then: whoever takes over
 * makes the file with the next number, `lock.1` after `lock`, which only one can, and then looks
 * whether anybody else is there.
 */
export function takeLock(files: Files, folder: string, renamed: string = folder): Lock {
  const mine = ownHolder(folder);
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const before = lockNames(folder);
    refuseLiving(folder, before);
    const number = Math.max(-1, ...before.map(numberOf)) + 1;
    if (number > largest) {
      throw failure(
        `${join(folder, nameOf(largest))} is no lock of dlx, and leaves no number for one: remove it`,
      );
    }
    const name = nameOf(number);
    if (!files.create(join(folder, name), `${JSON.stringify(mine)}\n`)) continue;
    const others = lockNames(folder).filter((other) => other !== name);
    if (others.every((other) => livingHolder(folder, other) === null)) {
      for (const dead of others) files.remove(join(folder, dead));
      return held(files, join(renamed, name), mine.id);
    }
    files.remove(join(folder, name));
  }
  throw inUse(`cannot take the lock of ${folder}: other processes keep taking it`);
}

/**
 * Gives a folder whose lock is held another name. Throws a UserError where that cannot be, or is
 * not known to be on the disk; the lock is held where the folder is then.
 */
export function moveLocked(
  lock: Lock,
  { from, to }: { readonly from: string; readonly to: string },
  files: Files,
): void {
  try {
    files.rename(from, to);
  } finally {
    if (!existsSync(from)) lock.moved(to);
  }
}

/** Whether a process that writes this run folder is alive, as far as can be told from here. */
export function isLocked(folder: string): boolean {
  return lockNames(folder).some((name) => livingHolder(folder, name) !== null);
}

/** Whether a process that is gone left its lock in a folder. */
export function isLeftLocked(folder: string): boolean {
  return lockNames(folder).length > 0 && !isLocked(folder);
}

function refuseLiving(folder: string, names: readonly string[]): void {
  const [holder] = names.flatMap((name) => livingHolder(folder, name) ?? []);
  if (!holder) return;
  const cure = isOwnSystem(holder, ownHolder(folder))
    ? 'wait for it, or stop it'
    : 'stop it there; a process that gives no sign for a minute counts as gone';
  throw inUse(`${folder} is in use by process ${holder.process} on ${holder.host}: ${cure}`);
}

function lockNames(folder: string): readonly string[] {
  return namesIn(folder).filter((name) => /^lock(?:\.\d{1,9})?$/.test(name));
}

function nameOf(number: number): string {
  return number === 0 ? lockFile : `${lockFile}.${number}`;
}

function numberOf(name: string): number {
  return Number(name.slice(lockFile.length + 1));
}

function held(files: Files, first: string, id: string): Lock {
  let path = first;
  const isMine = (): boolean => readHolder(path)?.id === id;
  const release = (): void => {
    try {
      if (isMine()) files.remove(path);
    } catch {
      // What is left is the lock of a dead process.
    }
  };
  const beat = setInterval(() => touch(path), heartbeatMilliseconds).unref();
  return {
    check: () => {
      // Of a folder that is gone, the write that follows tells best.
      if (existsSync(dirname(path)) && !isMine()) {
        throw failure(
          `${path} was taken by another process, or removed: this one writes no more`,
          'disk',
        );
      }
    },
    moved: (folder) => {
      path = join(folder, basename(path));
    },
    [Symbol.dispose]: () => {
      clearInterval(beat);
      release();
    },
  };
}

function touch(path: string): void {
  try {
    utimesSync(path, new Date(), new Date());
  } catch {
    // A folder that is gone is noticed where it is written to.
  }
}

function livingHolder(folder: string, name: string): Holder | null {
  const path = join(folder, name);
  const holder = readHolder(path);
  if (!holder) return null;
  const own = ownHolder(folder);
  if (!isSameFolder(holder, own)) return null;
  if (!isOwnSystem(holder, own)) return isSilent(path) ? null : holder;
  return startOf(holder.process) === holder.started ? holder : null;
}

// Only of a process on this system, since it was started, can be asked whether it is alive. Two
// machines may have one name.
function isOwnSystem(holder: Holder, own: Holder): boolean {
  return holder.host === own.host && holder.boot === own.boot && holder.namespace === own.namespace;
}

function readHolder(path: string): Holder | null {
  const bytes = readFileUnless(path, 0, (_, size) => {
    if (size > longest) throw failure(`${path} has ${size} bytes and is no lock of dlx: remove it`);
  });
  const holder = checkJson(holderKind, parseJson(bytes?.toString() ?? ''));
  return 'value' in holder ? holder.value : null;
}

function isSilent(path: string): boolean {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined || Date.now() - stat.mtimeMs > silentMilliseconds;
}

function ownHolder(folder: string): Holder {
  return {
    id: randomUUID(),
    ...ownSystem(),
    process: process.pid,
    started: startOf(process.pid) ?? '',
    folder: folderIdentity(folder),
  };
}

// The number of a device is each machine's own: of a folder that several share only the inode is
// the same for all.
function isSameFolder(holder: Holder, own: Holder): boolean {
  const inode = ({ folder }: Holder): string => folder.slice(folder.indexOf(':') + 1);
  return isOwnSystem(holder, own) ? holder.folder === own.folder : inode(holder) === inode(own);
}

function folderIdentity(folder: string): string {
  const stat = statSync(folder, { throwIfNoEntry: false });
  return stat ? `${stat.dev}:${stat.ino}` : '';
}
