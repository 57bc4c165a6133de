// The outputs that a model gave for a part of its data in, how sure its scores are out: where a score is
// a mean over samples, which values it would take on other samples of the same kind. It says nothing of
// other seeds.
import { meanInterval } from '../comparison/statistics/tests.js';
import type { Units } from '../dataset/facts.js';
import { scaleAt } from '../dataset/units.js';
import type { Outputs } from '../run/outputs.js';
import type { Scores } from '../training/epoch.js';
import { answersOf, classReading, type Answers } from './answers.js';
import type { KeptModel } from './kept.js';

/** The two ends of an interval that holds the true score with 95 %. */
export type Interval = readonly [number, number];

// Of two sides, of the normal distribution.
const z = 1.959963984540054;

/**
 * The interval of a share of `n` samples, of which `hits` have what is counted: Wilson's (1927), which
 * stays between 0 and 1 and has a width where all or none have it.
 */
export function wilsonInterval(hits: number, n: number): Interval {
  const p = hits / n;
  const scale = 1 + z ** 2 / n;
  const middle = (p + z ** 2 / (2 * n)) / scale;
  const half = (z / scale) * Math.sqrt((p * (1 - p)) / n + z ** 2 / (4 * n ** 2));
  // All and none are the ends themselves, but for rounding.
  return [hits === 0 ? 0 : middle - half, hits === n ? 1 : middle + half];
}

/**
 * The intervals of those scores of a part that are a share or a mean over its samples, or the root of a
 * mean, by their names. Which ones these are is seen from the kept outputs: a score that is not the mean
 * of what is counted there (because samples weigh differently, or a loss has more than one part) has
 * none.
 */
export function sampleIntervals(
  kept: Pick<KeptModel, 'read' | 'target' | 'network' | 'inputs'>,
  outputs: Outputs,
  scores: Scores,
): ReadonlyMap<string, Interval> {
  const measures = measuresOf(answersOf(kept), outputs);
  return new Map(
    Object.entries(scores).flatMap(([name, score]): readonly (readonly [string, Interval])[] => {
      if (score === null || !Number.isFinite(score)) return [];
      const found = measures.find(({ value }) => isSame(value, score));
      return found ? [[name, found.interval()]] : [];
    }),
  );
}

// Sums of float32 are not exact.
function isSame(one: number, other: number): boolean {
  return Math.abs(one - other) <= 1e-5 * Math.max(Math.abs(one), Math.abs(other));
}

type Measure = { readonly value: number; readonly interval: () => Interval };

function measuresOf(answers: Answers, outputs: Outputs): readonly Measure[] {
  if ((outputs.targets.shape[0] ?? 0) < 2) return [];
  if (answers.kind === 'classes') {
    return [...hitsOf(answers, outputs), ...surprisesOf(answers, outputs)];
  }
  return answers.kind === 'number' ? errorsOf(answers, outputs) : [];
}

type Of<K extends Answers['kind']> = Extract<Answers, { readonly kind: K }>;

function hitsOf(answers: Of<'classes'>, { predictions, targets }: Outputs): readonly Measure[] {
  const { read } = classReading(answers);
  const values = Float32Array.from(predictions.values);
  const n = targets.values.length;
  let hits = 0;
  for (let row = 0; row < n; row += 1) if (read(values, row) === targets.values[row]) hits += 1;
  return [{ value: hits / n, interval: () => wilsonInterval(hits, n) }];
}

// What Keras adds to a probability before it takes the logarithm.
const least = 1e-7;

// The cross-entropy of each sample: how little the model believed what was the case.
function surprisesOf(
  answers: Of<'classes'>,
  { predictions, targets }: Outputs,
): readonly Measure[] {
  if (answers.probabilities === null) return [];
  const { read, values: likely } = classReading(answers);
  const values = Float32Array.from(predictions.values);
  const surprises = Float64Array.from(targets.values, (target, row) => {
    read(values, row);
    const p = likely[target] ?? NaN;
    return -Math.log(Math.min(1 - least, Math.max(least, p)));
  });
  return meansOf([surprises]);
}

// Of a sample with several numbers the mean over them; in the target's own units, in which outputs are
// kept, and in those in which a model is trained.
function errorsOf({ scale }: Of<'number'>, { predictions, targets }: Outputs): readonly Measure[] {
  const samples = targets.shape[0] ?? 0;
  const width = targets.values.length / samples;
  const each = (of: (error: number) => number, units: Units): Float64Array =>
    Float64Array.from({ length: samples }, (_, row) => {
      let sum = 0;
      for (let i = 0; i < width; i += 1) {
        const at = row * width + i;
        const error = Number(predictions.values[at]) - Number(targets.values[at]);
        sum += of(error / (scaleAt(units, i)?.deviation || 1));
      }
      return sum / width;
    });
  const found = (scale === null ? [null] : [null, scale]).map((units) => ({
    sizes: each(Math.abs, units),
    squares: each((error) => error ** 2, units),
  }));
  return [
    ...meansOf(found.flatMap(({ sizes, squares }) => [sizes, squares])),
    ...meansOf(found.map(({ squares }) => squares)).map(rootOf),
  ];
}

function rootOf({ value, interval }: Measure): Measure {
  return {
    value: Math.sqrt(value),
    interval: () => {
      const [low, high] = interval();
      return [Math.sqrt(low), Math.sqrt(high)];
    },
  };
}

function meansOf(all: readonly Float64Array[]): readonly Measure[] {
  return all.map((values) => ({
    value: values.reduce((sum, value) => sum + value, 0) / values.length,
    // Of what is never below 0 the mean is not, either.
    interval: () => {
      const [low, high] = meanInterval([...values]);
      return [Math.max(0, low), high];
    },
  }));
}
