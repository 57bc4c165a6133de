// Layers whose weights are worked out from the training data, before the first step.
import { boolean, integer, number, oneOrList } from '../../words/arguments.js';
import {
  defineLayer,
  renderShape,
  sameShape,
  sampleAxis,
  ShapeError,
  sizeOf,
  type FittingData,
  type LayerEntry,
  type SampleShape,
} from '../layer.js';

type Given = {
  readonly axis: readonly number[] | null;
  readonly mean: readonly number[] | null;
  readonly variance: readonly number[] | null;
};

const normalization = defineLayer({
  name: 'Normalization',
  summary:
    'Mean 0 and variance 1 along axis: by the mean and variance that are given, else by those of the training data.',
  arguments: {
    axis: oneOrList(integer()).nullable().prefault(-1),
    mean: oneOrList(number()).nullable().default(null),
    variance: oneOrList(number({ min: 0 }))
      .nullable()
      .default(null),
    invert: boolean().default(false),
  },
  outputShape: (args, inputs) => {
    checkGiven(args, keptSizes(args, inputs), inputs);
    return sameShape(null, inputs);
  },
  weights: (args, inputs) => {
    if (args.mean) return [];
    const shape = keptSizes(args, inputs);
    const at = keptAxes(args, inputs);
    const zeros = { name: 'zeros', arguments: {} };
    return [
      {
        name: 'mean',
        shape,
        initializer: zeros,
        trainable: false,
        fitted: (data) => momentsOf(data, at).mean,
      },
      {
        name: 'variance',
        shape,
        initializer: zeros,
        trainable: false,
        fitted: (data) => momentsOf(data, at).variance,
      },
      { name: 'count', shape: [], initializer: zeros, trainable: false },
    ];
  },
  multiplyAdds: () => 0,
  outputMask: 'passes',
  call: ({ ops, args, x, weight }) => {
    const at = keptAxes(args, [x.shape.slice(1)]);
    const spread = x.shape.map((size, i) => (at.includes(i - 1) ? size : 1));
    const known = (values: readonly number[]) =>
      values.length === 1
        ? ops.scalar(values[0] ?? 0)
        : ops.reshape(ops.vector([...values]), spread);
    const mean = args.mean ? known(args.mean) : ops.reshape(weight('mean'), spread);
    const variance = args.variance ? known(args.variance) : ops.reshape(weight('variance'), spread);
    const deviation = ops.maximum(ops.sqrt(variance), 1e-7);
    return args.invert
      ? ops.add(mean, ops.mul(x, deviation))
      : ops.div(ops.sub(x, mean), deviation);
  },
});

function keptAxes({ axis }: Given, [shape = []]: readonly SampleShape[]): readonly number[] {
  return [...new Set((axis ?? []).map((one) => sampleAxis(one, shape.length)))].sort(
    (a, b) => a - b,
  );
}

function keptSizes(args: Given, inputs: readonly SampleShape[]): readonly number[] {
  return keptAxes(args, inputs).map((at) => inputs[0]?.[at] ?? 0);
}

function checkGiven(
  { mean, variance }: Given,
  sizes: readonly number[],
  [shape = []]: readonly SampleShape[],
): void {
  if ((mean === null) !== (variance === null)) {
    throw new ShapeError(
      `has ${mean ? 'mean' : 'variance'} alone; give it both, or none to take them from the training data`,
    );
  }
  const wrong = [mean, variance].find(
    (values) => values && values.length !== 1 && values.length !== sizeOf(sizes),
  );
  if (wrong) {
    throw new ShapeError(
      `has ${wrong.length} values for the ${sizeOf(sizes)} that it keeps apart in ${renderShape(shape)}`,
    );
  }
}

/** Mean and (population) variance over all samples and all axes but some, in double precision. */
function momentsOf(
  { shape, rows, divideBy }: FittingData,
  at: readonly number[],
): { readonly mean: Float32Array; readonly variance: Float32Array } {
  const place = placeOf(shape, at);
  const count = sizeOf(at.map((axis) => shape[axis] ?? 1));
  const [sums, squares, counts] = [
    new Float64Array(count),
    new Float64Array(count),
    new Float64Array(count),
  ];
  const each = (f: (value: number, place: number) => void): void => {
    for (const row of rows()) row.forEach((value, i) => f(value / divideBy, place[i] ?? 0));
  };
  each((value, i) => {
    sums[i] = (sums[i] ?? 0) + value;
    counts[i] = (counts[i] ?? 0) + 1;
  });
  const means = sums.map((sum, i) => sum / (counts[i] ?? 1));
  each((value, i) => (squares[i] = (squares[i] ?? 0) + (value - (means[i] ?? 0)) ** 2));
  return {
    mean: Float32Array.from(means),
    variance: Float32Array.from(squares, (sum, i) => sum / (counts[i] ?? 1)),
  };
}

// Which of the kept values each value of a sample belongs to.
function placeOf(shape: SampleShape, at: readonly number[]): Int32Array {
  return Int32Array.from({ length: sizeOf(shape) }, (_, i) => {
    let rest = i;
    const indices = shape.map((_size, axis) => {
      const after = sizeOf(shape.slice(axis + 1));
      const index = Math.floor(rest / after);
      rest %= after;
      return index;
    });
    return at.reduce((place, axis) => place * (shape[axis] ?? 1) + (indices[axis] ?? 0), 0);
  });
}

export const fittedLayers: readonly LayerEntry[] = [normalization];
