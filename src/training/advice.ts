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

/** What may be advised. */
export type Cure =
  | 'dropout'
  | 'early_stopping'
  | 'batch_normalization'
  | 'smaller_rate'
  | 'more_epochs';

/** A run that differs in such a cure alone, and what came of it. */
export type Attempt = {
  readonly run: string;
  readonly isBetter: boolean;
  /** What the best epoch is chosen by, there and here. */
  readonly monitor: string;
  readonly value: number;
  readonly own: number;
};

/** Who knows whether a cure was tried; null where it was not. */
export type Tried = (cure: Cure) => Attempt | null;

/**
 * Sentences for a finished run, most important first; none where the numbers give no reason. What was
 * tried and was no better is not advised again.
 */
export function adviceFor(
  epochs: readonly EpochRecord[],
  spec: AdvisedSpec,
  tried: Tried = () => null,
): readonly string[] {
  return [
    overfitting(epochs, spec, tried),
    bouncing(epochs, spec, tried),
    stillImproving(epochs, spec, tried),
  ].filter((sentence) => sentence !== null);
}

// A cure as it is advised, and as it is called where it was tried.
type Advised = { readonly cure: Cure; readonly text: string; readonly name: string };

// The end of a sentence: what to try, and what was tried in vain.
function attempts(cures: readonly Advised[], tried: Tried): string {
  const all = cures.map((one) => ({ ...one, attempt: tried(one.cure) }));
  const said = ({ run, monitor, value, own }: Attempt): string =>
    `${run}: ${monitor} ${value.toFixed(4)}, here ${own.toFixed(4)}`;
  const open = all.flatMap(({ text, name, attempt }) => {
    if (!attempt) return [text];
    return attempt.isBetter ? [`${name}, which was better before (${said(attempt)})`] : [];
  });
  const vain = all.flatMap(({ name, attempt }) =>
    attempt && !attempt.isBetter ? [`${name} was tried and was no better (${said(attempt)})`] : [],
  );
  return [...(open.length > 0 ? [`try ${open.join(', or ')}`] : []), ...vain].join('; ');
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
  tried: Tried,
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
  const cures: readonly Advised[] = [
    {
      cure: 'dropout',
      name: 'more Dropout',
      text: layers.includes('Dropout')
        ? 'more Dropout'
        : 'Dropout (a rate of 0.4 to 0.6 often works; it may hurt on small data, and training takes two to three times the epochs)',
    },
    ...(stopsEarly
      ? []
      : [{ cure: 'early_stopping', name: 'early_stopping', text: 'early_stopping' } as const]),
  ];
  return `overfitting: validation loss rose from ${least.toFixed(4)} in epoch ${best.epoch} to ${(losses.at(-1) ?? NaN).toFixed(4)} while training loss fell; ${attempts(cures, tried)}`;
}

// At least three turns of more than 5 % each way.
function bouncing(
  epochs: readonly EpochRecord[],
  { layers }: AdvisedSpec,
  tried: Tried,
): string | null {
  const losses = epochs.map(({ validation }) => validation['loss'] ?? NaN);
  const changes = losses
    .slice(1)
    .map((loss, i) => loss / (losses[i] ?? NaN) - 1)
    .filter((change) => Math.abs(change) > 0.05);
  const turns = changes
    .slice(1)
    .filter((change, i) => Math.sign(change) !== Math.sign(changes[i] ?? 0)).length;
  if (turns < 3) return null;
  const normalization = {
    cure: 'batch_normalization',
    name: 'BatchNormalization',
    text: 'BatchNormalization',
  } as const;
  const rate = {
    cure: 'smaller_rate',
    name: 'a smaller learning rate',
    text: 'a smaller learning rate',
  } as const;
  const cures = layers.includes('BatchNormalization') ? [rate] : [normalization, rate];
  return `validation loss bounces (${turns} turns of more than 5 %); ${attempts(cures, tried)}`;
}

// The last planned epoch is the best so far, by more than half a percent of the loss.
function stillImproving(
  epochs: readonly EpochRecord[],
  { epochs: planned }: AdvisedSpec,
  tried: Tried,
): string | null {
  const losses = epochs.map(({ validation }) => validation['loss'] ?? NaN);
  const [before, last] = [leastOf(losses.slice(0, -1)), losses.at(-1) ?? NaN];
  if (epochs.length < planned || epochs.length < 2 || !(last < 0.995 * before)) return null;
  const more = { cure: 'more_epochs', name: 'more epochs', text: 'more epochs' } as const;
  return `validation loss was still falling in the last epoch (${before.toFixed(4)} to ${last.toFixed(4)}); ${attempts([more], tried)}`;
}
