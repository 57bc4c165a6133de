// When a run's budget is spent: in go the spec and how far training is, out comes whether it is over,
// and what the record says of an end that came before the last epoch.
import type { RunRecord } from '../run/record.js';
import type { Spec } from '../spec/spec.js';
import type { EpochRecord } from '../training/epoch.js';
import type { Position } from '../training/position.js';
import type { Place } from '../training/train.js';
import type { Observed } from './job.js';

/**
 * Whether training is over at a place, or undefined where nothing limits it. A training that is
 * observed ends where the one that it repeats did, whatever time it takes itself.
 */
export function budgetRule(
  { budget }: Pick<Spec, 'budget'>,
  observed: Pick<Observed, 'endAfter'> | null,
): ((place: Place) => boolean) | undefined {
  if (observed) {
    const { endAfter } = observed;
    return endAfter ? (place) => isAtOrBehind(place, endAfter) : undefined;
  }
  return budget ? ({ spent }) => spent >= budget.seconds : undefined;
}

function isAtOrBehind(
  { epoch, step }: Pick<Place, 'epoch' | 'step'>,
  end: Pick<Place, 'epoch' | 'step'>,
): boolean {
  return epoch > end.epoch || (epoch === end.epoch && step >= end.step);
}

/**
 * What ended a training of so many steps an epoch before its last epoch, or null where nothing did;
 * seconds are those of the training by the clock.
 */
export function endOfTraining(
  { ended, spent = 0 }: Position,
  last: EpochRecord | undefined,
  stepsPerEpoch: number,
): NonNullable<RunRecord['ended']> | null {
  if (!last || (ended !== 'budget' && ended !== 'stopped early')) return null;
  return {
    by: ended === 'budget' ? 'budget' : 'early_stopping',
    epoch: last.epoch,
    step: last.steps ?? stepsPerEpoch,
    seconds: spent,
  };
}

/**
 * The seconds that an epoch takes, with its validation and with what is kept of it, as measured on
 * some epochs that took `spent` seconds together; null where there was none.
 */
export function secondsAnEpoch(
  epochs: readonly EpochRecord[],
  spent: number,
  stepsPerEpoch: number,
): number | null {
  const whole = epochs.filter(({ steps }) => steps === undefined);
  // The first one has what is prepared once.
  const warm = whole.length > 1 ? whole.slice(1) : whole;
  const [cut] = epochs;
  if (warm.length === 0) {
    if (!cut?.steps) return null;
    const { train, total } = cut.seconds;
    return (train / cut.steps) * stepsPerEpoch + total - train;
  }
  const sum = (some: readonly EpochRecord[]): number =>
    some.reduce((all, { seconds }) => all + seconds.total, 0);
  const keeping = Math.max(0, spent - sum(epochs)) / epochs.length;
  return sum(warm) / warm.length + keeping;
}

// What is measured is never quite what comes.
const margin = 0.95;

/** How many epochs of so many seconds fit into a budget, with something to spare; at least one. */
export function epochsWithin({ seconds }: { readonly seconds: number }, each: number): number {
  return Math.max(1, Math.floor((margin * seconds) / each));
}
