// Where something is to be written in, an error out where that lies in a run: its files are its own,
// and one more, or one that is replaced, would make it a damaged one.
import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { misuse } from '../ground/errors.js';
import { statOf } from '../ground/reading.js';
import { holdsRecord } from './read.js';

/** Throws a misuse where a place, that need not be there yet, is in a run's folder or is one. */
export function checkOutsideRuns(place: string): void {
  const real = realPlace(resolve(place));
  for (let folder = real; ; folder = dirname(folder)) {
    if (holdsRecord(folder) && existsSync(join(folder, 'spec.yaml'))) {
      throw misuse(
        `${JSON.stringify(place)} is in the folder of the run ${basename(folder)}, whose files are its own: name a place outside of it`,
      );
    }
    if (dirname(folder) === folder) return;
  }
}

/**
 * Throws a misuse where a file is to be written and a folder stands, or in a run's folder; asked
 * before the work that it is to hold.
 */
export function checkFilePlace(place: string): void {
  if (statOf(place)?.isDirectory()) {
    throw misuse(`${JSON.stringify(place)} is a folder: name a file in it`);
  }
  checkOutsideRuns(place);
}

// What links lead to, as far as it is there.
function realPlace(place: string): string {
  try {
    return realpathSync(place);
  } catch {
    return dirname(place) === place ? place : join(realPlace(dirname(place)), basename(place));
  }
}
