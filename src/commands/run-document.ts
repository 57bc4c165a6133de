// What became of runs in, what a program reads of it out: of each what the next decision needs, and
// what went wrong with what to do about it.
import { dirname } from 'node:path';
import type { VsParent } from '../comparison/against-parent.js';
import { changesBetween, type Changes } from '../comparison/changes.js';
import {
  exitCodes,
  problemSaid,
  type Action,
  type ErrorKind,
  type ToldError,
} from '../ground/errors.js';
import type { Outcome } from '../job/launch.js';
import { errorOfRecord } from '../run/ended.js';
import { findById } from '../run/find-by-id.js';
import { readRun } from '../run/read.js';
import { runLabel, type FoldPlace, type RunRecord } from '../run/record.js';
import { withoutTest } from '../run/sealed.js';
import { rankingScore, type RankingScore } from '../run/score.js';
import type { FinishedRuns } from './needed.js';
import type { Ended, Trained } from './training.js';

/** One run for a program. */
export type RunDocument = {
  readonly run: string | null;
  readonly state: RunRecord['state'];
  readonly score: RankingScore | null;
  readonly parameters: number | null;
  readonly seconds: number | null;
  readonly epochs: RunRecord['epochs'] | null;
  /** What ended it before its last epoch. */
  readonly ended_by?: NonNullable<RunRecord['ended']>['by'];
  readonly seed: number | null;
  /** Which fold of a cross-validation it is. */
  readonly fold?: FoldPlace;
  /** The beginning of the hash that replicates have in common. */
  readonly group: string | null;
  readonly parent: string | null;
  readonly changes: Changes | null;
  /** What is known of it against its parent, where it has one and is finished. */
  readonly vs_parent?: VsParent;
  /** An earlier finished run of the same spec, seed and data. */
  readonly duplicate_of: string | null;
  readonly error?: { readonly kind: ErrorKind; readonly action: Action; readonly message: string };
  /** What run.json holds, where all is asked for. */
  readonly record?: RunRecord;
};

/** What a document of runs is made with. */
export type Asking = {
  readonly full: boolean;
  /** Whether nothing of a test set is told. */
  readonly sealed?: boolean;
  readonly finished?: FinishedRuns | undefined;
};

/** All that a command trained, for a program. */
export type TrainedDocument = {
  /** False where its exit code is not 0. */
  readonly ok: boolean;
  readonly error?: ToldError;
  readonly runs: readonly RunDocument[];
  readonly reused: readonly string[];
  readonly not_started: readonly object[];
  readonly warnings: readonly string[];
};

/** That, of what was trained. */
export function trainedDocument(
  { runs, signal }: Trained,
  {
    exitCode,
    warnings = [],
    ...asking
  }: Asking & {
    readonly exitCode: number;
    readonly warnings?: readonly string[];
  },
): TrainedDocument {
  const started = runs.filter(({ outcome }) => outcome !== null);
  const error = exitCode === exitCodes.done ? null : errorOf(runs, signal);
  return {
    ok: exitCode === exitCodes.done,
    ...(error ? { error } : {}),
    runs: started.flatMap((one) => runDocument(one, asking) ?? []),
    reused: started.flatMap(({ reused, outcome }) =>
      reused && outcome?.type === 'finished' ? [outcome.folder] : [],
    ),
    not_started: runs.flatMap(({ outcome, about: { spec, name, seed, fold } }) =>
      outcome ? [] : [{ spec, name, seed, ...foldOf(fold) }],
    ),
    warnings: [...new Set(warnings)],
  };
}

/** One run for a program; null where it was not begun. */
export function runDocument(
  { about, outcome }: Ended,
  { full, finished, sealed = false }: Asking,
): RunDocument | null {
  if (!outcome) return null;
  const record = recordOf(outcome);
  const told = errorOfOutcome(outcome);
  const parent = about.parent ?? parentOf(outcome.folder, record);
  return {
    run: outcome.folder,
    ...(record ? reached(record) : nothing),
    seed: about.seed,
    ...foldOf(about.fold),
    group: record?.hashes.group.slice(0, groupLength) ?? null,
    parent,
    changes: record && changesFrom(parent, record),
    duplicate_of: record && finished ? duplicateOf(record, finished) : null,
    ...(told ? { error: briefly(told) } : {}),
    ...(full && record ? { record: sealed ? withoutTest(record) : record } : {}),
  };
}

type Reached = Pick<
  RunDocument,
  'state' | 'score' | 'parameters' | 'seconds' | 'epochs' | 'ended_by'
>;

const nothing: Reached = {
  state: 'failed',
  score: null,
  parameters: null,
  seconds: null,
  epochs: null,
};

function reached(record: RunRecord): Reached {
  return {
    state: record.state,
    score: rankingScore(record),
    parameters: record.parameters.total,
    // To the millisecond.
    seconds: Math.round(record.seconds.total * 1000) / 1000,
    epochs: record.epochs,
    ...(record.ended ? { ended_by: record.ended.by } : {}),
  };
}

function foldOf(fold: FoldPlace | null): { readonly fold?: FoldPlace } {
  if (!fold) return {};
  const { fold: one, folds, repeat, repeats } = fold;
  return { fold: { fold: one, folds, repeat, repeats } };
}

function briefly({ kind, action, problems }: ToldError): NonNullable<RunDocument['error']> {
  return { kind, action, message: problems[0]?.message ?? kind };
}

// The run that its record names: one that it goes on from, or begins with the weights of.
function parentOf(folder: string | null, record: RunRecord | null): string | null {
  if (folder === null || record === null || record.parent === null) return null;
  return findById(record.parent, dirname(folder));
}

function changesFrom(parent: string | null, record: RunRecord): Changes | null {
  const read = parent === null ? null : readRun(parent);
  return read && 'record' in read ? changesBetween(read.record, record) : null;
}

// Enough to tell the specs of a project apart.
const groupLength = 12;

function recordOf(outcome: Outcome): RunRecord | null {
  if (outcome.type === 'finished') return outcome.record;
  const read = outcome.folder === null ? null : readRun(outcome.folder);
  return read && 'record' in read ? read.record : null;
}

function duplicateOf(record: RunRecord, finished: FinishedRuns): string | null {
  const earlier = finished
    .all(record.hashes.spec)
    .filter(({ record: { id, started } }) => id !== record.id && started <= record.started);
  const [first] = earlier.toSorted((a, b) => (a.record.started < b.record.started ? -1 : 1));
  return first?.present ?? null;
}

function errorOfOutcome(outcome: Outcome): ToldError | null {
  return outcome.type === 'finished' ? errorOfRecord(outcome.record) : outcome.error;
}

// What all of it comes to: one kind where there is one, else that of what went wrong first; a signal
// stands above all.
function errorOf(runs: readonly Ended[], signal: Trained['signal']): ToldError {
  const wrong = runs.flatMap(({ about, outcome }) => {
    const error = outcome && errorOfOutcome(outcome);
    return error ? [{ about, error }] : [];
  });
  const problems = wrong.flatMap(({ about, error }) =>
    runs.length === 1
      ? error.problems
      : error.problems.map((one) => ({ ...one, message: `${runLabel(about)}: ${one.message}` })),
  );
  const [first] = wrong;
  if (signal) {
    const stopped = wrong.find(({ error }) => error.kind === 'interrupted');
    return {
      kind: 'interrupted',
      action: stopped?.error.action ?? 'retry',
      problems: problems.length > 0 ? problems : [problemSaid(`stopped by ${signal}`)],
    };
  }
  if (!first) throw new Error('a command that failed without a run that did');
  return { kind: first.error.kind, action: first.error.action, problems };
}
