// Runs in, a line of `dlx list` for each out, the newest first: what one looks for a run by.
import { basename } from 'node:path';
import type { ReadRun } from '../run/read.js';
import { reasonOf, type RunRecord } from '../run/record.js';
import { bytesIn } from '../run/size.js';
import { rowState, type RowState } from './column.js';
import { dataNameOf } from './parts.js';

/** The validation score that a run is ranked by: of its first metric, else its loss. */
export type ListedScore = { readonly name: string; readonly value: number | null };

/** What a list says of a run; of a damaged one its folder, why, and its size. */
export type Listed = {
  readonly folder: string;
  readonly state: RowState;
  readonly name: string | null;
  readonly tags: readonly string[];
  readonly notes: string | null;
  readonly data: string | null;
  readonly score: ListedScore | null;
  /** ISO 8601, UTC. */
  readonly started: string | null;
  readonly finished: string | null;
  readonly epochs: RunRecord['epochs'] | null;
  readonly seed: number | null;
  readonly parameters: number | null;
  readonly bytes: number;
  readonly id: string | null;
  readonly parent: string | null;
  /** Why it did not come to its end, or cannot be read. */
  readonly message: string | null;
};

/** The runs, the newest first; what cannot be read goes by the time in its folder's name. */
export function listRuns(runs: readonly ReadRun[]): readonly Listed[] {
  return runs
    .map((run) => ({ run, at: startOf(run) }))
    .sort((a, b) => compareText(b.at, a.at) || compareText(a.run.folder, b.run.folder))
    .map(({ run }) => listed(run));
}

/** When a run started, ISO 8601; of one that cannot be read what its folder's name says, or ''. */
export function startOf(run: ReadRun): string {
  if ('record' in run) return run.record.started;
  const found = /-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-[^-]*$/.exec(basename(run.folder));
  if (!found) return '';
  const [, year, month, day, hour, minute, second] = found;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
}

function listed(run: ReadRun): Listed {
  const { folder } = run;
  const [state, bytes] = [rowState(run), bytesIn(folder)];
  if (!('record' in run)) {
    return { ...nothing, folder, state, bytes, message: run.damaged };
  }
  const { record } = run;
  const { name, tags, notes, started, finished, epochs, seed, parameters, id, parent } = record;
  return {
    folder,
    state,
    name,
    tags,
    notes,
    data: dataNameOf(record),
    score: scoreOf(record),
    started,
    finished,
    epochs,
    seed,
    parameters: parameters.total,
    bytes,
    id,
    parent,
    message: reasonOf(record),
  };
}

const nothing: Omit<Listed, 'folder' | 'state' | 'bytes' | 'message'> = {
  name: null,
  tags: [],
  notes: null,
  data: null,
  score: null,
  started: null,
  finished: null,
  epochs: null,
  seed: null,
  parameters: null,
  id: null,
  parent: null,
};

function scoreOf({ metrics, scores: { validation } }: RunRecord): ListedScore | null {
  const name = metrics[0]?.name ?? 'loss';
  if (!validation || !Object.hasOwn(validation, name)) return null;
  return { name: `val_${name}`, value: validation[name] ?? null };
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
