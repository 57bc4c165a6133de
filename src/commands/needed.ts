// Plans in, for each of them the finished run that is there already: what `--needed` leaves out.
import { loadDataset } from '../dataset/datasets.js';
import type { LoadContext } from '../dataset/dataset.js';
import { dataContext, type Plan } from '../experiment/plan.js';
import { findRuns } from '../run/find.js';
import { readRun } from '../run/read.js';
import { canonicalJson, specHashes } from '../spec/minimal.js';
import type { Present } from './runs.js';

/**
 * Finds the finished run of each plan under `runsFolder`, or null: one of the same spec with its
 * seed on the same data. Run folders are read once, and each data set once, one after another,
 * however many plans there are. Throws a UserError where data cannot be read.
 */
export async function presentRuns(
  plans: readonly Plan[],
  runsFolder: string,
  notify: LoadContext['notify'],
): Promise<readonly (Present | null)[]> {
  const finished = finishedRuns(runsFolder);
  const sums = new Map<string, string>();
  const found: (Present | null)[] = [];
  for (const { read, data } of plans) {
    const { dataset } = read.spec;
    const key = canonicalJson([read.folder, dataset]);
    const sum =
      data.sha256 ??
      sums.get(key) ??
      (await loadDataset(dataset, dataContext(read, notify))).sha256;
    sums.set(key, sum);
    found.push(presentOf(finished, read, sum));
  }
  return found;
}

// One that came to its own end, within the budget if there is one now; or one that the same budget
// has ended.
function presentOf(
  finished: ReadonlyMap<string, Present>,
  { minimal, spec: { budget } }: Pick<Plan['read'], 'minimal' | 'spec'>,
  sum: string,
): Present | null {
  const whole = finished.get(specHashes(minimal, sum).spec);
  if (whole && (!budget || whole.record.seconds.total <= budget.seconds)) return whole;
  return (budget && finished.get(specHashes(minimal, sum, budget.seconds).spec)) ?? null;
}

// By the hash of their spec; of several with one hash the first by name.
function finishedRuns(runsFolder: string): ReadonlyMap<string, Present> {
  const runs = new Map<string, Present>();
  for (const folder of findRuns(runsFolder)) {
    const run = readRun(folder);
    if (!('record' in run) || run.record.state !== 'finished') continue;
    const { spec } = run.record.hashes;
    if (!runs.has(spec)) runs.set(spec, { present: folder, record: run.record });
  }
  return runs;
}
