// How a run ends: stopped, diverged, or finished, with its best epoch's model judged on validation
// and, once, on the test set.
import { setImmediate } from 'node:timers/promises';
import { positiveOf, type Dataset, type Part } from '../dataset/dataset.js';
import { scalingOf, type Scaling } from '../dataset/scaled.js';
import { onlyTarget, takenRows } from '../dataset/source.js';
import { ownValues } from '../dataset/units.js';
import { failure } from '../ground/errors.js';
import type { Best } from '../run/best.js';
import type { JudgedPart } from '../run/layout.js';
import type { RunChange, StopSignal } from '../run/record.js';
import type { Outputs } from '../run/outputs.js';
import type { RunFolder } from '../run/writing.js';
import { specHashes } from '../spec/minimal.js';
import type { Trial } from '../spec/read.js';
import type { Spec } from '../spec/spec.js';
import { adviceFor, budgetNotes, positiveNotes, undefinedNotes } from '../training/advice.js';
import { lengthOf } from '../training/data-plans.js';
import type { EpochRecord, Scores } from '../training/epoch.js';
import type { Evaluated, EvaluationWishes } from '../training/evaluating.js';
import { checkFit } from '../training/kept.js';
import type { Position } from '../training/position.js';
import type { Trainer } from '../training/trainer.js';
import { findNonFinite, nonFiniteText, type NonFinite } from '../training/non-finite.js';
import { initialWeights } from '../training/state.js';
import { diverged, rowsOfStep, type Validated } from '../training/train.js';
import { openModel } from '../model/model.js';
import type { Board } from './board.js';
import { endOfTraining } from './budget.js';
import type { Beginning } from './job.js';
import { peakMemory, progressOf } from './keeping.js';
import { secondsPerPrediction } from './pace.js';
import { triedBeside } from './tried.js';

/** A run whose training is over, or was stopped. */
export type Ending = {
  readonly trial: Pick<Trial, 'spec' | 'minimal'>;
  readonly from: Beginning;
  readonly trainer: Trainer;
  readonly dataset: Dataset;
  /** Where training stands. */
  readonly reached: Position;
  /** The validation of the last epoch, where it is known with its outputs. */
  readonly validated?: Validated | null;
  readonly stopSignal: () => StopSignal | null;
  /** Who is told of the end, or nobody. */
  readonly board?: Pick<Board, 'end'> | null;
};

/**
 * Says what became of a run. Of one that is done the best epoch's model is put back, its outputs
 * kept, and the test set read: once, or, of a sealed one, not at all. Throws a UserError where no epoch could be chosen because the
 * score to choose by is undefined, or where the best weights are damaged.
 */
export async function finish(run: RunFolder, ending: Ending): Promise<void> {
  run.change(progressOf(run));
  const end = await endOf(run, ending);
  const change = { ...end, finished: now() };
  if (end.state !== 'interrupted') {
    await keepCurves(run);
    await ending.board?.end({ ...run.record(), ...change });
  }
  run.change(change);
}

// What draws them is loaded when training is over.
async function keepCurves(run: RunFolder): Promise<void> {
  const { historySvg } = await import('../render/svg/run-history.js');
  run.keepHistory(historySvg(run.record(), run.epochs()));
}

async function endOf(run: RunFolder, ending: Ending): Promise<RunChange> {
  const {
    trial: { spec },
    trainer,
    dataset,
    stopSignal,
  } = ending;
  const signal = stopSignal();
  if (signal) return interruptedBy(signal);
  const last = run.epochs().at(-1);
  if (last && diverged(last.train)) {
    return {
      state: 'diverged',
      message: divergence(last, originOf(last, ending), scalingOf(dataset)),
    };
  }
  const best = run.readBest();
  if (best) return judged(run, best, ending);
  await refuseUndefined(spec, run.epochs(), trainer, dataset);
  const found = await originIn(trainer, dataset.validation);
  const never = `${spec.monitor} was never a number`;
  return { state: 'diverged', message: found ? `${never}: ${nonFiniteText(found)}` : never };
}

// Where a part's outputs are no numbers with the trainer's weights as they are.
async function originIn(trainer: Trainer, part: Part): Promise<NonFinite | null> {
  using model = openModel(trainer.backend, trainer.network, await trainer.readWeights());
  return findNonFinite(model, part);
}

// In the first epoch it may be the data: the rows of its step through the initial weights.
function originOf(
  { epoch, diverged_at_step: step }: EpochRecord,
  { trial: { spec }, from, trainer: { backend, network }, dataset }: Ending,
): NonFinite | null {
  // What it began with may be gone where it is gone on with.
  const isKnown = spec.initial_weights === null || from.kind === 'new';
  if (epoch > 1 || step === undefined || !isKnown) return null;
  using model = openModel(backend, network, initialWeights(spec, network, dataset));
  const rows = rowsOfStep(spec, dataset, { epoch, step });
  return findNonFinite(model, { source: dataset.train.source, rows });
}

function interruptedBy(signal: StopSignal | null): RunChange {
  return { state: 'interrupted', stopped: signal && { signal } };
}

function divergence(
  { train, epoch, diverged_at_step: step }: EpochRecord,
  origin: NonFinite | null,
  scaling: Scaling,
): string {
  const what = `the loss became ${train['loss']} in epoch ${epoch}${step ? `, step ${step}` : ''}`;
  if (origin) return `${what}: ${nonFiniteText(origin)}`;
  const unscaled = [...(scaling.inputs ? [] : ['inputs']), ...(scaling.targets ? [] : ['targets'])];
  const scale = unscaled.length > 0 ? `, and scale the ${unscaled.join(' and the ')}` : '';
  return `${what}; try a smaller learning rate${scale}`;
}

// The best model's scores; its outputs are kept where all parts that it is judged on were read to
// their end.
async function judged(run: RunFolder, best: Best, ending: Ending): Promise<RunChange> {
  const { trainer, dataset, stopSignal } = ending;
  putBack(run, best, trainer);
  const how = { keepOutputs: true, stopped: () => stopSignal() !== null };
  const { evaluated: validation, seconds: took } = await validationOf(best, ending, how);
  // Where evaluation is short nobody has listened since its beginning.
  await setImmediate();
  if (!validation.complete || stopSignal()) return interruptedBy(stopSignal());
  const isSealed = (run.record().sealed ?? null) !== null;
  if (!isSealed) run.change({ test_reads: run.record().test_reads + 1 });
  const test = isSealed ? null : await trainer.evaluate(dataset.test, how);
  if (test && !test.complete) return interruptedBy(stopSignal());
  keepOutputs(run, 'validation', dataset.validation, validation.outputs);
  if (test) keepOutputs(run, 'test', dataset.test, test.outputs);
  const perPrediction = await secondsPerPrediction(trainer, dataset.validation, took);
  const { scores, seconds, peak_memory_bytes } = run.record();
  return {
    state: 'finished',
    seconds: { ...seconds, per_prediction: perPrediction },
    ...endedBy(run, ending),
    scores: { ...scores, test: test?.scores ?? null },
    advice: await adviceOn(run, ending, { validation, test }),
    peak_memory_bytes: Math.max(peak_memory_bytes, peakMemory()),
  };
}

// That of the epoch where it is known: the same weights give the same outputs.
async function validationOf(
  best: Best,
  { trainer, dataset, validated }: Ending,
  how: EvaluationWishes,
): Promise<Omit<Validated, 'epoch'>> {
  if (validated?.epoch === best.epoch) return validated;
  const begun = performance.now();
  const evaluated = await trainer.evaluate(dataset.validation, how);
  return { evaluated, seconds: (performance.now() - begun) / 1000 };
}

// What a budget has ended is another trial than what came to its own end.
function endedBy(run: RunFolder, { trial, dataset, reached }: Ending): RunChange {
  const { spec, minimal } = trial;
  const { stepsPerEpoch } = lengthOf(spec, dataset);
  const ended = endOfTraining(reached, run.epochs().at(-1), stepsPerEpoch);
  return ended?.by === 'budget' && spec.budget
    ? { ended, hashes: specHashes(minimal, dataset.sha256, spec.budget.seconds) }
    : { ended };
}

type JudgedParts = { readonly validation: Evaluated; readonly test: Evaluated | null };

async function adviceOn(
  run: RunFolder,
  { trial, trainer, dataset, reached }: Ending,
  { validation, test }: JudgedParts,
): Promise<readonly string[]> {
  const { spec } = trial;
  return [
    ...positiveNotes(spec, trainer.network.outputShape.at(-1) ?? 1, positiveOf(dataset)),
    ...undefinedNotes('val_', validation.undefinedBecause),
    ...undefinedNotes('test_', test?.undefinedBecause ?? {}),
    ...(test ? await testNotes(test.scores, trainer, dataset) : []),
    ...budgetNotes(spec, reached, run.epochs()),
    ...adviceFor(
      run.epochs(),
      {
        epochs: spec.epochs,
        layers: spec.model.map(({ layer }) => layer),
        stopsEarly: spec.early_stopping !== null,
      },
      triedBeside(run.path, run.record(), trial),
    ),
  ];
}

async function testNotes(
  { loss }: Scores,
  trainer: Trainer,
  dataset: Dataset,
): Promise<readonly string[]> {
  if (Number.isFinite(loss)) return [];
  const found = await originIn(trainer, dataset.test);
  return found ? [`test_loss is ${loss}: ${nonFiniteText(found)}`] : [];
}

function putBack(run: RunFolder, best: Best, trainer: Trainer): void {
  checkFit(
    best.tensors,
    trainer.network.weights.map(({ key, shape }) => ({ name: key, shape })),
    `${run.path}/best.safetensors`,
  );
  trainer.loadWeights(new Map(best.tensors.map(({ name, values }) => [name, values])));
}

// Throws a UserError where no epoch could be chosen because the score to choose by is undefined.
async function refuseUndefined(
  { monitor }: Spec,
  epochs: readonly EpochRecord[],
  trainer: Trainer,
  { validation }: Dataset,
): Promise<void> {
  const name = monitor.replace(/^val_/, '');
  const isUndefined = ({ train, validation: scores }: EpochRecord): boolean =>
    (monitor === name ? train : scores)[name] === null;
  if (epochs.length === 0 || !epochs.every(isUndefined)) return;
  const reason = (await trainer.evaluate(validation)).undefinedBecause[name];
  throw failure(
    `${monitor} was undefined in every epoch, so that none is the best${reason === undefined || monitor === name ? '' : `: ${reason}`}; watch another value, as in monitor: val_loss`,
  );
}

/** The time, ISO 8601 in UTC. */
export function now(): string {
  return new Date().toISOString();
}

function keepOutputs(
  run: RunFolder,
  part: JudgedPart,
  of: Part,
  outputs: Float32Array | null,
): void {
  if (outputs) run.keepOutputs(part, outputsOf(of, outputs));
}

/** What is kept of a part's outputs: a row a sample, as the part has them, in the target's own units. */
export function outputsOf({ source, rows }: Part, outputs: Float32Array): Outputs {
  const count = rows.length;
  const target = onlyTarget(source);
  const { scale } = target;
  const width = outputs.length / count;
  return {
    predictions: { shape: [count, width], values: ownValues(outputs, scale, width) },
    targets: {
      shape: [count, ...target.shape],
      values: ownValues(takenRows(target, rows), scale, width),
    },
    rows: { shape: [count], values: rows },
  };
}
