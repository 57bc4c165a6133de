// A file that is written as its content comes, and has its name only once it is whole: until then
// it stands beside its place. A pipe or a device that is there already is written to as it is.
import { closeSync, constants, openSync, realpathSync, statSync, writeSync } from 'node:fs';
import { failure, messageOf } from './errors.js';
import { besideOf, clearAbandoned, realFileSystem, type FileSystem } from './files.js';

/** A file under way. All but `abandon` throw a UserError that names the path. */
export type Streamed = {
  readonly write: (bytes: Uint8Array) => void;
  /** Replaces bytes that are written already. Not of a pipe or a device. */
  readonly replace: (bytes: Uint8Array, at: number) => void;
  /** Gives the file its name. */
  readonly finish: () => void;
  /** Leaves what there is so far under another name, which it gives; null where that cannot be. */
  readonly leavePart: () => string | null;
  /** Removes it. */
  readonly abandon: () => void;
};

/** Begins a file at a path, in the place of one that is there. Throws a UserError that names it. */
export function streamFile(path: string, system: FileSystem = realFileSystem): Streamed {
  return naming(path, () => {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isDirectory()) throw new Error('it is a folder');
    return stat && !stat.isFile()
      ? throughPipe(path)
      : throughPart(path, stat !== undefined, system);
  });
}

function naming<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw failure(`cannot write ${path}: ${messageOf(error)}`, 'disk');
  }
}

// What went wrong behind a close is not to close again.
function once(close: () => void): () => void {
  let isOpen = true;
  return () => {
    if (!isOpen) return;
    isOpen = false;
    close();
  };
}

function throughPipe(path: string): Streamed {
  const file = openSync(path, constants.O_WRONLY);
  const close = once(() => closeSync(file));
  return {
    write: (bytes) =>
      naming(path, () => {
        for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
      }),
    replace: () => undefined,
    finish: () => naming(path, close),
    leavePart: () => {
      close();
      return null;
    },
    abandon: close,
  };
}

// Where a link leads the file is written; the link stays.
function throughPart(path: string, isThere: boolean, system: FileSystem): Streamed {
  const place = isThere ? realpathSync(path) : path;
  clearAbandoned(place);
  const beside = besideOf(place);
  const { O_WRONLY, O_CREAT, O_EXCL } = constants;
  const file = system.open(beside, O_WRONLY | O_CREAT | O_EXCL);
  const close = once(() => system.close(file));
  let size = 0;
  const writeAt = (bytes: Uint8Array, start: number): void => {
    for (let at = 0; at < bytes.length;) {
      const count = system.write(file, bytes, at, start + at);
      if (count === 0) throw new Error('the disk takes no more');
      at += count;
    }
  };
  const finishAs = (name: string): void => {
    system.flush(file);
    close();
    system.rename(beside, name);
  };
  return {
    write: (bytes) =>
      naming(path, () => {
        writeAt(bytes, size);
        size += bytes.length;
      }),
    replace: (bytes, at) => naming(path, () => writeAt(bytes, at)),
    finish: () => naming(path, () => finishAs(place)),
    leavePart: () =>
      naming(`${path}.part`, () => {
        finishAs(`${place}.part`);
        return `${path}.part`;
      }),
    abandon: () => {
      try {
        close();
      } finally {
        system.remove(beside);
      }
    },
  };
}
