// How a run begins: anew, where it was last committed, or where the finished run ended that it is a
// child of.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { failure, misuse } from '../ground/errors.js';
import type { Beginning, Job } from './job.js';
import type { Spec } from '../spec/spec.js';
import { differences } from '../run/differences.js';
import { readBestOf } from '../run/best.js';
import { createRunFolder, reopenRunFolder, type FixedTexts, type FoundRun } from '../run/folder.js';
import { checkFiles } from '../run/integrity.js';
import { readLog } from '../run/log.js';
import { intactRecord, readEpochs } from '../run/read.js';
import { stateFiles } from '../run/layout.js';
import type { NewRun, RunRecord } from '../run/record.js';
import { committedLines, readState, type SavedState } from '../run/state.js';
import type { RunFolder } from '../run/writing.js';
import { learningRateOf, rateAt } from '../training/schedules/schedules.js';

/**
 * A run that can be trained from `state` on, or from the start where that is null; and what must be
 * said of it.
 */
export type Begun = {
  readonly run: RunFolder;
  readonly state: SavedState | null;
  /** Whether nothing is committed in its folder yet. */ readonly isNew: boolean;
  readonly warnings: readonly string[];
};

/** Makes or opens the folder of a job's run. Throws a UserError where it cannot be gone on with. */
export function beginRun(
  { from, runs, trial: { spec } }: Job,
  facts: NewRun,
  texts: FixedTexts,
): Begun {
  switch (from.kind) {
    case 'new':
      return { run: createRunFolder(runs, facts, texts), state: null, isNew: true, warnings: [] };
    case 'resume':
      return resumeRun(from, facts, spec);
    case 'child':
      return beginChild(from, { runs, spec, facts, texts });
  }
}

type Earlier = Extract<Beginning, { folder: string }>;

function resumeRun({ folder, force }: Earlier, facts: NewRun, spec: Spec): Begun {
  let forced: readonly string[] = [];
  const { run, state, damaged } = reopenRunFolder(folder, (found) => {
    checkOpen(found);
    forced = forcedDifferences(differences(found.record, facts), { folder, force });
    checkPlace(found, spec, facts.data.train);
    checkBest(found, forced.length > 0);
  });
  try {
    const { hashes, versions, how, machine, data } = facts;
    // What it is made with from here on; what it was made with stands in what was forced.
    const now = forced.length > 0 ? { hashes, versions, how, machine, data } : {};
    run.change({
      ...now,
      state: 'running',
      message: null,
      stopped: null,
      ...(run.record().error ? { error: null } : {}),
      finished: null,
      resumed: [...run.record().resumed, goingOn(state, forced)],
    });
    return {
      run,
      state,
      isNew: false,
      warnings: [
        ...beginsAnew(run, state),
        ...damaged.map((one) => `${one}; going on from the state before it`),
        ...forced.map((one) => `${one}: the numbers may not be those of an uninterrupted run`),
      ],
    };
  } catch (error) {
    run[Symbol.dispose]();
    throw error;
  }
}

// Before the first epoch there is a state: without one its files were taken away.
function beginsAnew({ path }: RunFolder, state: SavedState | null): readonly string[] {
  return state === null && existsSync(join(path, 'best.safetensors'))
    ? [`${path}/last.safetensors is missing: the run begins anew`]
    : [];
}

function forcedDifferences(
  found: readonly string[],
  { folder, force }: Pick<Earlier, 'folder' | 'force'>,
): readonly string[] {
  if (found.length === 0 || force) return found;
  throw misuse(
    `${folder} cannot be resumed exactly: ${found.join('; ')}; --force goes on all the same`,
  );
}

// Another process may have been faster, and have come to the end.
function checkOpen({ path, record: { state } }: FoundRun): void {
  if (state === 'finished' || state === 'diverged') throw failure(`${path} has ${state} by now`);
}

// There is no such place in another run than this one's.
function checkPlace(
  { path, state }: FoundRun,
  { epochs, batch_size }: Pick<Spec, 'epochs' | 'batch_size'>,
  samples: number,
): void {
  if (!state) return;
  const { epoch, step } = state.position;
  const steps = Math.ceil(samples / batch_size);
  const isThere = epoch >= 1 && epoch <= epochs + 1 && step <= (epoch > epochs ? 0 : steps);
  if (!isThere) {
    throw failure(
      `${path}/${stateFiles[0]} is damaged: it stands at step ${step} of epoch ${epoch}, and the run has ${epochs} epochs of ${steps} steps`,
    );
  }
}

// The best weights are written after the commit that speaks of them, and may be those of a later
// epoch that was lost with the newest state; that epoch comes again, with the same bits, unless
// something differs.
function checkBest({ path, record, state }: FoundRun, differs: boolean): void {
  const best = state?.position.best;
  if (!best || followsBest(state)) return;
  const kept = readBestOf(path, record.id);
  if (!kept) {
    throw failure(
      `${path}/best.safetensors is missing: the best epoch, ${best.epoch}, is lost; train again`,
    );
  }
  if (kept.epoch < best.epoch || (kept.epoch > best.epoch && differs)) {
    throw failure(
      `${path}/best.safetensors is of epoch ${kept.epoch}, but the best one was ${best.epoch}; train again`,
    );
  }
}

/** Whether a state is that of the end of its best epoch, so that it holds the best weights. */
export function followsBest({ position: { best, epoch, step } }: SavedState): boolean {
  return best !== null && step === 0 && epoch === best.epoch + 1;
}

type NewChild = {
  readonly runs: string;
  readonly spec: Spec;
  readonly facts: NewRun;
  readonly texts: FixedTexts;
};

// The child has its parent's epochs and goes on where it ended.
function beginChild({ folder, force }: Earlier, { runs, spec, facts, texts }: NewChild): Begun {
  const { record, state } = readParent(folder, spec);
  if (state.position.ended === 'stopped early') {
    throw misuse(
      `${folder} was stopped early after ${record.epochs.done} epochs; more epochs would not change that: give early_stopping more patience and train again`,
    );
  }
  if (state.position.ended === 'budget') {
    throw misuse(
      `${folder} was ended by its budget after ${record.epochs.done} of ${record.epochs.planned} epochs, the last of them perhaps short: train its spec again with a larger budget, or none`,
    );
  }
  checkSchedule(spec, record.epochs.planned, state.position.epoch, record.data.train);
  const found = differences({ ...record, hashes: facts.hashes }, facts);
  const forced = forcedDifferences(found, { folder, force });
  const best = readBestOf(folder, record.id);
  const fill = (run: RunFolder): void => {
    for (const epoch of readEpochs(folder)) run.appendEpoch(epoch);
    if (best) run.keepBest(best);
    run.commit(state.position, state.tensors);
  };
  const resumed = [
    ...record.resumed,
    ...(forced.length > 0 ? [goingOn(state, forced)] : []),
  ].filter((one) => one.forced.length > 0);
  const run = createRunFolder(
    runs,
    {
      ...facts,
      // What people call it and say of it by now.
      name: record.name,
      tags: record.tags,
      notes: record.notes,
      git: record.git,
      parent: record.id,
      initial_weights: record.initial_weights ?? null,
      test_reads: record.test_reads,
      scores: { ...record.scores, test: null },
      resumed,
    },
    texts,
    { fill },
  );
  return { run, state, isNew: false, warnings: forced };
}

// What the record says of each time that somebody went on with a run.
function goingOn(
  state: SavedState | null,
  forced: readonly string[],
): RunRecord['resumed'][number] {
  const { epoch = 1, step = 0 } = state?.position ?? {};
  return { at: new Date().toISOString(), epoch, step, forced };
}

// All of a parent is taken over: each file of it must be whole, and its state that of its end.
function readParent(
  folder: string,
  { batch_size }: Spec,
): { readonly record: RunRecord; readonly state: SavedState } {
  const record = intactRecord(folder, 'cannot be resumed');
  const { damaged } = checkFiles(folder, record);
  if (damaged.length > 0) throw failure(damaged.join('\n'));
  const { state } = readState(folder, record.id);
  if (!state) throw failure(`${folder} holds no last.safetensors to go on from`);
  checkPlace(
    { path: folder, record, state },
    { epochs: record.epochs.planned, batch_size },
    record.data.train,
  );
  if (committedLines(folder, state).length !== readLog(join(folder, 'epochs.jsonl'))?.length) {
    throw failure(`${folder}/epochs.jsonl is damaged: it goes on after the last commit`);
  }
  return { record, state };
}

// A learning rate that depends on how long the run is would have been another one from the start.
function checkSchedule(
  { optimizer, epochs, batch_size }: Spec,
  planned: number,
  reached: number,
  samples: number,
): void {
  const rate = learningRateOf(optimizer);
  if (typeof rate === 'number') return;
  const stepsPerEpoch = Math.ceil(samples / batch_size);
  const isOther = (step: number): boolean =>
    rateAt(rate, step, { stepsPerEpoch, epochs: planned }) !==
    rateAt(rate, step, { stepsPerEpoch, epochs });
  for (let step = 0; step < (reached - 1) * stepsPerEpoch; step += 1) {
    if (isOther(step)) {
      throw misuse(
        `${rate.name} takes its length from the number of epochs: with ${epochs} instead of ${planned} its rates would have been others from the start; train again`,
      );
    }
  }
}
