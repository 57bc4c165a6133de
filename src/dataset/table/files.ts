// The files that a spec names as a table: one, several, or a pattern for their names. What is
// written goes in, and the files come out, each as the spec would name it.
import { readdirSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { codeOf, failure } from '../../ground/errors.js';
import { counted } from '../../text/wrap.js';
import { dataPath, unreadable } from '../content.js';

/** What a spec may say of files. */
export type WrittenFiles = string | readonly string[];

/** The files of a table, as the spec would name each, and a sentence about each pattern. */
export type FoundFiles = {
  readonly paths: readonly string[];
  readonly notes: readonly string[];
  /** How many of them are each that is written, where that is told. */
  readonly counts?: readonly number[];
};

/** The names in what is written, one or several. */
export function namesIn(written: WrittenFiles): readonly string[] {
  return typeof written === 'string' ? [written] : written;
}

/**
 * The files that are meant, patterns (`*` and `?`) resolved and sorted. Throws a UserError where a
 * pattern finds none, or a file is named twice.
 */
export function filesOf(folder: string, written: WrittenFiles): FoundFiles {
  const notes: string[] = [];
  const paths = namesIn(written).flatMap((path) => {
    const full = resolve(folder, path);
    if (!isPattern(path) || isThere(full)) return [path];
    const found = matches(full);
    const shown = dataPath(folder, path);
    if (found.length === 0) {
      throw failure(`no file is called ${shown}: mend the pattern, or put the files there`);
    }
    notes.push(
      `${counted(found.length, 'file')} ${found.length === 1 ? 'is' : 'are'} called ${shown}`,
    );
    return found.map((file) => (isAbsolute(path) ? file : relative(folder, file)));
  });
  const twice = paths.find(
    (path, i) => paths.findIndex((one) => resolve(folder, one) === resolve(folder, path)) !== i,
  );
  if (twice !== undefined) {
    throw failure(`${dataPath(folder, twice)} is named twice: its rows would count double`);
  }
  return { paths, notes };
}

/** Whether a path, which may be a pattern, leads to a file. */
export function leadsToFile(path: string): boolean {
  return isThere(path) || (isPattern(path) && matches(resolve(path)).length > 0);
}

function isPattern(path: string): boolean {
  return /[*?]/.test(path);
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

// All files whose whole path fits, in the order of their characters.
function matches(pattern: string): readonly string[] {
  let places = ['/'];
  for (const part of pattern.split('/').filter((one) => one !== '')) {
    const named = nameTest(part);
    places = places.flatMap((place) =>
      named === null
        ? [join(place, part)]
        : namesWithin(place)
            .filter(named)
            .map((name) => join(place, name)),
    );
  }
  return places
    .filter((place) => statSync(place, { throwIfNoEntry: false })?.isFile())
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

// Null where a name is no pattern. As in a shell, a hidden file is one that is named so.
function nameTest(part: string): ((name: string) => boolean) | null {
  if (!isPattern(part)) return null;
  const source = part
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll(/\*+/g, '.*')
    .replaceAll('?', '.');
  const form = new RegExp(`^${source}$`, 'su');
  return (name) => form.test(name) && (part.startsWith('.') || !name.startsWith('.'));
}

function namesWithin(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return [];
    throw unreadable(folder, error);
  }
}
