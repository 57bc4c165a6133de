// Plans in, for each of them its hash and the finished run that is there already: what `--needed`
// leaves out.
import { loadDataset } from '../dataset/datasets.js';
import type { LoadContext } from '../dataset/dataset.js';
import { dataContext, type Plan } from '../experiment/plan.js';
import { findRuns } from '../run/find.js';
import { readRuns } from '../run/run-index.js';
import type { RunRecord } from '../run/record.js';
import { canonicalJson, specHashes } from '../spec/minimal.js';

/** A run that is there already: nothing is to be trained. */
export type Present = { readonly present: string; readonly record: RunRecord };

/** The finished runs of a folder, by the hash of their spec. */
export type FinishedRuns = {
  /** Of several runs of one hash the first by name; null where there is none. */
  readonly first: (hash: string) => Present | null;
  readonly all: (hash: string) => readonly Present[];
  /** Reads what is new, or was not finished, the last time. */
  readonly refresh: () => void;
};

/** Reads the records of all runs in a folder, each once it is finished only once. */
export function finishedRuns(runsFolder: string): FinishedRuns {
  const known = new Set<string>();
  const byHash = new Map<string, Present[]>();
  const refresh = (): void => {
    for (const run of readRuns(findRuns(runsFolder).filter((folder) => !known.has(folder)))) {
      if (!('record' in run) || run.record.state !== 'finished') continue;
      known.add(run.folder);
      const { spec } = run.record.hashes;
      byHash.set(spec, [...(byHash.get(spec) ?? []), { present: run.folder, record: run.record }]);
    }
  };
  refresh();
  const all = (hash: string): readonly Present[] => byHash.get(hash) ?? [];
  return { first: (hash) => all(hash)[0] ?? null, all, refresh };
}

/** What a plan is known by: its hashes, and that of its data. */
export type Hashes = {
  readonly hashes: ReturnType<typeof specHashes>;
  readonly data: string;
  /** Its budget, where it has one, and the hash of a run that this has ended. */
  readonly budget: { readonly seconds: number; readonly spec: string } | null;
};

/** The hash that a plan is claimed by. */
export function claimHash({ hashes, budget }: Hashes): string {
  return budget?.spec ?? hashes.spec;
}

/**
 * The run of a plan that is there already: one that came to its own end, within the budget if there
 * is one now; or one that the same budget has ended. Null where there is none.
 */
export function presentOf(
  finished: Pick<FinishedRuns, 'first'>,
  { hashes, budget }: Hashes,
): Present | null {
  const whole = finished.first(hashes.spec);
  if (whole && (!budget || whole.record.seconds.total <= budget.seconds)) return whole;
  return budget && finished.first(budget.spec);
}

/**
 * The hashes of each plan's spec with its seed and its data. Each data set is read once, one after
 * another, however many plans there are. Throws a UserError where data cannot be read.
 */
export async function hashesOf(
  plans: readonly Plan[],
  notify: LoadContext['notify'],
): Promise<readonly Hashes[]> {
  const sums = new Map<string, string>();
  const found: Hashes[] = [];
  for (const { read, data } of plans) {
    const { dataset, budget } = read.spec;
    const key = canonicalJson([read.folder, dataset]);
    const sum =
      data.sha256 ??
      sums.get(key) ??
      (await loadDataset(dataset, dataContext(read, notify))).sha256;
    sums.set(key, sum);
    found.push({
      hashes: specHashes(read.minimal, sum),
      data: sum,
      budget: budget && {
        seconds: budget.seconds,
        spec: specHashes(read.minimal, sum, budget.seconds).spec,
      },
    });
  }
  return found;
}
