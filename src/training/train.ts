// The training loop: an epoch is a value that the loop yields, stopping is a return.
import { setImmediate } from 'node:timers/promises';
import type { Dataset } from '../dataset/dataset.js';
import { randomPermutation, streamOf } from '../random.js';
import type { Spec } from '../spec/spec.js';
import type { Tagged } from '../spec/tagged.js';
import type { EpochRecord } from './epoch.js';
import { improves, monitoredValue, notStopped, plateauAfter, stoppingAfter, type PlateauState } from './monitor.js';
import { directionOf } from './metrics.js';
import { optimizerEntry } from './optimizers.js';
import { rateAt, type RunLength } from './schedules.js';
import type { Session } from './session.js';
import type { Batch } from './stepper.js';

/** What the loop tells and asks while an epoch runs. */
export type TrainingHooks = {
  /** Told once the first step of all is done. */
  readonly onFirstStep?: () => void;
  /** Told now and then how many steps of an epoch are done. */
  readonly onStep?: (epoch: number, step: number, steps: number) => void;
  /** Asked between steps; true ends training at once, without the epoch that was under way. */
  readonly stopped?: () => boolean;
};

/** A call into TensorFlow keeps signals waiting: let them in about this often. */
const breathMilliseconds = 40;

/**
 * Trains a session epoch by epoch. Yields each epoch's record once its validation is done; ends after the spec's
 * epochs, when early stopping says so, when the loss is no longer a number, or when asked to.
 */
export async function* train(session: Session, dataset: Dataset, hooks: TrainingHooks = {}): AsyncGenerator<EpochRecord> {
  const { spec } = session;
  const length = lengthOf(spec, dataset);
  let best: number | null = null;
  let stopping = notStopped;
  let plateau: PlateauState = { best: null, waited: 0, cooldown: 0, rate: rateAt(learningRateOf(spec), 0, length) };

  for (let epoch = 1; epoch <= spec.epochs; epoch += 1) {
    const started = performance.now();
    const rate = (step: number): number => (spec.reduce_lr_on_plateau ? plateau.rate : rateAt(learningRateOf(spec), step, length));
    const finished = await trainEpoch(session, dataset, epoch, rate, hooks);
    if (!finished) return;
    const trainSeconds = (performance.now() - started) / 1000;
    const train = await session.takeScores(dataset.train.rows.length);
    const finiteSteps = await session.takeFiniteSteps();
    const { scores: validation } = await session.evaluate(dataset.validation);

    const value = monitoredValue(spec.monitor, train, validation);
    const isBest = improves(value, best, directionOf(spec, spec.monitor, spec.mode));
    if (isBest) best = value;
    const seconds = { train: trainSeconds, total: (performance.now() - started) / 1000 };
    // Epochs may be shorter than a breath: signals and messages must not wait for a long one.
    await setImmediate();
    const diverged = finiteSteps < length.stepsPerEpoch ? { diverged_at_step: finiteSteps + 1 } : {};
    yield { epoch, train, validation, learning_rate: rate(epoch * length.stepsPerEpoch - 1), best: isBest, ...diverged, seconds };

    if (!Number.isFinite(train['loss'])) return;
    if (spec.early_stopping) {
      const rule = spec.early_stopping;
      stopping = stoppingAfter(stopping, epoch, monitoredValue(rule.monitor, train, validation), directionOf(spec, rule.monitor, rule.mode), rule);
      if (stopping.stop) return;
    }
    if (spec.reduce_lr_on_plateau) {
      const rule = spec.reduce_lr_on_plateau;
      plateau = plateauAfter(plateau, monitoredValue(rule.monitor, train, validation), directionOf(spec, rule.monitor, rule.mode), rule);
    }
  }
}

/** How many steps a run of this spec on this data has. */
export function lengthOf({ batch_size, epochs }: Spec, { train }: Dataset): RunLength {
  return { stepsPerEpoch: Math.ceil(train.rows.length / batch_size), epochs };
}

/** Trains on every batch of an epoch, in its own order; false if it was stopped before the end. `rate` is that of a step counted from 0 over all epochs. */
export async function trainEpoch(session: Session, { train }: Pick<Dataset, 'train'>, epoch: number, rate: (step: number) => number, { onFirstStep, onStep, stopped }: TrainingHooks = {}): Promise<boolean> {
  const { spec } = session;
  const order = randomPermutation({ seed: spec.seed, stream: streamOf('order'), epoch }, train.rows.length);
  const shuffled = order.map((i) => train.rows[i] ?? 0);
  const steps = Math.ceil(shuffled.length / spec.batch_size);
  const full = Math.floor(shuffled.length / spec.batch_size);
  const batchAt = (step: number): Batch => {
    const taken = (epoch - 1) * steps + step;
    return { rows: shuffled.subarray(step * spec.batch_size, (step + 1) * spec.batch_size), epoch, step, numbers: numbersOf(spec, rate(taken), taken + 1) };
  };
  let breathed = performance.now();
  for (let step = 0; step < steps; ) {
    const together = session.batchesPerCall();
    const count = step + together <= full ? together : 1;
    session.train(Array.from({ length: count }, (_, i) => batchAt(step + i)));
    if (epoch === 1 && step === 0) onFirstStep?.();
    step += count;
    if (performance.now() - breathed > breathMilliseconds) {
      onStep?.(epoch, step, steps);
      await setImmediate();
      breathed = performance.now();
      if (stopped?.()) return false;
    }
  }
  return !stopped?.();
}

/** What a step is fed beside rows and randomness, the `updates`th update being its own. */
export function numbersOf({ optimizer }: Spec, rate: number, updates: number): Readonly<Record<string, number>> {
  return { rate, ...optimizerEntry(optimizer).feeds?.(optimizer.arguments, updates) };
}

function learningRateOf({ optimizer }: Spec): number | Tagged {
  return optimizer.arguments['learning_rate'] as number | Tagged;
}
