// A run and the one that it came from in, with those of other seeds beside them, whether it is
// better out: what is known of its trial against its parent's, by the replicates of both.
import { distinctRuns } from '../run/find.js';
import type { ReadRun } from '../run/read.js';
import type { RunRecord } from '../run/record.js';
import { groupsOf, type Group } from './groups.js';
import { partsOf } from './parts.js';
import { verdictAgainst, type Verdict } from './verdicts.js';

/** What is known of a run's trial against that of its parent. */
export type VsParent = Verdict & {
  /** What it is about: a metric's name, or `loss`. */
  readonly metric: string;
  /** Of which part of the data: the test set, or validation where nobody is to see that. */
  readonly part: 'test' | 'validation';
};

type KnownRun = Extract<ReadRun, { record: RunRecord }>;

type Family = {
  readonly own: KnownRun;
  readonly parent: KnownRun;
  /** Runs among which the other seeds of both are. */
  readonly beside: readonly ReadRun[];
  /** Whether nothing of a test set is told. */
  readonly sealed: boolean;
};

/**
 * Holds the trial of a finished run against its parent's by the metric that ranks it. Where that
 * cannot be told the verdict is null, with the reason.
 */
export function againstParent({ own, parent, beside, sealed }: Family): VsParent {
  const [metric = { name: 'loss', mode: 'min' }] = own.record.metrics;
  const asked = { metric: metric.name, mode: metric.mode, practical: 0, sealed } as const;
  const [child, from] = [own, parent].map((one) => trialOf(one, beside));
  const { part, verdict } = verdictAgainst(child ?? alone(own), from ?? alone(parent), asked);
  const why = incomparable(own, parent);
  const known: Verdict = why === null ? verdict : { verdict: null, why, needs_seeds: null };
  return { metric: metric.name, part, ...known };
}

function alone(run: KnownRun): Group {
  return { runs: [run], folders: [run.folder] };
}

function incomparable(own: KnownRun, parent: KnownRun): string | null {
  const { state, hashes } = parent.record;
  if (state !== 'finished') return `its parent is ${state}`;
  if (hashes.group === own.record.hashes.group) {
    return 'it has the spec of its parent: what differs is chance';
  }
  return partsOf([own, parent]).length > 1
    ? 'it was judged on other data, or split otherwise'
    : null;
}

// The run with those of other seeds.
function trialOf(run: KnownRun, beside: readonly ReadRun[]): Group | undefined {
  const { group } = run.record.hashes;
  const alike = beside.filter((one) => 'record' in one && one.record.hashes.group === group);
  return groupsOf(distinctRuns(alike).runs).find(({ folders }) => folders.includes(run.folder));
}
