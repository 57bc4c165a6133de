// What a person calls a run in, where one is wanted; out, its folder. A name that replicates or folds
// of one spec share means the best of them by validation, and whoever takes that one says so.
import { basename } from 'node:path';
import { bestRun, rankedBy } from '../comparison/best-run.js';
import { misuse } from '../ground/errors.js';
import { distinctRuns, resolveOneRun, resolveRuns } from '../run/find.js';
import type { RunRecord } from '../run/record.js';
import { readRuns } from '../run/run-index.js';
import { counted } from '../text/wrap.js';

/** How a command takes its run. */
export type Taking = {
  readonly runs: string;
  /** As of resolveRuns: whether an old name means it. */
  readonly renamed?: boolean;
};

/** A run, and what is to be said of why it is this one, a sentence at most. */
export type ChosenRun = { readonly folder: string; readonly said: readonly string[] };

type KnownRun = { readonly folder: string; readonly record: RunRecord };

/**
 * The run that an argument means: of several that are replicates of one spec the best by validation.
 * `what` is taken of it, as `the card is` and `its card`. Throws a misuse that names the best of each
 * spec where they are of several.
 */
export function bestRunMeant(
  argument: string,
  taking: Taking,
  what: { readonly is: string; readonly own: string },
): ChosenRun {
  const { several, known, damaged, areReplicates } = runsMeant(argument, taking);
  if (!several) return { folder: resolveOneRun(argument, taking.runs, taking), said: [] };
  if (!areReplicates) throw ofSeveralSpecs(argument, known, damaged);
  const { folder, by } = bestOf(known);
  if (known.length === 1) return { folder, said: [] };
  return {
    folder,
    said: [
      `${meaning(argument, known)}: ${what.is} of ${folder}, the best of them by ${by}; name another one for ${what.own}`,
    ],
  };
}

/**
 * The run that an argument means, where none can stand for its replicates. Throws a misuse that says
 * which of them is the best, and how else they are held against others.
 */
export function onlyRunMeant(argument: string, taking: Taking, command: string): string {
  const { several, known, damaged, areReplicates } = runsMeant(argument, taking);
  if (!several || known.length === 1) return resolveOneRun(argument, taking.runs, taking);
  if (!areReplicates) throw ofSeveralSpecs(argument, known, damaged);
  const { folder, by } = bestOf(known);
  throw misuse(
    `${meaning(argument, known)}, and ${command} takes one: name it, as ${folder}, the best of them by ${by}; \`dlx compare\` takes all of them`,
    'ambiguous',
    { suggest: folder },
  );
}

type Meant = {
  readonly several: boolean;
  /** Those that can be read, without copies. */
  readonly known: readonly KnownRun[];
  readonly damaged: number;
  readonly areReplicates: boolean;
};

// What is the matter with an argument that means none is said by whoever resolves it as one.
function runsMeant(argument: string, { runs, renamed = false }: Taking): Meant {
  const folders = resolveRuns([argument], runs, { several: true, renamed });
  if (folders.length < 2) return { several: false, known: [], damaged: 0, areReplicates: false };
  const all = distinctRuns(readRuns(folders)).runs;
  const known = all.flatMap((one) => ('record' in one ? [one] : []));
  const damaged = all.length - known.length;
  const groups = new Set(known.map(({ record }) => record.hashes.group));
  // Of runs that cannot be read nobody knows whose replicates they are.
  const areReplicates = damaged === 0 && groups.size === 1;
  return { several: known.length > 0, known, damaged, areReplicates };
}

// Of those that came to their end, where there are any.
function bestOf(known: readonly KnownRun[]): { readonly folder: string; readonly by: string } {
  const finished = known.filter(({ record }) => record.state === 'finished');
  const [first] = known;
  if (!first) throw new Error('the best of no runs');
  const by = rankedBy(first.record);
  const best = bestRun(finished.length > 0 ? finished : known, by) ?? first;
  return { folder: best.folder, by: `validation ${by.metric}` };
}

function meaning(argument: string, known: readonly KnownRun[]): string {
  const seeds = new Set(known.map(({ record }) => record.seed));
  const folds = known.some(({ record }) => record.cross_validation);
  const others = folds ? ' with other folds' : seeds.size > 1 ? ' with other seeds' : '';
  return `${JSON.stringify(argument)} means ${known.length} runs of one spec${others}`;
}

const mostNamed = 5;

function ofSeveralSpecs(argument: string, known: readonly KnownRun[], damaged: number): Error {
  const groups = new Map<string, KnownRun[]>();
  for (const run of known) {
    const { group } = run.record.hashes;
    groups.set(group, [...(groups.get(group) ?? []), run]);
  }
  const best = [...groups.values()].map((group) => ({ ...bestOf(group), n: group.length }));
  const named = best
    .slice(0, mostNamed)
    .map(({ folder, n }) => (n > 1 ? `${folder}, the best of ${n}` : folder));
  const more = best.length > named.length ? `; … and ${best.length - named.length} more` : '';
  const unread = damaged > 0 ? `, and ${damaged} that cannot be read` : '';
  return misuse(
    `${JSON.stringify(argument)} means ${counted(known.length, 'run')} of ${counted(best.length, 'spec')}${unread}: name one (${named.join('; ')}${more}); \`dlx compare\` says which is the best`,
    'ambiguous',
    {
      suggest: best
        .slice(0, mostNamed)
        .map(({ folder }) => basename(folder))
        .join(', '),
    },
  );
}
