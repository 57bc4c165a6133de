// What a chart of training holds, as data: lines over epochs, and how the epochs of one run become
// such lines.
import type { EpochRecord, Scores } from '../training/epoch.js';

/** Whose values a line has: of the training part, of validation, or neither's, as the learning rate. */
export type CurvePart = 'train' | 'validation' | 'own';

/** Values by epoch, the first one's first; NaN where there is none. */
export type Line = {
  /** Which of the rows of the charts it is of. */
  readonly row: number;
  readonly part: CurvePart;
  readonly values: readonly number[];
  /** Of replicates: how far one standard deviation (with n − 1) reaches to each side of the mean. */
  readonly spread?: readonly number[];
};

/** The lines of one metric. */
export type Chart = {
  /** `loss`, `accuracy`, `learning_rate`. */
  readonly metric: string;
  /** Whether its values stand on a logarithmic scale. */
  readonly isLog: boolean;
  /** The least and the greatest value, spreads with them; null where there is no number at all. */
  readonly range: readonly [number, number] | null;
  readonly lines: readonly Line[];
};

/** What is asked for: a metric, of one part or of all that have it. */
export type Wanted = { readonly metric: string; readonly part: CurvePart | null };

/** The name that stands for what the optimizer was told. */
export const learningRate = 'learning_rate';

/** `val_accuracy` is validation's accuracy alone, `accuracy` that of both parts. */
export function wantedOf(name: string, known: ReadonlySet<string>): Wanted {
  if (name === learningRate) return { metric: name, part: 'own' };
  const [, part, metric = ''] = /^(train|val)_(.+)$/.exec(name) ?? [];
  if (known.has(name) || !known.has(metric)) return { metric: name, part: null };
  return { metric, part: part === 'val' ? 'validation' : 'train' };
}

/** The values of a metric over the epochs of a run. */
export function valuesOf(
  epochs: readonly EpochRecord[],
  metric: string,
  part: CurvePart,
): readonly number[] {
  return epochs.map(({ train, validation, learning_rate }) => {
    if (part === 'own') return learning_rate;
    return scoreOf(part === 'train' ? train : validation, metric);
  });
}

function scoreOf(scores: Scores, metric: string): number {
  const value = (Object.hasOwn(scores, metric) ? scores[metric] : null) ?? NaN;
  return Number.isFinite(value) ? value : NaN;
}

// Beyond that a line that falls is one corner and a floor.
const widestLinear = 100;

/** A chart of lines; the scale of what falls (a loss, an error, a rate) is logarithmic where it must be. */
export function chartOf(metric: string, falls: boolean, lines: readonly Line[]): Chart {
  const isThere = lines.filter(({ values }) => values.some(Number.isFinite));
  const bare = rangeOf(isThere, false);
  const isLog = falls && bare !== null && bare[0] > 0 && bare[1] / bare[0] > widestLinear;
  return { metric, isLog, range: isLog ? bare : rangeOf(isThere, true), lines: isThere };
}

function rangeOf(lines: readonly Line[], withSpread: boolean): readonly [number, number] | null {
  let [low, high] = [Infinity, -Infinity];
  let least = Infinity;
  for (const { values, spread } of lines) {
    values.forEach((value, i) => {
      const side = withSpread ? (spread?.[i] ?? 0) : 0;
      if (!Number.isFinite(value)) return;
      least = Math.min(least, value);
      low = Math.min(low, value - (Number.isFinite(side) ? side : 0));
      high = Math.max(high, value + (Number.isFinite(side) ? side : 0));
    });
  }
  // Of what is never below 0 nothing below 0 is shown.
  if (least >= 0) low = Math.max(0, low);
  return low <= high ? [low, high] : null;
}

/**
 * The share of a chart's height at which a value stands: 0 at the bottom, 1 at the top; outside of
 * that where it is beyond the range, NaN where it is no number. Where all values are one it is in the
 * middle.
 */
export function heightOf({ isLog, range }: Pick<Chart, 'isLog' | 'range'>, value: number): number {
  if (!range || !Number.isFinite(value)) return NaN;
  const [low, high] = range;
  if (low === high) return 0.5;
  if (isLog) {
    if (value <= 0) return -1;
    return Math.log(value / low) / Math.log(high / low);
  }
  // In halves: the distance of two great numbers may be greater than any.
  return (value / 2 - low / 2) / (high / 2 - low / 2);
}

/** The value at a share of a chart's height: the other way round. */
export function valueAt({ isLog, range }: Pick<Chart, 'isLog' | 'range'>, share: number): number {
  if (!range) return NaN;
  const [low, high] = range;
  if (isLog) return low * (high / low) ** share;
  return low * (1 - share) + high * share;
}

/**
 * The charts of one run: the loss, and what its best epoch was chosen by or its first metric where
 * that is another one; each of the training part beside validation.
 */
export function runCharts(
  epochs: readonly EpochRecord[],
  {
    monitor,
    metrics,
  }: {
    readonly monitor: { readonly name: string };
    readonly metrics: readonly { readonly name: string; readonly mode: 'min' | 'max' }[];
  },
): readonly Chart[] {
  const chosen = monitor.name.replace(/^val_/, '');
  const shown = new Set(['loss', chosen === 'loss' ? metrics[0]?.name : chosen]);
  return [...shown].flatMap((metric): readonly Chart[] => {
    if (metric === undefined) return [];
    const lines = (['train', 'validation'] as const).map((part) => ({
      row: 0,
      part,
      values: valuesOf(epochs, metric, part),
    }));
    const falls = metrics.find(({ name }) => name === metric)?.mode !== 'max';
    const chart = chartOf(metric, falls, lines);
    return chart.lines.length === 0 ? [] : [chart];
  });
}

/** The best epoch of a row: of several runs the one in the middle; undefined where none has one. */
export function middleOf(best: readonly number[]): number | undefined {
  return best.toSorted((a, b) => a - b)[best.length >> 1];
}

/** The best epochs of a row in words: `epoch 3`, `epochs 3 to 7`. */
export function bestText(best: readonly number[]): string {
  const [first, last] = [Math.min(...best), Math.max(...best)];
  return first === last ? `epoch ${first}` : `epochs ${first} to ${last}`;
}

/** What is said of a row beside its lines: its runs, their best epochs, and what else is to be said. */
export function rowText({
  label,
  runs,
  best,
  about,
}: {
  readonly label: string;
  readonly runs: readonly { readonly record?: { readonly cross_validation?: unknown } }[];
  readonly best: readonly number[];
  readonly about: string | null;
}): string {
  // Rows of one name may be its folds and its seeds.
  const areFolds = runs.some(({ record }) => (record?.cross_validation ?? null) !== null);
  const facts = [
    ...(runs.length > 1 ? [`${runs.length} runs${areFolds ? ' of folds' : ''}`] : []),
    ...(best.length === 0 ? [] : [`best ${bestText(best)}`]),
    ...(about === null ? [] : [about]),
  ];
  return facts.length === 0 ? label : `${label}: ${facts.join(', ')}`;
}
