// Which epoch is the best, when to stop and when to lower the learning rate: pure functions over
// the monitored values, with the arithmetic of Keras' callbacks.
import type { Scores } from './epoch.js';
import type { EarlyStopping, ReduceLearningRate } from '../spec/spec.js';
import { anyNumber, boolean, fields, integer } from '../words/arguments.js';
import type { CheckedOf } from '../words/kinds.js';
import type { Direction } from './metrics/metric.js';

/**
 * The scores of an epoch as `monitor` names them: `loss`, `val_loss`, `accuracy`, …; NaN, which never
 * improves on anything, where the score is undefined.
 */
export function monitoredValue(monitor: string, train: Scores, validation: Scores): number {
  const value = monitor.startsWith('val_')
    ? validation[monitor.slice('val_'.length)]
    : train[monitor];
  if (value === undefined) throw new Error(`nothing is called ${monitor}`);
  return value ?? NaN;
}

/** Whether a value beats a reference by more than `minDelta`; NaN never does. */
export function improves(
  value: number,
  reference: number | null,
  direction: Direction,
  minDelta = 0,
): boolean {
  if (Number.isNaN(value)) return false;
  if (reference === null) return true;
  return direction === 'min' ? value + minDelta < reference : value - minDelta > reference;
}

/** Where early stopping stands after some epochs. */
export const stoppingKind = fields({
  best: anyNumber().nullable(),
  waited: integer({ min: 0 }),
  stop: boolean(),
});

/** The same as a value. */
export type StoppingState = CheckedOf<typeof stoppingKind>;

/** Before the first epoch. */
export const notStopped: StoppingState = { best: null, waited: 0, stop: false };

/** Early stopping after one more epoch (counted from 1), as Keras' EarlyStopping decides it. */
export function stoppingAfter(
  state: StoppingState,
  epoch: number,
  value: number,
  direction: Direction,
  rule: EarlyStopping,
): StoppingState {
  if (epoch <= rule.start_from_epoch) return state;
  if (improves(value, state.best, direction, rule.min_delta)) {
    const beatsBaseline =
      rule.baseline === null || improves(value, rule.baseline, direction, rule.min_delta);
    return { best: value, waited: beatsBaseline ? 0 : state.waited + 1, stop: false };
  }
  const waited = state.waited + 1;
  return { best: state.best, waited, stop: waited >= rule.patience && epoch > 1 };
}

/** Where the plateau rule stands after some epochs; `rate` is the learning rate from here on. */
export const plateauKind = fields({
  best: anyNumber().nullable(),
  waited: integer({ min: 0 }),
  cooldown: integer({ min: 0 }),
  rate: anyNumber(),
});

/** The same as a value. */
export type PlateauState = CheckedOf<typeof plateauKind>;

/** The learning rate after one more epoch, as Keras' ReduceLROnPlateau decides it. */
export function plateauAfter(
  state: PlateauState,
  value: number,
  direction: Direction,
  rule: ReduceLearningRate,
): PlateauState {
  const cooling = state.cooldown > 0;
  const cooldown = cooling ? state.cooldown - 1 : 0;
  const waited = cooling ? 0 : state.waited;
  if (improves(value, state.best, direction, rule.min_delta)) {
    return { ...state, best: value, waited: 0, cooldown };
  }
  if (cooldown > 0) return { ...state, waited, cooldown };
  if (waited + 1 < rule.patience || state.rate <= rule.min_lr) {
    return { ...state, waited: waited + 1, cooldown };
  }
  return {
    ...state,
    waited: 0,
    cooldown: rule.cooldown,
    rate: Math.max(state.rate * rule.factor, rule.min_lr),
  };
}
