// The pictures in a folder, with all folders in it: a path in; the files' paths, sorted, and what was
// left out and why come out.
import {
  closeSync,
  constants,
  openSync,
  readSync,
  readdirSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { codeOf } from '../../ground/errors.js';
import { unreadable } from '../content.js';
import { headBytes, isPicture, isPictureName } from './formats.js';

/** What was not taken, by why: paths as messages name them. */
export type LeftOut = {
  readonly hidden: readonly string[];
  readonly others: readonly string[];
  readonly loops: readonly string[];
};

/** The pictures of a folder; folders in it are walked in the order of their names. */
export type Listing = { readonly pictures: readonly string[]; readonly leftOut: LeftOut };

/** The names in a folder, sorted, of folders and of others, hidden ones apart. */
export type FolderNames = {
  readonly folders: readonly string[];
  readonly files: readonly string[];
  readonly hidden: readonly string[];
};

/** What desktops and archives leave in folders without anybody's wish. */
const clutter = /^(?:\..*|thumbs\.db|desktop\.ini|__macosx|@eadir|\$recycle\.bin)$/i;

/** What is in a folder. Throws a UserError that names it where it cannot be read. */
export function namesOfFolder(folder: string): FolderNames {
  const names: { folders: string[]; files: string[]; hidden: string[] } = {
    folders: [],
    files: [],
    hidden: [],
  };
  try {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const { name } = entry;
      const isFolder =
        entry.isDirectory() || (entry.isSymbolicLink() && isFolderAt(join(folder, name)));
      if (clutter.test(name)) names.hidden.push(name);
      else (isFolder ? names.folders : names.files).push(name);
    }
  } catch (error) {
    throw unreadable(folder, error);
  }
  return { folders: names.folders.sort(), files: names.files.sort(), hidden: names.hidden.sort() };
}

function isFolderAt(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** Nothing was left out. */
export const nothingLeftOut: LeftOut = { hidden: [], others: [], loops: [] };

/**
 * The pictures below a folder. A link is followed, but not into a folder that it lies in. Throws a
 * UserError where a folder cannot be read.
 */
export function picturesBelow(folder: string): Listing {
  const pictures: string[] = [];
  const leftOut = { hidden: [] as string[], others: [] as string[], loops: [] as string[] };
  const walk = (path: string, above: ReadonlySet<string>): void => {
    const { folders, files, hidden } = namesOfFolder(path);
    const real = realpathSync(path);
    if (above.has(real)) {
      leftOut.loops.push(path);
      return;
    }
    const within = new Set([...above, real]);
    leftOut.hidden.push(...hidden.map((name) => join(path, name)));
    for (const name of files) {
      const file = join(path, name);
      (isPictureName(name) || beginsAsPicture(file) ? pictures : leftOut.others).push(file);
    }
    for (const name of folders) walk(join(path, name), within);
  };
  walk(folder, new Set());
  return { pictures, leftOut };
}

/** Several that were left out, as one. */
export function allLeftOut(some: readonly LeftOut[]): LeftOut {
  return {
    hidden: some.flatMap(({ hidden }) => hidden),
    others: some.flatMap(({ others }) => others),
    loops: some.flatMap(({ loops }) => loops),
  };
}

/** A sentence for each reason that something was left out. */
export function leftOutNotes({ hidden, others, loops }: LeftOut): readonly string[] {
  const note = (paths: readonly string[], one: string, many: string): readonly string[] =>
    paths.length === 0
      ? []
      : [`${paths.length} ${paths.length === 1 ? one : many} left out: ${few(paths)}`];
  return [
    ...note(hidden, 'hidden file or folder', 'hidden files and folders'),
    ...note(others, 'file that is no picture', 'files that are no pictures'),
    ...note(loops, 'link into a folder that it lies in', 'links into folders that they lie in'),
  ];
}

/** Some of many names, for a sentence. */
export function few(names: readonly string[], most = 5): string {
  return `${names.slice(0, most).join(', ')}${names.length > most ? ', …' : ''}`;
}

// A picture may have any name. A file that cannot be opened is no picture by its name, and is said
// to be left out; pipes and devices are never opened.
function beginsAsPicture(path: string): boolean {
  try {
    if (!statSync(path).isFile()) return false;
    const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const head = Buffer.alloc(headBytes);
      return isPicture(head.subarray(0, readSync(file, head, 0, headBytes, 0)));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return false;
  }
}
