// RUN arguments in, the comparison of what they mean out: the part of `dlx compare` that reads
// files.
import { findRuns, resolveRuns } from '../run/find.js';
import { readRun } from '../run/read.js';
import { compareRuns, type Comparison, type ComparisonOptions } from './comparison.js';

/**
 * Reads and compares the runs that `args` mean (see resolveRuns), or all runs of the folder where
 * there are none. A folder without runs gives an empty comparison whose note says what to do.
 */
export function loadComparison(
  args: readonly string[],
  runsFolder: string,
  options: ComparisonOptions = {},
): Comparison {
  const folders =
    args.length === 0 ? findRuns(runsFolder) : resolveRuns(args, runsFolder, { several: true });
  if (folders.length > 0) return compareRuns(folders.map(readRun), options);
  const note = `there are no runs in ${JSON.stringify(runsFolder)}: train one with "dlx train SPEC", or name another folder with --runs DIR`;
  return { tables: [], notes: [note] };
}
