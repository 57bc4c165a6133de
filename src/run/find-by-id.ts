// The id of a run in, as a child's record names its parent; the folder out that it has by now.
import { basename } from 'node:path';
import { findRuns } from './find.js';
import { readRun } from './read.js';

/**
 * The folder of the run with this id among those of a folder; null where it is not there. What a
 * folder is called does not matter, but those that end as dlx calls them are looked at first.
 */
export function findById(id: string, runsFolder: string): string | null {
  const ending = `-${id.slice(0, 6)}`;
  const isLikely = (folder: string): boolean => basename(folder).endsWith(ending);
  const folders = findRuns(runsFolder);
  const inOrder = [...folders.filter(isLikely), ...folders.filter((folder) => !isLikely(folder))];
  const isIt = (folder: string): boolean => {
    const run = readRun(folder);
    return 'record' in run && run.record.id === id;
  };
  return inOrder.find(isIt) ?? null;
}
