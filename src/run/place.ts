// A run's folder in, as somebody wrote it; out, the folder that it lies in.
import { basename, dirname, resolve } from 'node:path';

/** The folder that a run lies in, written as the run is where that is possible: not of `.`. */
export function folderOfRuns(run: string): string {
  return dirname(basename(run) === basename(resolve(run)) ? run : resolve(run));
}
