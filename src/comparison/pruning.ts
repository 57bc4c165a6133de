// Runs and what is asked of `dlx prune` in, those that may go out, and why others of them stay.
// Nothing is looked at here but records: what a folder holds is proved where it is removed.
import { misuse } from '../ground/errors.js';
import type { ReadRun } from '../run/read.js';
import type { RunRecord } from '../run/record.js';
import { didYouMean } from '../text/suggest.js';
import { compareRuns } from './comparison.js';
import { runsWhere } from './filter.js';
import { startOf } from './listing.js';

/** A run whose record could be read. */
export type KnownRun = Extract<ReadRun, { record: RunRecord }>;

/** Which runs are to go; those of which all that is given holds. */
export type PruneChoice = {
  readonly where?: string | undefined;
  /** Words of states. */ readonly states?: readonly string[] | undefined;
  /** As `30d`. */ readonly older?: string | undefined;
  /** As `best:3` or `latest:5`: of those that would go, so many stay. */
  readonly keep?: string | undefined;
};

/** The runs that may go, those that stay although they were asked for, and what else to say. */
export type Chosen = {
  readonly go: readonly KnownRun[];
  readonly left: readonly { readonly run: ReadRun; readonly why: string }[];
  readonly notes: readonly string[];
};

const prunable = ['finished', 'interrupted', 'failed', 'diverged'] as const;

/**
 * The runs that a choice means, at a time (milliseconds since 1970). `given` are those that are
 * asked about, `all` those that may have been made from them. A running one stays, one that cannot
 * be read, and, unless `parents`, one that another was made from which stays. Throws a misuse where
 * the choice cannot be read.
 */
export function chosenRuns(
  given: readonly ReadRun[],
  all: readonly ReadRun[],
  choice: PruneChoice,
  { now, parents }: { readonly now: number; readonly parents: boolean },
): Chosen {
  const states = statesOf(choice.states);
  const age = choice.older === undefined ? null : ageOf(choice.older);
  const keep = choice.keep === undefined ? null : keepOf(choice.keep);
  const { runs, notes } = runsWhere(given, choice.where);
  // What cannot be read has no age and no score.
  const isPlain = states === null && age === null && keep === null;
  const matching = runs.filter((run) =>
    !('record' in run)
      ? isPlain
      : (states === null || states.has(run.record.state)) &&
        (age === null || now - endOf(run.record) > age),
  );
  const known = matching.flatMap((run) => ('record' in run ? [run] : []));
  const running = known.filter(({ record }) => record.state === 'running');
  const kept = new Set(keep === null ? [] : keptIds(known, keep));
  const go = known.filter(({ record }) => record.state !== 'running' && !kept.has(record.id));
  const needed = parents ? new Map<KnownRun, ReadRun>() : neededRuns(go, all);
  return {
    go: go.filter((run) => !needed.has(run)),
    left: [
      ...running.map((run) => ({ run, why: 'it is being trained' })),
      ...matching.flatMap((run) => ('record' in run ? [] : [{ run, why: run.damaged }])),
      ...[...needed].map(([run, child]) => ({
        run,
        why: `${child.folder} was made from it; --parents removes it all the same`,
      })),
    ],
    notes,
  };
}

function statesOf(words: readonly string[] | undefined): ReadonlySet<string> | null {
  if (words === undefined) return null;
  for (const word of words) {
    if (word === 'running') throw misuse('--state running: what is being trained is never removed');
    if (!prunable.some((state) => state === word)) {
      throw misuse(`unknown state ${JSON.stringify(word)}${didYouMean(word, prunable)}`);
    }
  }
  return new Set(words);
}

const hour = 3_600_000;
const units: Readonly<Record<string, number>> = { h: hour, d: 24 * hour, w: 7 * 24 * hour };

// Of months and minutes nobody could tell which `m` is.
function ageOf(written: string): number {
  const [, count = '', unit = ''] = /^(\d{1,6}(?:\.\d{1,6})?)([hdw])$/.exec(written) ?? [];
  const length = units[unit];
  if (length === undefined) {
    throw misuse(
      `--older takes hours, days or weeks, as 12h, 30d or 8w, got ${JSON.stringify(written)}`,
    );
  }
  return Number(count) * length;
}

type Keep = { readonly what: 'best' | 'latest'; readonly count: number };

function keepOf(written: string): Keep {
  const [, what, count] = /^(best|latest):(\d{1,9})$/.exec(written) ?? [];
  if ((what !== 'best' && what !== 'latest') || Number(count) < 1) {
    throw misuse(
      `--keep takes best:N or latest:N, N from 1, as best:3, got ${JSON.stringify(written)}`,
    );
  }
  return { what, count: Number(count) };
}

function endOf({ finished, started }: RunRecord): number {
  return Date.parse(finished ?? started);
}

// By ids: a copy of what stays stays, too.
function keptIds(known: readonly KnownRun[], { what, count }: Keep): readonly string[] {
  if (what === 'latest') {
    const latest = known.toSorted((a, b) => (startOf(a) < startOf(b) ? 1 : -1));
    return latest.slice(0, count).map(({ record }) => record.id);
  }
  // The best rows of each table of `dlx compare`: replicates stay together.
  const folders = new Set(
    compareRuns(known).tables.flatMap(({ rows }) =>
      rows.filter(({ rank }) => rank !== null && rank <= count).flatMap((row) => row.folders),
    ),
  );
  return known.filter(({ folder }) => folders.has(folder)).map(({ record }) => record.id);
}

// Each run that another one was made from which stays, by what is kept of it, and those that are
// only needed because it stays; with one that needs it.
function neededRuns(
  go: readonly KnownRun[],
  all: readonly ReadRun[],
): ReadonlyMap<KnownRun, ReadRun> {
  const going = new Set(go.map(({ folder }) => folder));
  const needed = new Map<KnownRun, ReadRun>();
  const staying = all.filter(({ folder }) => !going.has(folder));
  // What is added while the list is walked is walked, too.
  for (const child of staying) {
    for (const source of sourcesOf(child)) {
      if (staying.some((run) => 'record' in run && run.record.id === source)) continue;
      const run = go.find((one) => one.record.id === source && !needed.has(one));
      if (!run) continue;
      needed.set(run, child);
      staying.push(run);
    }
  }
  return needed;
}

// The ids of the runs that one was made from: its parent, and the one whose weights it begins with.
function sourcesOf(run: ReadRun): readonly string[] {
  if (!('record' in run)) return [];
  const { parent, initial_weights: initial } = run.record;
  return [parent, initial?.run].filter((id) => typeof id === 'string');
}
