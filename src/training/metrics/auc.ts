// The area under a curve of right and wrong alarms, from counts at thresholds evenly from 0 to 1.
import type { Tensor } from '../../tensor/operations.js';
import { boolean, choice, integer } from '../../words/arguments.js';
import type { Judged } from '../losses/loss.js';
import { defineMetric, ones, share, upTo } from './metric.js';
import { truthOf } from './confusion.js';

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
  sums: ({ num_thresholds, multi_label }, units) => 2 * num_thresholds * (multi_label ? units : 1),
  batchSums: counts,
  value: (sums, args, { units }) => {
    const curves = upTo(args.multi_label ? units : 1).map((label) =>
      areaUnder(curveOf(sums, args.num_thresholds, label), args),
    );
    return curves.reduce((sum, area) => sum + area, 0) / curves.length;
  },
});

// [labels · 2 · thresholds]: how many outputs above each threshold are right alarms, and how many
// are wrong ones.
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
  const truth = truthOf(ops, targets);
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
      const right = ops.reshape(taken(truth, 1), [1, -1]);
      const sides = ops.concat([right, ops.sub(1, right)], 0);
      return ops.reshape(ops.matMul(sides, above), [-1]);
    }),
  );
}

type Curve = { readonly right: readonly number[]; readonly wrong: readonly number[] };

function curveOf(sums: readonly number[], thresholds: number, label: number): Curve {
  const start = 2 * thresholds * label;
  return {
    right: sums.slice(start, start + thresholds),
    wrong: sums.slice(start + thresholds, start + 2 * thresholds),
  };
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
  ROC: ({ right, wrong }) => [
    wrong.map((n) => share(n, wrong[0] ?? 0)),
    right.map((n) => share(n, right[0] ?? 0)),
  ],
  PR: ({ right, wrong }) => [
    right.map((n) => share(n, right[0] ?? 0)),
    right.map((n, i) => share(n, n + (wrong[i] ?? 0))),
  ],
  // Flach and Kull, "Precision-recall-gain curves", 2015; without a right alarm 0 and 1, and never
  // below 0, as in Keras.
  PRGAIN: ({ right, wrong }) => {
    const scale = share(right[0] ?? 0, wrong[0] ?? 0);
    const recall = right.map((n) =>
      n === 0 ? 0 : Math.max(0, 1 - (scale * ((right[0] ?? 0) - n)) / n),
    );
    return [recall, right.map((n, i) => (n === 0 ? 1 : 1 - (scale * (wrong[i] ?? 0)) / n))];
  },
};

// Between two points of the curve precision is no straight line: Davis and Goadrich, "The
// relationship between precision-recall and ROC curves", 2006.
function interpolatedPrecision({ right, wrong }: Curve): number {
  const said = right.map((n, i) => n + (wrong[i] ?? 0));
  return sumOver(right, (i) => {
    const [hits, next] = [right[i] ?? 0, right[i + 1] ?? 0];
    const [all, nextAll] = [said[i] ?? 0, said[i + 1] ?? 0];
    const slope = share(hits - next, Math.max(all - nextAll, 0));
    const ratio = all > 0 && nextAll > 0 ? all / nextAll : 1;
    return share(slope * (hits - next + (next - slope * nextAll) * Math.log(ratio)), right[0] ?? 0);
  });
}

// Over the pieces between one threshold and the next.
function sumOver(values: readonly number[], piece: (i: number) => number): number {
  return upTo(values.length - 1).reduce((sum, i) => sum + piece(i), 0);
}
