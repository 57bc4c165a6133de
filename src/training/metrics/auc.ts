// The area under a curve of true and false positives, from counts at thresholds evenly from 0 to 1.
import type { Tensor } from '../../tensor/operations.js';
import { boolean, choice, integer } from '../../words/arguments.js';
import type { Judged } from '../losses/loss.js';
import { positivesOf } from './confusion.js';
import {
  defineMetric,
  noPositives,
  ones,
  share,
  upTo,
  allPositive,
  type Counted,
} from './metric.js';

const shape = {
  num_thresholds: integer({ min: 2, max: 1_000_000 }).default(200),
  curve: choice(['ROC', 'PR', 'PRGAIN']).default('ROC'),
  summation_method: choice(['interpolation', 'majoring', 'minoring']).default('interpolation'),
  multi_label: boolean().default(false),
  from_logits: boolean().default(false),
};

type Summation = {
  readonly curve: 'ROC' | 'PR' | 'PRGAIN';
  readonly summation_method: 'interpolation' | 'majoring' | 'minoring';
};

/** The area under a curve. */
export const auc = defineMetric({
  name: 'auc',
  aliases: ['AUC'],
  summary:
    'The area under the ROC curve, or that of precision and recall (PR), over num_thresholds thresholds; with multi_label, the mean over the outputs of each one’s own.',
  arguments: shape,
  direction: 'max',
  judges: 'values',
  domain: 'label',
  ofPositives: true,
  sums: ({ num_thresholds, multi_label }, units) => 2 * num_thresholds * (multi_label ? units : 1),
  batchSums: counts,
  undefinedBecause: (sums, args, counted) =>
    upTo(args.multi_label ? counted.units : 1)
      .map((label) => flatCurve(curveOf(sums, args.num_thresholds, label), args, counted))
      .find((reason) => reason !== null) ?? null,
  value: (sums, args, { units }) => {
    const curves = upTo(args.multi_label ? units : 1).map((label) =>
      areaUnder(curveOf(sums, args.num_thresholds, label), args),
    );
    return curves.reduce((sum, area) => sum + area, 0) / curves.length;
  },
});

// [labels · 2 · thresholds]: how many outputs above each threshold are true positives, and how many
// are false ones.
function counts(
  { ops, output, targets }: Judged,
  {
    num_thresholds: thresholds,
    multi_label,
    from_logits,
  }: {
    readonly num_thresholds: number;
    readonly multi_label: boolean;
    readonly from_logits: boolean;
  },
): Tensor {
  const p = ops.clipByValue(from_logits ? ops.activation('sigmoid', output) : output, 0, 1);
  // The last threshold that a value is above; each is above the first.
  const last = ops.sub(ops.ceil(ops.mul(p, thresholds - 1)), 1);
  const positives = positivesOf(ops, targets);
  const row = ops.vector(upTo(thresholds).map((i) => (i === 0 ? -1 : i)));
  const units = output.shape.at(-1) ?? 1;
  const columns = multi_label
    ? upTo(units).map((i) => ops.vector(upTo(units).map((j) => (i === j ? 1 : 0))))
    : [null];
  return ops.concat(
    columns.map((column) => {
      const taken = (values: Tensor, width: number): Tensor =>
        ops.reshape(column ? ops.sum(ops.mul(values, column), -1) : values, [-1, width]);
      const above = ones(ops, ops.greaterEqual(taken(last, 1), row));
      const positive = ops.reshape(taken(positives, 1), [1, -1]);
      const sides = ops.concat([positive, ops.sub(1, positive)], 0);
      return ops.reshape(ops.matMul(sides, above), [-1]);
    }),
  );
}

type Curve = {
  readonly truePositives: readonly number[];
  readonly falsePositives: readonly number[];
};

function curveOf(sums: readonly number[], thresholds: number, label: number): Curve {
  const start = 2 * thresholds * label;
  return {
    truePositives: sums.slice(start, start + thresholds),
    falsePositives: sums.slice(start + thresholds, start + 2 * thresholds),
  };
}

// Every output is above the first threshold: a curve needs positives, and but for that of precision
// and recall negatives, too.
function flatCurve(
  { truePositives: [positives = 0], falsePositives: [negatives = 0] }: Curve,
  { curve, multi_label }: { readonly curve: Summation['curve']; readonly multi_label: boolean },
  { count, units }: Counted,
): string | null {
  const all = multi_label ? count : count * units;
  if (positives === 0) return noPositives(all);
  return negatives === 0 && curve !== 'PR' ? allPositive(all) : null;
}

function areaUnder(curve: Curve, { curve: kind, summation_method: method }: Summation): number {
  if (kind === 'PR' && method === 'interpolation') return interpolatedPrecision(curve);
  const [x, y] = coordinates[kind](curve);
  return sumOver(x, (i) => {
    const [a, b] = [y[i] ?? 0, y[i + 1] ?? 0];
    const height =
      method === 'interpolation'
        ? (a + b) / 2
        : method === 'minoring'
          ? Math.min(a, b)
          : Math.max(a, b);
    return ((x[i] ?? 0) - (x[i + 1] ?? 0)) * height;
  });
}

type Coordinates = readonly [x: readonly number[], y: readonly number[]];

const coordinates: Readonly<Record<Summation['curve'], (curve: Curve) => Coordinates>> = {
  ROC: ({ truePositives, falsePositives }) => [
    falsePositives.map((n) => share(n, falsePositives[0] ?? 0)),
    truePositives.map((n) => share(n, truePositives[0] ?? 0)),
  ],
  PR: ({ truePositives, falsePositives }) => [
    truePositives.map((n) => share(n, truePositives[0] ?? 0)),
    truePositives.map((n, i) => share(n, n + (falsePositives[i] ?? 0))),
  ],
  // Flach and Kull, "Precision-recall-gain curves", 2015; without a true positive 0 and 1, and never
  // below 0, as in Keras.
  PRGAIN: ({ truePositives, falsePositives }) => {
    const scale = share(truePositives[0] ?? 0, falsePositives[0] ?? 0);
    const recall = truePositives.map((n) =>
      n === 0 ? 0 : Math.max(0, 1 - (scale * ((truePositives[0] ?? 0) - n)) / n),
    );
    return [
      recall,
      truePositives.map((n, i) => (n === 0 ? 1 : 1 - (scale * (falsePositives[i] ?? 0)) / n)),
    ];
  },
};

// Between two points of the curve precision is no straight line: Davis and Goadrich, "The
// relationship between precision-recall and ROC curves", 2006.
function interpolatedPrecision({ truePositives, falsePositives }: Curve): number {
  const predicted = truePositives.map((n, i) => n + (falsePositives[i] ?? 0));
  return sumOver(truePositives, (i) => {
    const [hits, next] = [truePositives[i] ?? 0, truePositives[i + 1] ?? 0];
    const [all, nextAll] = [predicted[i] ?? 0, predicted[i + 1] ?? 0];
    const slope = share(hits - next, Math.max(all - nextAll, 0));
    const ratio = all > 0 && nextAll > 0 ? all / nextAll : 1;
    return share(
      slope * (hits - next + (next - slope * nextAll) * Math.log(ratio)),
      truePositives[0] ?? 0,
    );
  });
}

// Over the pieces between one threshold and the next.
function sumOver(values: readonly number[], piece: (i: number) => number): number {
  return upTo(values.length - 1).reduce((sum, i) => sum + piece(i), 0);
}
