// What is known of models in, charts as SVG out: scores with their intervals, precision and recall,
// calibration, what was said beside what is. Drawn by Observable Plot, as charts.ts has it.
import * as Plot from '@observablehq/plot';
import type { Calibration } from '../../inference/calibration.js';
import type { ValuePair } from '../../inference/diagnosis.js';
import type { PrecisionRecall } from '../../inference/precision-recall.js';
import { cutText } from '../../text/cut.js';
import { escapeText } from '../../text/escape.js';
import { drawn } from './charts.js';

/** A row of a table: the score of each of its runs, and the interval of their mean where there is one. */
export type ScoredRow = {
  readonly label: string;
  readonly scores: readonly number[];
  readonly mean: number;
  readonly interval: readonly [number, number] | null;
};

/** A line a row: a small dot a run, a large one for the mean, and its interval. */
export function scoresChart(rows: readonly ScoredRow[], name: string): string {
  const placed = rows.map((row, i) => ({ ...row, i: `#${i}` }));
  const each = placed.flatMap(({ i, scores }) =>
    scores.length < 2 ? [] : scores.map((score) => ({ i, score })),
  );
  const ranges = placed.flatMap(({ i, interval }) =>
    interval ? [{ i, low: interval[0], high: interval[1] }] : [],
  );
  return drawn({
    ariaLabel: escapeText(`${name} of each row`),
    width: 440,
    height: 34 + 24 * rows.length,
    marginLeft: 124,
    marginRight: 16,
    marginTop: 24,
    marginBottom: 6,
    x: { label: null, axis: 'top', grid: true, nice: true, ticks: 5 },
    y: {
      label: null,
      domain: placed.map(({ i }) => i),
      tickFormat: (place: string) =>
        escapeText(cutText(rows[Number(place.slice(1))]?.label ?? '', 22)),
      tickSize: 0,
    },
    marks: [
      Plot.ruleY(ranges, { y: 'i', x1: 'low', x2: 'high', stroke: 'var(--first)', strokeWidth: 2 }),
      Plot.dot(each, { x: 'score', y: 'i', r: 2.5, fill: 'currentColor', fillOpacity: 0.4 }),
      Plot.dot(placed, { x: 'mean', y: 'i', r: 4.5, fill: 'var(--first)' }),
    ],
  });
}

/** Precision over recall, a line each; `strokes` are their colours. */
export function precisionRecallChart(
  curves: readonly Pick<PrecisionRecall, 'points'>[],
  strokes: readonly string[],
): string {
  const lines = curves.map(({ points }, i) =>
    // From the left edge, at which nothing is found yet.
    Plot.line([{ recall: 0, precision: points[0]?.precision ?? 1 }, ...points], {
      x: 'recall',
      y: 'precision',
      stroke: strokes[i] ?? 'currentColor',
      strokeWidth: 1.6,
    }),
  );
  return drawn({
    ariaLabel: 'precision over recall',
    ...square,
    x: { label: 'recall', domain: [0, 1], ticks: 5 },
    y: { label: 'precision', domain: [0, 1], ticks: 5, grid: true },
    marks: lines,
  });
}

const square = {
  width: 340,
  height: 280,
  marginLeft: 44,
  marginRight: 26,
  marginBottom: 36,
} as const;

/** The share that is right over the confidence of the answers; on the line both are the same. */
export function calibrationChart({ bins }: Calibration): string {
  const most = Math.max(...bins.map(({ count }) => count));
  const dots = bins.map((bin) => ({
    ...bin,
    size: 3 + 7 * Math.sqrt(bin.count / most),
    title: `${bin.count} answers of confidence ${bin.confidence.toFixed(3)}: ${bin.accuracy.toFixed(3)} are right`,
  }));
  return drawn({
    ariaLabel: 'share of right answers over confidence',
    ...square,
    x: { label: 'confidence', domain: [0, 1], ticks: 5 },
    y: { label: 'share that is right', domain: [0, 1], ticks: 5, grid: true },
    r: { type: 'identity' },
    marks: [
      diagonal(0, 1),
      Plot.line(dots, {
        x: 'confidence',
        y: 'accuracy',
        stroke: 'var(--first)',
        strokeOpacity: 0.5,
      }),
      Plot.dot(dots, {
        x: 'confidence',
        y: 'accuracy',
        r: 'size',
        fill: 'var(--first)',
        title: 'title',
      }),
    ],
  });
}

function diagonal(low: number, high: number) {
  const ends = [
    { x: low, y: low },
    { x: high, y: high },
  ];
  return Plot.line(ends, {
    x: 'x',
    y: 'y',
    stroke: 'currentColor',
    strokeDasharray: '3 3',
    strokeOpacity: 0.6,
  });
}

/** What was said over what is; on the line both are the same. */
export function fitChart(pairs: readonly ValuePair[], name: string): string {
  const [low, high] = rangeOf(pairs.flatMap(({ is, said }) => [is, said]));
  return drawn({
    ariaLabel: escapeText(`${name} as predicted over as it is`),
    ...square,
    marginLeft: 56,
    x: { label: 'as it is', ticks: 5, nice: true, ...shortTicks(low, high) },
    y: { label: 'as predicted', ticks: 5, nice: true, grid: true, ...shortTicks(low, high) },
    marks: [
      diagonal(low, high),
      Plot.dot(pairs, { x: 'is', y: 'said', r: 2, fill: 'var(--first)', fillOpacity: 0.5 }),
    ],
  });
}

/** Errors (predicted less true) over what was predicted. */
export function residualsChart(pairs: readonly ValuePair[], name: string): string {
  const errors = pairs.map(({ is, said }) => ({ said, error: said - is }));
  const said = rangeOf(errors.map((one) => one.said));
  const off = rangeOf(errors.map(({ error }) => error));
  return drawn({
    ariaLabel: escapeText(`errors of ${name} over what was predicted`),
    ...square,
    marginLeft: 56,
    x: { label: 'as predicted', ticks: 5, nice: true, ...shortTicks(...said) },
    y: { label: 'error', ticks: 5, nice: true, grid: true, ...shortTicks(...off) },
    marks: [
      Plot.ruleY([0], { strokeDasharray: '3 3', strokeOpacity: 0.6 }),
      Plot.dot(errors, { x: 'said', y: 'error', r: 2, fill: 'var(--first)', fillOpacity: 0.5 }),
    ],
  });
}

function rangeOf(values: readonly number[]): readonly [number, number] {
  return [
    values.reduce((least, value) => Math.min(least, value), Infinity),
    values.reduce((most, value) => Math.max(most, value), -Infinity),
  ];
}

// 250,000 beside 300,000 would run into each other: 250k and 300k do not.
function shortTicks(low: number, high: number): { tickFormat?: string } {
  return Math.max(Math.abs(low), Math.abs(high)) >= 10_000 ? { tickFormat: '~s' } : {};
}
