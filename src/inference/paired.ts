// Two runs that were judged on the same samples in, whether their models differ on these out: by
// McNemar's exact test of who is right, or for numbers by resampling the differences of their
// errors. It says nothing of which spec is better: another seed would give other models.
import { halfInterval, mcnemar } from '../comparison/statistics/tests.js';
import { randomWords, streamOf } from '../ground/random.js';
import type { JudgedPart } from '../run/layout.js';
import { readOutputs, type Outputs } from '../run/outputs.js';
import { answersOf, classReading } from './answers.js';
import { counted } from '../text/wrap.js';
import { openKept } from './kept.js';

/** Of samples of classes: on how many which of the two models is right, and McNemar's p. */
export type PairedClasses = {
  readonly kind: 'classes';
  readonly part: JudgedPart;
  readonly samples: number;
  readonly both_right: number;
  readonly only_first: number;
  readonly only_second: number;
  readonly both_wrong: number;
  readonly p: number;
};

/** Of samples of numbers: the mean squared errors' difference, the first less the second. */
export type PairedNumbers = {
  readonly kind: 'number';
  readonly part: JudgedPart;
  readonly samples: number;
  readonly diff: number;
  /** 95 %, by resampling samples with replacement; other samples would give another difference. */
  readonly interval: readonly [number, number];
};

/** What the same samples say of two models. */
export type Paired = PairedClasses | PairedNumbers;

/**
 * Compares the kept outputs of two runs' models. null where there are none of one of them, or they
 * are of other samples, or of other kinds. Throws a UserError where a folder is damaged.
 */
export function pairedOutputs(one: string, other: string, part: JudgedPart): Paired | null {
  const [first, second] = [readOutputs(one, part), readOutputs(other, part)];
  if (!first || !second || !areOfSameSamples(first, second)) return null;
  const [left, right] = [answersOf(openKept(one)), answersOf(openKept(other))];
  if (left.kind === 'classes' && right.kind === 'classes') {
    return classesOf(hitsOf(classReading(left), first), hitsOf(classReading(right), second), part);
  }
  return left.kind === 'number' && right.kind === 'number'
    ? comparedErrors(errorsOf(first), errorsOf(second), part)
    : null;
}

function areOfSameSamples(one: Outputs, other: Outputs): boolean {
  return (['rows', 'targets'] as const).every((kind) => {
    const [a, b] = [one[kind].values, other[kind].values];
    return a.length === b.length && a.every((value, i) => value === b[i]);
  });
}

function hitsOf(
  { read }: ReturnType<typeof classReading>,
  { predictions, targets }: Outputs,
): readonly boolean[] {
  const outputs = Float32Array.from(predictions.values);
  return Array.from(targets.values, (target, row) => read(outputs, row) === target);
}

function classesOf(
  first: readonly boolean[],
  second: readonly boolean[],
  part: JudgedPart,
): PairedClasses {
  const count = (a: boolean, b: boolean): number =>
    first.filter((hit, row) => hit === a && second[row] === b).length;
  const [onlyFirst, onlySecond] = [count(true, false), count(false, true)];
  return {
    kind: 'classes',
    part,
    samples: first.length,
    both_right: count(true, true),
    only_first: onlyFirst,
    only_second: onlySecond,
    both_wrong: count(false, false),
    p: mcnemar(onlyFirst, onlySecond),
  };
}

// The mean squared error of each sample.
function errorsOf({ predictions, targets }: Outputs): Float64Array {
  const samples = targets.shape[0] ?? 0;
  const width = targets.values.length / Math.max(1, samples);
  return Float64Array.from({ length: samples }, (_, row) => {
    let sum = 0;
    for (let i = row * width; i < (row + 1) * width; i += 1) {
      sum += ((predictions.values[i] ?? NaN) - (targets.values[i] ?? NaN)) ** 2;
    }
    return sum / width;
  });
}

// Of fewer, resampled means are too close to each other: of two samples they would tell every other pair
// of models apart that are alike, of ten every ninth.
const fewestResampled = 100;

// As many resamples as a second has room for.
const [mostResamples, mostDraws] = [2000, 1e8];

/**
 * The difference of two models' mean squared errors, of which each sample has one, and its interval
 * by the percentiles of resampled means (Efron 1979), of few samples by Student's t. null where there
 * are too few, some are none, or few differ by as much in all, which shows no noise.
 */
export function comparedErrors(
  first: Float64Array,
  second: Float64Array,
  part: JudgedPart,
): PairedNumbers | null {
  const samples = first.length;
  const differences = first.map((error, row) => error - (second[row] ?? NaN));
  if (samples < 2 || !differences.every(Number.isFinite)) return null;
  const diff = differences.reduce((sum, value) => sum + value, 0) / samples;
  if (samples < fewestResampled) {
    const half = halfInterval([...differences]);
    if (half === null && diff !== 0) return null;
    return {
      kind: 'number',
      part,
      samples,
      diff,
      interval: [diff - (half ?? 0), diff + (half ?? 0)],
    };
  }
  const resamples = Math.max(200, Math.min(mostResamples, Math.floor(mostDraws / samples)));
  const means = Float64Array.from({ length: resamples }, (_, step) => {
    const words = randomWords({ seed: 0, stream: streamOf('bootstrap'), step }, samples);
    let sum = 0;
    for (const word of words) sum += differences[Math.floor((word / 2 ** 32) * samples)] ?? 0;
    return sum / samples;
  }).sort();
  const at = (share: number): number => means[Math.round(share * (resamples - 1))] ?? NaN;
  return { kind: 'number', part, samples, diff, interval: [at(0.025), at(0.975)] };
}

/** The same as a sentence, without its full stop. */
export function pairedInWords(paired: Paired): string {
  const { samples, part } = paired;
  const where = `on the ${counted(samples, `${part} sample`)}`;
  const means = 'what another seed, and so the other spec, would give is not known by this';
  if (paired.kind === 'classes') {
    const { only_first: a, only_second: b, p } = paired;
    const test = `McNemar's exact test, p ${p < 0.0001 ? '< 0.0001' : p.toPrecision(2)}`;
    return `${where} the first alone is right on ${a}, the second alone on ${b}: ${p < 0.05 ? 'the two models differ' : 'no difference between the two models is seen'} (${test}); ${means}`;
  }
  const [low, high] = paired.interval;
  const differ = low > 0 || high < 0;
  const digits = (value: number): string => value.toPrecision(3);
  const how = samples < fewestResampled ? "Student's t" : 'resampled';
  return `${where} the mean squared errors differ by ${digits(paired.diff)} (95 % ${digits(low)} to ${digits(high)}, ${how}): ${differ ? 'the two models differ' : 'no difference between the two models is seen'}; ${means}`;
}
