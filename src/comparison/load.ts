// RUN arguments in, the comparison of what they mean out: the part of `dlx compare` that reads
// files.
import { findRuns, resolveRuns } from '../run/find.js';
import type { ReadRun } from '../run/read.js';
import { readRuns } from '../run/run-index.js';
import { compareRuns, type Comparison, type ComparisonOptions } from './comparison.js';
import { runsWhere } from './filter.js';
import { checkEach } from './grouping.js';
import type { Judge } from './judging.js';

/** What is asked of runs: which of them, and how they are compared. */
export type LoadOptions = ComparisonOptions & { readonly where?: string | undefined };

/** Runs as they were read, and what is to be said of those that were left out. */
export type LoadedRuns = { readonly runs: readonly ReadRun[]; readonly notes: readonly string[] };

/**
 * Reads the runs that `args` mean (see resolveRuns), or all of the folder where there are none, and
 * takes those of which `where` holds. A folder without runs has a note that says what to do.
 */
export function loadRuns(
  args: readonly string[],
  runsFolder: string,
  where: string | undefined,
): LoadedRuns {
  const folders =
    args.length === 0
      ? findRuns(runsFolder)
      : resolveRuns(args, runsFolder, { several: true, renamed: true });
  const { runs, notes } = runsWhere(readRuns(folders), where);
  if (folders.length > 0) return { runs, notes };
  const note = `there are no runs in ${JSON.stringify(runsFolder)}: train one with "dlx train SPEC", or name another folder with --runs DIR`;
  return { runs, notes: [note] };
}

/**
 * Reads and compares the runs that `args` mean, or all of the folder where there are none, of which
 * `where` holds; an empty comparison where there is none. Throws a misuse where rows are asked for what
 * a run alone has not.
 */
export async function loadComparison(
  args: readonly string[],
  runsFolder: string,
  { where, ...options }: LoadOptions = {},
): Promise<Comparison> {
  checkEach(options);
  const { runs, notes } = loadRuns(args, runsFolder, where);
  if (runs.length === 0) return { tables: [], notes };
  const comparison = compareRuns(
    runs,
    options,
    await judgeFor(runs, options),
    options.pareto ? (await import('./pareto.js')).pareto : null,
  );
  return { ...comparison, notes: [...comparison.notes, ...notes] };
}

// What calculates them is loaded where there can be rows of replicates.
async function judgeFor(
  runs: readonly ReadRun[],
  options: ComparisonOptions,
): Promise<Judge | null> {
  if (options.each) return null;
  const isAsked = options.baseline !== undefined || options.practical !== undefined;
  const groups = runs.flatMap((run) => ('record' in run ? [run.record.hashes.group] : []));
  const mayReplicate = options['group-by'] !== undefined || new Set(groups).size < groups.length;
  return mayReplicate || isAsked ? (await import('./judging.js')).judge : null;
}
