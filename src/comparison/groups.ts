// Runs in, the rows of a table out: the replicates of a trial are one row, and what a row's cell
// holds.
import type { ReadRun } from '../run/read.js';
import type { RunRecord } from '../run/record.js';
import { sampleMoments } from './statistics/moments.js';
import type { Cell } from './written.js';

/** The runs of one row: a single one, or those of a trial with several seeds. */
export type Group = {
  /** For replicates one run a seed, by their seeds; of folds one of each, by these first. */
  readonly runs: readonly ReadRun[];
  /** The folders of these, and of those that repeat one of their seeds. */
  readonly folders: readonly string[];
  /** What they have in common where they were grouped by something else than their spec. */
  readonly label?: string;
};

/** What runs of one row have in common; null where a run is in the row of its spec. */
export type GroupKey = (run: ReadRun) => string | null;

/** What a cell of a row holds: of replicates the mean of so many values, and their spread. */
export type GroupCell = {
  readonly value: Cell;
  /** The sample standard deviation (with n − 1), where there are two values or more. */
  readonly spread?: number;
  readonly n?: number;
};

/** The records of a row's runs, but for those that cannot be read. */
export function recordsOf({ runs }: Pick<Group, 'runs'>): readonly RunRecord[] {
  return runs.flatMap((run) => ('record' in run ? [run.record] : []));
}

/** Whether a row has replicates. */
export function isReplicated({ runs }: Group): boolean {
  return runs.length > 1;
}

/**
 * Finished runs that differ in their seed alone, or in which fold they are, are one group; or those of
 * which `keyOf` says the same, and where it says nothing again these. Of two with one spec and seed the
 * later one. Every other run is a group of its own. In the order in which each begins.
 */
export function groupsOf(
  runs: readonly ReadRun[],
  keyOf: GroupKey | null = null,
): readonly Group[] {
  const trials = new Map<string, Trial>();
  for (const run of runs) {
    if (!isFinished(run)) continue;
    const label = keyOf?.(run) ?? null;
    const key = label === null ? `spec ${run.record.hashes.group}` : `by ${label}`;
    const trial = trials.get(key);
    if (trial) trial.runs.push(run);
    else trials.set(key, { label, runs: [run] });
  }
  const groups = new Map<ReadRun, Group>();
  const within = new Set<ReadRun>();
  for (const { label, runs: trial } of trials.values()) {
    const replicates = oneOfEachSeed(trial);
    const [first] = trial;
    if (!first || replicates.length < 2) continue;
    const folders = trial.map(({ folder }) => folder);
    groups.set(first, { runs: replicates, folders, ...(label === null ? {} : { label }) });
    for (const run of trial) within.add(run);
  }
  return runs.flatMap((run) => groups.get(run) ?? (within.has(run) ? [] : [single(run)]));
}

/** A row of one run. */
export function single(run: ReadRun): Group {
  return { runs: [run], folders: [run.folder] };
}

type Trial = { readonly label: string | null; readonly runs: FinishedRun[] };

type FinishedRun = Extract<ReadRun, { record: RunRecord }>;

function isFinished(run: ReadRun): run is FinishedRun {
  return 'record' in run && run.record.state === 'finished';
}

function oneOfEachSeed(runs: readonly FinishedRun[]): readonly FinishedRun[] {
  const bySeed = new Map<string, FinishedRun>();
  for (const run of runs) {
    const { seed, started, hashes } = run.record;
    const trial = `${hashes.group} ${seed} ${placeIn(run.record).join('/')}`;
    const other = bySeed.get(trial);
    if (!other || other.record.started < started) bySeed.set(trial, run);
  }
  return [...bySeed.values()].sort(
    (a, b) => placeOrder(a.record, b.record) || a.record.seed - b.record.seed,
  );
}

// Repeat and fold of a cross-validation; those of no other run.
function placeIn({ cross_validation: of }: RunRecord): readonly [number, number] {
  return of ? [of.repeat, of.fold] : [0, 0];
}

function placeOrder(a: RunRecord, b: RunRecord): number {
  const [[repeat, fold], [other, another]] = [placeIn(a), placeIn(b)];
  return repeat - other || fold - another;
}

// So many different texts of a group are told.
const mostTexts = 5;

/**
 * What a row holds of a value of its runs: the value of a single run; of replicates the mean and
 * spread of `numeric` values (none where one of them has none), else what they have in common, or
 * all that they have.
 */
export function cellOf({ runs }: Group, cell: (run: ReadRun) => Cell, numeric: boolean): GroupCell {
  const values = runs.map(cell);
  const [first = null] = values;
  if (values.length < 2) return { value: first };
  if (!numeric) {
    const texts = [...new Set(values)];
    if (texts.length < 2) return { value: first };
    const told = texts.slice(0, mostTexts).map((text) => text ?? '–');
    return { value: [...told, ...(texts.length > mostTexts ? ['…'] : [])].join(', ') };
  }
  const numbers = values.filter((value) => typeof value === 'number');
  return numbers.length < values.length ? { value: null } : meanOf(numbers);
}

function meanOf(numbers: readonly number[]): GroupCell {
  const { mean, variance } = sampleMoments(numbers);
  return { value: mean, spread: Math.sqrt(variance), n: numbers.length };
}
