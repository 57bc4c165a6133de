// What an experienced colleague would say on seeing the curves: epochs in, sentences out.
import { metricName, type Spec } from '../spec/spec.js';
import type { EpochRecord } from './epoch.js';
import { metricEntry } from './metrics/metrics.js';
import type { Position } from './position.js';
import { learningRateOf } from './schedules/schedules.js';

/** What the advice needs to know of the spec. */
export type AdvisedSpec = {
  readonly epochs: number;
  readonly layers: readonly string[];
  readonly stopsEarly: boolean;
};

/** Sentences for a finished run, most important first; none where the numbers give no reason. */
export function adviceFor(epochs: readonly EpochRecord[], spec: AdvisedSpec): readonly string[] {
  return [overfitting(epochs, spec), bouncing(epochs, spec), stillImproving(epochs, spec)].filter(
    (sentence) => sentence !== null,
  );
}

/**
 * A sentence for each reason why scores of a part have no value: `val_auc and val_recall are
 * undefined: none of the 40 targets is positive`.
 */
export function undefinedNotes(
  prefix: 'val_' | 'test_',
  reasons: Readonly<Record<string, string>>,
): readonly string[] {
  const distinct = [...new Set(Object.values(reasons))];
  return distinct.map((reason) => {
    const names = Object.keys(reasons).filter((name) => reasons[name] === reason);
    const shown = listed(names.map((name) => prefix + name));
    return `${shown} ${names.length === 1 ? 'is' : 'are'} undefined: ${reason}`;
  });
}

/**
 * Which class is positive, where there are two classes, one output, and metrics that depend on it;
 * nothing where there are none.
 */
export function positiveNotes(
  { metrics }: Pick<Spec, 'metrics'>,
  units: number,
  positive: string | null,
): readonly string[] {
  const names = metrics.filter((metric) => metricEntry(metric).ofPositives).map(metricName);
  if (units !== 1 || positive === null || names.length === 0) return [];
  return [
    `${listed(names)} ${names.length === 1 ? 'takes' : 'take'} the class ${positive} for the positive one`,
  ];
}

/** What an end by the budget means for a run: nothing where there was none. */
export function budgetNotes(
  { epochs: planned, optimizer }: Pick<Spec, 'epochs' | 'optimizer'>,
  { ended }: Pick<Position, 'ended'>,
  epochs: readonly EpochRecord[],
): readonly string[] {
  if (ended !== 'budget') return [];
  const rate = learningRateOf(optimizer);
  const losses = epochs.map(({ validation }) => validation['loss'] ?? NaN);
  const notes: string[] = [];
  if (typeof rate !== 'number') {
    notes.push(
      `the budget ended training after ${epochs.length} of ${planned} epochs, so that ${rate.name} did not come to its end; --fit-epochs sets epochs to what fits`,
    );
  }
  if ((losses.at(-1) ?? NaN) < leastOf(losses.slice(0, -1))) {
    notes.push(
      'validation loss was still falling when the budget ended training; try a larger budget, or a larger batch_size',
    );
  }
  return notes;
}

// a, b and c
function listed(names: readonly string[]): string {
  const parts = [names.slice(0, -1).join(', '), ...names.slice(-1)];
  return parts.filter((text) => text !== '').join(' and ');
}

// Of any number of epochs; NaN where one is.
function leastOf(losses: readonly number[]): number {
  return losses.reduce((least, loss) => Math.min(least, loss), Infinity);
}

// Validation loss 5 % above its least value while training loss went on falling.
function overfitting(
  epochs: readonly EpochRecord[],
  { layers, stopsEarly }: AdvisedSpec,
): string | null {
  const losses = epochs.map(({ validation }) => validation['loss'] ?? NaN);
  const least = leastOf(losses);
  const at = losses.indexOf(least);
  const [best, last] = [epochs[at], epochs.at(-1)];
  if (!best || !last || at > epochs.length - 3) return null;
  if (
    !(
      (losses.at(-1) ?? NaN) > 1.05 * least &&
      (last.train['loss'] ?? NaN) < (best.train['loss'] ?? NaN)
    )
  ) {
    return null;
  }
  const cures = [
    layers.includes('Dropout')
      ? 'more Dropout'
      : 'Dropout (a rate of 0.4 to 0.6 often works; it may hurt on small data, and training takes two to three times the epochs)',
    ...(stopsEarly ? [] : ['early_stopping']),
  ];
  return `overfitting: validation loss rose from ${least.toFixed(4)} in epoch ${best.epoch} to ${(losses.at(-1) ?? NaN).toFixed(4)} while training loss fell; try ${cures.join(', or ')}`;
}

// At least three turns of more than 5 % each way.
function bouncing(epochs: readonly EpochRecord[], { layers }: AdvisedSpec): string | null {
  const losses = epochs.map(({ validation }) => validation['loss'] ?? NaN);
  const changes = losses
    .slice(1)
    .map((loss, i) => loss / (losses[i] ?? NaN) - 1)
    .filter((change) => Math.abs(change) > 0.05);
  const turns = changes
    .slice(1)
    .filter((change, i) => Math.sign(change) !== Math.sign(changes[i] ?? 0)).length;
  if (turns < 3) return null;
  const cure = layers.includes('BatchNormalization')
    ? 'a smaller learning rate'
    : 'BatchNormalization, or a smaller learning rate';
  return `validation loss bounces (${turns} turns of more than 5 %); try ${cure}`;
}

// The last planned epoch is the best so far, by more than half a percent of the loss.
function stillImproving(
  epochs: readonly EpochRecord[],
  { epochs: planned }: AdvisedSpec,
): string | null {
  const losses = epochs.map(({ validation }) => validation['loss'] ?? NaN);
  const [before, last] = [leastOf(losses.slice(0, -1)), losses.at(-1) ?? NaN];
  if (epochs.length < planned || epochs.length < 2 || !(last < 0.995 * before)) return null;
  return `validation loss was still falling in the last epoch (${before.toFixed(4)} to ${last.toFixed(4)}); try more epochs`;
}
