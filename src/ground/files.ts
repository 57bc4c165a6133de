// The one way dlx writes what matters: beside its place, counted, flushed, renamed in. Synchronous
// on purpose: a commit is one uninterrupted sequence of system calls.
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { codeOf, failure, messageOf } from './errors.js';
import { livesBy, markForm, ownMark } from './owner.js';

/**
 * The system calls that files are written with; a test may stand between. They throw what node:fs
 * throws.
 */
export type FileSystem = {
  /** `mode` is of a file that is made: who may read and write it, by default all that may at all. */
  readonly open: (path: string, flags: number, mode?: number) => number;
  /** Writes some of the bytes from `offset` on to a position in the file, and says how many. */
  readonly write: (file: number, bytes: Uint8Array, offset: number, position: number) => number;
  readonly sizeOf: (file: number) => number;
  readonly truncate: (file: number, size: number) => void;
  readonly flush: (file: number) => void;
  readonly close: (file: number) => void;
  readonly rename: (from: string, to: string) => void;
  /** Gives a file a second name, unless that is taken. */
  readonly link: (from: string, to: string) => void;
  /** Removes a file, or does nothing where there is none. */
  readonly remove: (path: string) => void;
  readonly makeFolder: (path: string) => void;
  /** Removes a folder with all that is in it, or does nothing where there is none. */
  readonly removeFolder: (path: string) => void;
  readonly removeEmptyFolder: (path: string) => void;
};

/**
 * Ways to write that survive a crash. Each throws a UserError that names the path when the disk is
 * full, over quota, read-only or failing.
 */
export type Files = {
  /**
   * Replaces the file at `path` by `content` as a whole: after a crash the old or the new content
   * is there, never a part. The file that was there becomes `previous`, if that is named; then, for
   * a moment, there may be none at `path`.
   */
  readonly write: (path: string, content: string | Uint8Array, previous?: string) => void;
  /** Writes in the same way a file that only its owner may read. */
  readonly writePrivate: (path: string, content: Uint8Array) => void;
  /** Makes a file that must not be there yet, whole; false where it is. */
  readonly create: (path: string, content: string | Uint8Array) => boolean;
  /**
   * Appends one line to the file at `path`, which must have `size` bytes by now, and flushes it to
   * the disk.
   */
  readonly appendLine: (path: string, line: string, size: number) => void;
  /** Appends bytes in the same way. */
  readonly append: (path: string, bytes: Uint8Array, size: number) => void;
  readonly rename: (from: string, to: string) => void;
  readonly remove: (path: string) => void;
  /** Makes a folder, and those above it, for good. */
  readonly makeFolder: (path: string) => void;
  /** Removes a folder of this process' own that came to nothing, as far as that can be done. */
  readonly removeFolder: (path: string) => void;
  /** Removes a folder in which nothing is left. */
  readonly removeEmptyFolder: (path: string) => void;
  /** Flushes a folder's entries to the disk, so that a rename in it survives a power loss. */
  readonly flushFolder: (path: string) => void;
};

/** The file system of this machine. */
export const realFileSystem: FileSystem = {
  open: (path, flags, mode = 0o666) => openSync(path, flags, mode),
  write: (file, bytes, offset, position) =>
    writeSync(file, bytes, offset, bytes.length - offset, position),
  sizeOf: (file) => fstatSync(file).size,
  truncate: ftruncateSync,
  flush: fsyncSync,
  close: closeSync,
  rename: renameSync,
  link: linkSync,
  remove: (path) => rmSync(path, { force: true }),
  makeFolder: (path) => mkdirSync(path),
  removeFolder: (path) => rmSync(path, { recursive: true, force: true }),
  removeEmptyFolder: rmdirSync,
};

/** Files on the machine's own file system, or on another one. */
export function filesOn(system: FileSystem): Files {
  const named = <T>(path: string, work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw failure(`cannot write ${path}: ${messageOf(error)}`, 'disk');
    }
  };
  const flushFolder = (path: string): void => flushEntries(system, path);
  const appended = (path: string, bytes: Uint8Array, size: number): void =>
    named(path, () => {
      if (append(system, path, bytes, size)) flushFolder(dirname(path));
    });
  return {
    flushFolder: (path) => named(path, () => flushFolder(path)),
    write: (path, content, previous) =>
      named(path, () =>
        replace(system, path, typeof content === 'string' ? Buffer.from(content) : content, {
          previous,
        }),
      ),
    writePrivate: (path, content) =>
      named(path, () => replace(system, path, content, { mode: 0o600 })),
    create: (path, content) =>
      named(
        path,
        () =>
          createFile(system, path, typeof content === 'string' ? Buffer.from(content) : content) &&
          (flushFolder(dirname(path)), true),
      ),
    appendLine: (path, line, size) => appended(path, Buffer.from(`${line}\n`), size),
    append: appended,
    rename: (from, to) =>
      named(to, () => {
        system.rename(from, to);
        flushFolder(dirname(to));
      }),
    remove: (path) => named(path, () => system.remove(path)),
    removeFolder: (path) => attempt(() => system.removeFolder(path)),
    removeEmptyFolder: (path) => named(path, () => system.removeEmptyFolder(path)),
    makeFolder: (path) => {
      try {
        makeFolders(system, path);
      } catch (error) {
        throw failure(`cannot make the folder ${path}: ${messageOf(error)}`, 'disk');
      }
    },
  };
}

/** Files on the machine's own file system. */
export const files: Files = filesOn(realFileSystem);

const newFile = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL;

/**
 * Where a file, or a folder, is written before it gets its name; a killed process leaves it. Nobody
 * can have put a link there before.
 */
export function besideOf(path: string): string {
  return join(dirname(path), `.${basename(path)}.${ownMark()}.part`);
}

const besideForm = new RegExp(`^\\.(?<name>.+)\\.(?<mark>${markForm.source})\\.part$`, 's');

/**
 * Whether a file of this name was left by a process that was killed as it wrote the file that the
 * name speaks of.
 */
export function isLeftOver(name: string, of: RegExp): boolean {
  const written = besideForm.exec(name)?.groups?.['name'];
  return written !== undefined && of.test(written);
}

// What a process that cannot be asked for, as one on another machine, may take to go on with it.
const longestSilence = 24 * 3_600_000;

/**
 * Removes what processes that are gone have left as they wrote the file, or the folder, at a path;
 * of processes of other systems what nobody has touched for a day. Never throws.
 */
export function clearAbandoned(path: string, now = Date.now()): void {
  attempt(() => {
    const folder = dirname(path);
    for (const entry of readdirSync(folder)) {
      const { name, mark = '' } = besideForm.exec(entry)?.groups ?? {};
      if (name !== basename(path)) continue;
      const left = join(folder, entry);
      const lives = livesBy(mark) ?? now - lstatSync(left).mtimeMs < longestSilence;
      if (!lives) attempt(() => rmSync(left, { recursive: true, force: true }));
    }
  });
}

/**
 * Replaces a file that somebody wants where it is, as {@link Files.write} does; what killed processes
 * have left of it is cleared away.
 */
export function writeOutput(path: string, content: string | Uint8Array): void {
  clearAbandoned(path);
  files.write(path, content);
}

/** Makes such a file where there is none; false where there is. */
export function createOutput(path: string, content: string | Uint8Array): boolean {
  clearAbandoned(path);
  return files.create(path, content);
}

// Node's own `recursive` never ends where a folder cannot be made although the one above it exists,
// as in /proc.
function makeFolders(system: FileSystem, path: string): void {
  if (existsSync(path)) return;
  if (dirname(path) !== path) makeFolders(system, dirname(path));
  try {
    system.makeFolder(path);
    withFile(system, dirname(path), constants.O_RDONLY, system.flush);
  } catch (error) {
    // Another process may have been faster.
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

function replace(
  system: FileSystem,
  path: string,
  bytes: Uint8Array,
  { previous, mode }: { readonly previous?: string | undefined; readonly mode?: number },
): void {
  const beside = besideOf(path);
  try {
    withFile(system, beside, newFile, (file) => writeAndFlush(system, file, bytes), mode);
    if (previous !== undefined && existsSync(path)) system.rename(path, previous);
    system.rename(beside, path);
    flushEntries(system, dirname(path));
  } catch (error) {
    attempt(() => system.remove(beside));
    throw error;
  }
}

function flushEntries(system: FileSystem, folder: string): void {
  withFile(system, folder, constants.O_RDONLY, system.flush);
}

// Nobody sees the file before all of it is there: it gets its name by a link, which fails where the
// name is taken.
function createFile(system: FileSystem, path: string, bytes: Uint8Array, attempts = 10): boolean {
  const beside = besideOf(path);
  try {
    withFile(system, beside, newFile, (file) => writeAndFlush(system, file, bytes));
    system.link(beside, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    // Whoever has the folder may have taken it for what a dead process left.
    const isCleared = codeOf(error) === 'ENOENT' && existsSync(dirname(path));
    if (isCleared && attempts > 1) return createFile(system, path, bytes, attempts - 1);
    throw error;
  } finally {
    attempt(() => system.remove(beside));
  }
}

// True where the file is a new one, whose folder must be flushed too.
function append(system: FileSystem, path: string, bytes: Uint8Array, expected: number): boolean {
  return withFile(
    system,
    path,
    constants.O_WRONLY | constants.O_CREAT | constants.O_NOFOLLOW,
    (file) => {
      const size = system.sizeOf(file);
      if (size !== expected) {
        throw new Error(`it has ${size} bytes instead of ${expected}: another process writes it`);
      }
      try {
        writeAndFlush(system, file, bytes, size);
      } catch (error) {
        // A line is there whole or not at all.
        attempt(() => system.truncate(file, size));
        throw error;
      }
      return size === 0;
    },
  );
}

function withFile<T>(
  system: FileSystem,
  path: string,
  flags: number,
  work: (file: number) => T,
  mode?: number,
): T {
  const file = system.open(path, flags, mode);
  let result: T;
  try {
    result = work(file);
  } catch (error) {
    attempt(() => system.close(file));
    throw error;
  }
  // Some file systems tell only here that a write failed.
  system.close(file);
  return result;
}

// A full disk makes write(2) take less than it was given, without an error: count.
function writeAndFlush(system: FileSystem, file: number, bytes: Uint8Array, start = 0): void {
  for (let written = 0; written < bytes.length;) {
    const count = system.write(file, bytes, written, start + written);
    if (count === 0) throw new Error('the disk takes no more');
    written += count;
  }
  system.flush(file);
}

// What is tidied up after a failure must not hide the failure.
function attempt(work: () => void): void {
  try {
    work();
  } catch {
    // The first error is the one to tell.
  }
}
