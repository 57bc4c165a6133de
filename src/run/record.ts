// What run.json holds, declared once: its type, and the check of a file that may be foreign, old or
// torn, both follow. Keys are the file's own spelling.
import { actions, errorKinds, type ErrorKind } from '../ground/errors.js';
import { counted } from '../text/wrap.js';
import { scoresKind } from '../training/epoch.js';
import {
  anyNumber,
  anyText,
  anything,
  boolean,
  choice,
  constant,
  fields,
  integer,
  listOf,
  mappingOf,
} from '../words/arguments.js';
import type { CheckedOf } from '../words/kinds.js';

/** The format that run folders have; those of format 1 are of a dlx that was not released. */
export const recordFormat = 2;

/** What asks a run to stop: a terminal, a shell, a scheduler. */
export const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2'] as const;

/** One of them. */
export type StopSignal = (typeof stopSignals)[number];

/** No machine has more, and TensorFlow would start each of them. */
export const mostThreads = 8192;

// A spec has room for fifty thousand tags.
const mostTags = 100_000;

const text = anyText();
const count = integer({ min: 0 });
const foldCount = integer({ min: 1 });
const mode = choice(['min', 'max']);
const partScores = scoresKind.nullable();
const kinds = Object.keys(errorKinds) as [ErrorKind, ...ErrorKind[]];

/** run.json but for its own SHA-256: what the run was, on what, and what came of it. */
export const recordKind = fields(
  {
    format: constant(recordFormat),
    /** Made once with the run: a copied folder keeps it and counts once. */
    id: text,
    name: text,
    /** Where it stands; only a finished one is ranked. */
    state: choice(['running', 'finished', 'interrupted', 'failed', 'diverged']),
    /** Why it failed or diverged, in one sentence. */
    message: text.nullable(),
    /** What asked it to stop before its end; null where nothing did. */
    stopped: fields({ signal: choice(stopSignals) }).nullable(),
    parent: text.nullable(),
    tags: listOf(text).max(mostTags),
    notes: text.nullable(),
    /** ISO 8601, UTC. */
    started: text,
    finished: text.nullable(),
    seed: integer({ min: 0, max: 0xffffffff }),
    /**
     * SHA-256 over the spec's minimal form and the data: with the seed, and without (the group of
     * replicates).
     */
    hashes: fields({ spec: text, group: text }),
    /** The spec as written (merged, defaults not filled in), for tables of what differs. */
    spec: mappingOf(anything(), Infinity),
    versions: fields({ dlx: text, node: text, tensorflow: text.nullable(), tfjs: text }),
    /** How it was trained: what another training must be given to be the same. */
    how: fields({
      device: choice(['cpu', 'gpu']),
      threads: integer({ min: 1, max: mostThreads }),
      execution: choice(['graph', 'eager']),
    }),
    /** On what: the library that calculated, and the processor's and the GPU's names. */
    machine: fields({
      backend: choice(['tensorflow', 'wasm', 'cpu']),
      cpu: text,
      gpu: text.nullable(),
    }),
    /**
     * Where it comes from: the file of its spec as seen from its folder, and the folder of runs that it
     * was made in, for data that is no longer where the spec says.
     */
    origin: fields({ spec: text, runs: text }),
    git: fields({ commit: text, dirty: boolean() }).nullable(),
    data: fields({ name: text, sha256: text, train: count, validation: count, test: count }),
    parameters: fields({ total: count, trainable: count }),
    monitor: fields({ name: text, mode }),
    /** The spec's metrics in order, without the loss. */
    metrics: listOf(fields({ name: text, mode })),
    epochs: fields({ planned: count, done: count, best: count.nullable() }),
    /** At the best epoch; the test set is read once, for the chosen epoch. */
    scores: fields({ train: partScores, validation: partScores, test: partScores }),
    test_reads: count,
    /**
     * `to_first_step` from the command's start (a later run of it: from its own) to the end of the
     * first training step. `per_prediction` of the best model, as the run ended; null where it was not
     * measured.
     */
    seconds: fields(
      {
        to_first_step: anyNumber().nullable(),
        total: anyNumber(),
        per_epoch: anyNumber().nullable(),
        to_best: anyNumber().nullable(),
      },
      { per_prediction: anyNumber().nullable() },
    ),
    peak_memory_bytes: count,
    /** The advice that was printed. */
    advice: listOf(text),
    /** Each time somebody went on with it: from where, and what differed and was forced. */
    resumed: listOf(fields({ at: text, epoch: count, step: count, forced: listOf(text) })),
    /**
     * The SHA-256 of the folder's other files, by name: of all once nothing is written any more, of
     * those that never change until then.
     */
    files: mappingOf(text),
  },
  {
    /**
     * What ended a finished training before its last epoch, after which step of which epoch (both
     * from 1), and how many seconds it took by the clock; null where nothing did.
     */
    ended: fields({
      by: choice(['budget', 'early_stopping']),
      epoch: count,
      step: count,
      seconds: anyNumber(),
    }).nullable(),
    /**
     * What training began with instead of drawn values: the file, the run and epoch that it is of
     * where it is a run's, the SHA-256 over all that was taken, and the name there of what each
     * weight took. null where all was drawn or fitted.
     */
    initial_weights: fields({
      file: text,
      run: text.nullable(),
      epoch: count.nullable(),
      sha256: text,
      tensors: mappingOf(text, Infinity),
    }).nullable(),
    /**
     * Where the test set is not to be read before somebody asks for it: when that was, and how many
     * runs there were to choose from by then. null, or left out, where it is read as a run ends.
     */
    sealed: fields({ opened: fields({ at: text, compared: count }).nullable() }).nullable(),
    /**
     * Which rows it is scored on, where it is one of a cross-validation: which fold (from 1) of how
     * many, of which repeat (from 1) of how many it was trained with, and by what they are cut. Runs
     * with one `id` hold the same rows out in the same fold of the same repeat, whatever their specs.
     */
    cross_validation: fields({
      id: text,
      folds: integer({ min: 2 }),
      repeats: foldCount,
      by: text,
      column: text.nullable(),
      fold: foldCount,
      repeat: foldCount,
    }).nullable(),
    /** What kind of error it failed with, and what can be done about it. */
    error: fields({ kind: choice(kinds), action: choice(actions) }).nullable(),
  },
);

/** What a run.json says. */
export type RunRecord = CheckedOf<typeof recordKind>;

/** What a run begins with; the rest of its record comes from what happens. */
export type NewRun = Omit<
  RunRecord,
  'format' | 'id' | 'state' | 'message' | 'stopped' | 'started' | 'finished' | 'files' | 'error'
>;

/** What may change while the run goes on. */
export type RunChange = Partial<Omit<RunRecord, 'format' | 'id' | 'started' | 'files'>>;

/** Why a run did not come to its end, in one sentence; null where it did, or is going on. */
export function reasonOf({
  message,
  stopped,
  epochs,
}: Pick<RunRecord, 'message' | 'stopped' | 'epochs'>): string | null {
  return stopped
    ? `stopped by ${stopped.signal} after ${epochs.done} of ${epochs.planned} epochs`
    : message;
}

/** Which fold of which repeat, of how many. */
export type FoldPlace = Pick<
  NonNullable<RunRecord['cross_validation']>,
  'fold' | 'folds' | 'repeat' | 'repeats'
>;

/** The same for a sentence: `fold 2 of 5`, `repeat 3, fold 2 of 5`. */
export function foldWords({ fold, folds, repeat, repeats }: FoldPlace): string {
  return `${repeats > 1 ? `repeat ${repeat}, ` : ''}fold ${fold} of ${folds}`;
}

/** What folds are cut by, as `5 stratified folds`, `5 folds by group (who)`. */
export function foldsInWords({
  folds,
  by,
  column,
}: Pick<NonNullable<RunRecord['cross_validation']>, 'folds' | 'by' | 'column'>): string {
  if (by === 'random' || by === 'stratified') return `${folds} ${by} folds`;
  if (by === 'order') return `${folds} folds in order`;
  return `${folds} folds by ${by}${column === null ? '' : ` (${column})`}`;
}

/** What a run is called among others: `adam, fold 2 of 5, seed 42`. */
export function runLabel({
  name,
  seed,
  fold,
}: {
  readonly name: string;
  readonly seed: number | null;
  readonly fold: FoldPlace | null;
}): string {
  return [name, ...(fold ? [foldWords(fold)] : []), `seed ${seed}`].join(', ');
}

/** How a finished run ended before its last planned epoch, for a sentence; null where it did not. */
export function endInWords({
  ended,
  epochs: { done, planned },
}: Pick<RunRecord, 'ended' | 'epochs'>): string | null {
  if (ended?.by === 'budget') return `ended by its budget in epoch ${ended.epoch} of ${planned}`;
  return done < planned ? `stopped early after ${done} of ${planned} epochs` : null;
}

/** The name of the device that a run was trained on. */
export function deviceName({ how, machine }: Pick<RunRecord, 'how' | 'machine'>): string {
  return how.device === 'gpu' ? (machine.gpu ?? 'GPU') : machine.cpu;
}

/** The same for a sentence: of a processor, which may be called `cpu`, also how many threads. */
export function deviceInWords(
  { how, machine }: Pick<RunRecord, 'how' | 'machine'>,
  cpu = machine.cpu,
): string {
  return how.device === 'gpu'
    ? deviceName({ how, machine })
    : `${cpu}, ${counted(how.threads, 'thread')}`;
}

/** What calculated, for a sentence: `TensorFlow 2.21.0, graph`. */
export function libraryInWords({
  how,
  machine,
  versions,
}: Pick<RunRecord, 'how' | 'machine' | 'versions'>): string {
  return versions.tensorflow
    ? `TensorFlow ${versions.tensorflow}, ${how.execution}`
    : `TensorFlow.js ${versions.tfjs} (${machine.backend})`;
}
