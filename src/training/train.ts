// The training loop: an epoch is a value that the loop yields, stopping is a return.
import { setImmediate } from 'node:timers/promises';
import type { Dataset } from '../dataset/dataset.js';
import type { Spec } from '../spec/spec.js';
import { lengthOf } from './data-plans.js';
import type { EpochRecord, Scores } from './epoch.js';
import { improves, monitoredValue, plateauAfter, stoppingAfter } from './monitor.js';
import { directionOf } from './metrics/metrics.js';
import { optimizerEntry } from './optimizers/optimizers.js';
import { epochOrder } from './epoch-order.js';
import { startingPosition, type Position } from './position.js';
import { learningRateOf, rateAt } from './schedules/schedules.js';
import { yieldMilliseconds, type Evaluated } from './evaluating.js';
import { trainingSpans, type Span } from './spans.js';
import type { Trainer } from './trainer.js';
import type { Batch } from './stepper.js';

/**
 * What training gives: an epoch that is done, or null between two steps of one; and where it stands
 * now.
 */
export type Reached = {
  readonly epoch: EpochRecord | null;
  readonly position: Position;
  /** Of the last epoch that the spec asks for: its validation, outputs included. */
  readonly validated?: Validated;
};

/** An epoch's validation with its outputs, and the seconds that it took. */
export type Validated = {
  readonly epoch: number;
  readonly evaluated: Evaluated;
  readonly seconds: number;
};

/** A place between two steps, and the seconds that training took up to it. */
export type Place = Pick<Position, 'epoch' | 'step'> & { readonly spent: number };

/** What the loop tells and asks while an epoch runs. */
export type TrainingHooks = {
  /** Told after the first step of all. */
  readonly onFirstStep?: () => void;
  /** Told now and then how many steps of an epoch are done. */
  readonly onStep?: (epoch: number, step: number, steps: number) => void;
  /**
   * Asked now and then between steps; true ends training at the next of them, within an epoch too.
   */
  readonly stopped?: () => boolean;
  /**
   * Told what is reached after every single step, which is then a call of its own; all waits for
   * it.
   */
  readonly onEveryStep?: (epoch: number, step: number) => Promise<void>;
  /**
   * Asked before and between steps; true ends training for good: an epoch that is under way is
   * judged as it is.
   */
  readonly isOver?: (place: Place) => boolean;
  /** Asked now and then between steps; true gives a place within the epoch, for it to be kept. */
  readonly checkpointDue?: () => boolean;
};

/**
 * Trains a trainer from a place on, epoch by epoch. Gives each epoch's record once its validation
 * is done, and a place within an epoch where one is due; ends after the spec's epochs, when early
 * stopping says so, when the loss is no longer a number, when it is over, or when asked to. Whoever
 * takes what it gives finds the device as it is at that place.
 */
export async function* train(
  trainer: Trainer,
  dataset: Dataset,
  hooks: TrainingHooks = {},
  from?: Position,
): AsyncGenerator<Reached> {
  const { spec } = trainer;
  const length = lengthOf(spec, dataset);
  let position = from ?? startOf(spec, dataset);
  const spent = clockFrom(position.spent ?? 0);
  while (isLeft(spec, position)) {
    const { epoch, plateau } = position;
    const seconds = clockFrom(position.seconds);
    const rate = (step: number): number =>
      spec.reduce_lr_on_plateau
        ? plateau.rate
        : rateAt(learningRateOf(spec.optimizer), step, length);
    const times = (): Pick<Position, 'seconds' | 'spent'> => ({
      seconds: seconds(),
      spent: spent(),
    });
    const walk = { trainer, dataset, hooks, rate, times, steps: length.stepsPerEpoch };
    const { end, place } = yield* walkEpoch(position, walk);
    if (end === 'stopped') return;
    if (place.step === 0) return yield { epoch: null, position: { ...place, ended: 'budget' } };
    const found = await judge(trainer, dataset, place, hooks);
    if (!found) return yield { epoch: null, position: { ...place, ...times() } };
    const { judged, validated } = found;
    const record = {
      epoch,
      ...judged,
      learning_rate: rate((epoch - 1) * length.stepsPerEpoch + place.step - 1),
      best: isBest(spec, place, judged),
      seconds: { train: place.seconds, total: seconds() },
      ...(end === 'over' ? { steps: place.step } : {}),
    };
    const after = { ...positionAfter(spec, place, record), spent: spent() };
    position = end === 'over' ? overAt(after) : checkedAfter(spec, after, hooks);
    // Epochs may be shorter than it takes until the event loop is yielded to: signals and messages must not wait for a long one.
    await setImmediate();
    yield { epoch: record, position, ...(validated.evaluated.outputs ? { validated } : {}) };
    if (hooks.stopped?.()) return;
  }
}

type Walk = {
  readonly trainer: Trainer;
  readonly dataset: Dataset;
  readonly hooks: TrainingHooks;
  readonly rate: (step: number) => number;
  readonly times: () => Pick<Position, 'seconds' | 'spent'>;
  readonly steps: number;
};

type Walked = { readonly end: 'done' | 'over' | 'stopped'; readonly place: Position };

// The steps of an epoch that are left, as far as it goes: all of them, until training is over, or
// until it is stopped.
async function* walkEpoch(
  from: Position,
  { trainer, dataset, hooks, rate, times, steps }: Walk,
): AsyncGenerator<Reached, Walked> {
  const isOverAt = (place: Position): boolean => place.step < steps && isOver(place, hooks);
  if (isOverAt(from)) return { end: 'over', place: from };
  for await (const step of trainEpoch(trainer, dataset, from, rate, hooks)) {
    const place = { ...from, step, ...times() };
    hooks.onStep?.(from.epoch, step, steps);
    await hooks.onEveryStep?.(from.epoch, step);
    const isStopped = hooks.stopped?.() ?? false;
    if (isStopped) yield { epoch: null, position: place };
    if (isStopped) return { end: 'stopped', place };
    if (isOverAt(place)) return { end: 'over', place };
    if (hooks.checkpointDue?.()) yield { epoch: null, position: place };
  }
  return { end: 'done', place: { ...from, step: steps, ...times() } };
}

function isOver({ epoch, step, spent = 0 }: Position, hooks: TrainingHooks): boolean {
  return hooks.isOver?.({ epoch, step, spent }) ?? false;
}

function overAt(position: Position): Position {
  return position.ended === 'diverged' ? position : { ...position, ended: 'budget' };
}

// Between two epochs, too, it may be over; what has come to its end is not ended by anything else.
function checkedAfter(spec: Spec, position: Position, hooks: TrainingHooks): Position {
  return isLeft(spec, position) && isOver(position, hooks) ? overAt(position) : position;
}

// Whether an epoch would follow.
function isLeft({ epochs }: Spec, { ended, epoch }: Position): boolean {
  return ended === null && epoch <= epochs;
}

// Seconds from now on, and those before.
function clockFrom(before: number): () => number {
  const began = performance.now() - before * 1000;
  return () => (performance.now() - began) / 1000;
}

type Judged = Pick<EpochRecord, 'train' | 'validation' | 'diverged_at_step'>;

// The scores of an epoch as far as it is done; null where validation was stopped, with the totals as
// they were. Outputs are wanted of the best epoch alone, and that is often the last one.
async function judge(
  trainer: Trainer,
  dataset: Dataset,
  { epoch, step: steps }: Position,
  { stopped }: TrainingHooks,
): Promise<{ readonly judged: Judged; readonly validated: Validated } | null> {
  const totals = await trainer.readTotals();
  const seen = Math.min(steps * trainer.spec.batch_size, dataset.train.rows.length);
  const train = await trainer.takeScores(seen);
  const finiteSteps = await trainer.takeFiniteSteps();
  const began = performance.now();
  const evaluated = await trainer.evaluate(dataset.validation, {
    keepOutputs: epoch === trainer.spec.epochs,
    ...(stopped ? { stopped } : {}),
  });
  if (!evaluated.complete) {
    trainer.loadTotals(totals);
    return null;
  }
  const diverged = finiteSteps < steps ? { diverged_at_step: finiteSteps + 1 } : {};
  return {
    judged: { train, validation: evaluated.scores, ...diverged },
    validated: { epoch, evaluated, seconds: (performance.now() - began) / 1000 },
  };
}

function isBest(spec: Spec, { best }: Position, { train, validation }: Judged): boolean {
  return (
    !diverged(train) &&
    improves(
      monitoredValue(spec.monitor, train, validation),
      best?.value ?? null,
      directionOf(spec, spec.monitor, spec.mode),
    )
  );
}

// Where training stands after an epoch, its callbacks having had their say.
function positionAfter(
  spec: Spec,
  { epoch, best, stopping, plateau }: Position,
  { train, validation, ...record }: EpochRecord,
): Position {
  const watched = (rule: { readonly monitor: string; readonly mode: Spec['mode'] }) =>
    [
      monitoredValue(rule.monitor, train, validation),
      directionOf(spec, rule.monitor, rule.mode),
    ] as const;
  const next = {
    epoch: epoch + 1,
    step: 0,
    seconds: 0,
    best: record.best ? { epoch, value: monitoredValue(spec.monitor, train, validation) } : best,
    stopping: spec.early_stopping
      ? stoppingAfter(stopping, epoch, ...watched(spec.early_stopping), spec.early_stopping)
      : stopping,
    plateau: spec.reduce_lr_on_plateau
      ? plateauAfter(plateau, ...watched(spec.reduce_lr_on_plateau), spec.reduce_lr_on_plateau)
      : plateau,
  };
  return {
    ...next,
    ended: diverged(train) ? 'diverged' : next.stopping.stop ? 'stopped early' : null,
  };
}

/** Whether the loss of an epoch's training is no longer a number that means anything. */
export function diverged(train: Scores): boolean {
  return !Number.isFinite(train['loss'] ?? NaN);
}

/** Where training begins. */
export function startOf(spec: Spec, dataset: Dataset): Position {
  return startingPosition(rateAt(learningRateOf(spec.optimizer), 0, lengthOf(spec, dataset)));
}

/**
 * Trains on the batches of an epoch that are left, in its own order, and gives now and then how
 * many are done. `rate` is that of a step counted from 0 over all epochs.
 */
export async function* trainEpoch(
  trainer: Trainer,
  { train }: Pick<Dataset, 'train'>,
  { epoch, step: from }: Pick<Position, 'epoch' | 'step'>,
  rate: (step: number) => number,
  { onFirstStep, onEveryStep }: TrainingHooks = {},
): AsyncGenerator<number> {
  const { spec } = trainer;
  const size = spec.batch_size;
  const order = epochOrder(spec, train, epoch);
  const steps = Math.ceil(order.count / size);
  const full = Math.floor(order.count / size);
  const batchAt = (step: number, { rowsOf }: Span): Batch => {
    const taken = (epoch - 1) * steps + step;
    return { rows: rowsOf(step), epoch, step, numbers: numbersOf(spec, rate(taken), taken + 1) };
  };
  let yielded = performance.now();
  for await (const span of trainingSpans(trainer, train, order, { batch: size, from })) {
    const whole = Math.min(full, span.to);
    for (let step = Math.max(from, span.from); step < span.to;) {
      const together = onEveryStep ? 1 : trainer.batchesPerCall();
      const count = step + together <= whole ? together : 1;
      trainer.train(Array.from({ length: count }, (_, i) => batchAt(step + i, span)));
      if (epoch === 1 && step === 0) onFirstStep?.();
      step += count;
      if (onEveryStep || performance.now() - yielded > yieldMilliseconds) {
        await setImmediate();
        yield step;
        yielded = performance.now();
      }
    }
  }
}

/** The rows that a step trains on, ascending; epochs and their steps are counted from 1. */
export function rowsOfStep(
  spec: Spec,
  { train }: Pick<Dataset, 'train'>,
  { epoch, step }: { readonly epoch: number; readonly step: number },
): Int32Array {
  const size = spec.batch_size;
  return epochOrder(spec, train, epoch)
    .rows((step - 1) * size, step * size)
    .slice()
    .sort();
}

/** What a step is fed beside rows and randomness, the `updates`th update being its own. */
export function numbersOf(
  { optimizer }: Spec,
  rate: number,
  updates: number,
): Readonly<Record<string, number>> {
  return { rate, ...optimizerEntry(optimizer).feeds?.(optimizer.arguments, updates) };
}
