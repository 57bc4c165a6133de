// A run's folder in, as somebody wrote it; out, the folder that it lies in, and what strangers may be
// told of where that is.
import { basename, dirname, isAbsolute, relative, resolve, sep } from 'node:path';

/** The folder that a run lies in, written as the run is where that is possible: not of `.`. */
export function folderOfRuns(run: string): string {
  return dirname(basename(run) === basename(resolve(run)) ? run : resolve(run));
}

/**
 * A run's folder as a command in the working folder calls it: below that by its path, elsewhere by its
 * name alone, for a text that others read is not to say where somebody keeps things.
 */
export function placeFromHere(run: string): string {
  const path = relative(process.cwd(), resolve(run));
  const isBelow = path !== '' && !isAbsolute(path) && path.split(sep)[0] !== '..';
  return isBelow ? path : basename(resolve(run));
}
