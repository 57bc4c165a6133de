// Layers that rearrange values, or pass them on as they are.
import { integer, listOf, number, oneOrList } from '../../words/arguments.js';
import {
  defineLayer,
  renderShape,
  sameShape,
  shapeOfRank,
  ShapeError,
  sizeOf,
  type LayerEntry,
  type SampleShape,
} from '../layer.js';

const flatten = defineLayer({
  name: 'Flatten',
  summary: 'All values of a sample in one row.',
  arguments: {},
  outputShape: (_, [shape = []]) => [sizeOf(shape)],
  call: ({ ops, x }) =>
    x.rank === 2 ? x : ops.reshape(x, [x.shape[0] ?? 0, sizeOf(x.shape.slice(1))]),
});

const reshape = defineLayer({
  name: 'Reshape',
  summary: 'The same values in another shape; one size may be -1.',
  arguments: { target_shape: listOf(integer({ min: -1 })) },
  outputShape: ({ target_shape }, [shape = []]) => targetShape(target_shape, shape),
  call: ({ ops, args, x }) =>
    ops.reshape(x, [x.shape[0] ?? 0, ...targetShape(args.target_shape, x.shape.slice(1))]),
});

function targetShape(target: readonly number[], shape: SampleShape): SampleShape {
  const known = sizeOf(target.filter((size) => size !== -1));
  const filled = target.map((size) => (size === -1 ? sizeOf(shape) / known : size));
  if (target.filter((size) => size === -1).length > 1) {
    throw new ShapeError('can work out only one size, but more than one is -1');
  }
  if (sizeOf(filled) !== sizeOf(shape) || !filled.every(Number.isInteger)) {
    throw new ShapeError(
      `cannot bring ${renderShape(shape)}, ${sizeOf(shape)} values, into ${JSON.stringify(target)}`,
    );
  }
  return filled;
}

const permute = defineLayer({
  name: 'Permute',
  summary: 'The axes of a sample in another order; [2, 1] swaps the first two.',
  arguments: { dims: listOf(integer({ min: 1 })) },
  outputShape: ({ dims }, [shape = []]) => {
    const all = shape.map((_, i) => i + 1);
    if ([...dims].sort((a, b) => a - b).join() !== all.join()) {
      throw new ShapeError(
        `needs each of ${JSON.stringify(all)} once in dims for an input of ${renderShape(shape)}, got ${JSON.stringify(dims)}`,
      );
    }
    return dims.map((axis) => shape[axis - 1] ?? 0);
  },
  call: ({ ops, args, x }) => ops.transpose(x, [0, ...args.dims]),
});

const repeatVector = defineLayer({
  name: 'RepeatVector',
  summary: 'A row of values n times, as n steps.',
  arguments: { n: integer({ min: 1 }) },
  outputShape: ({ n }, inputs) => [n, shapeOfRank(inputs, 1, 'one row of values a sample')[0] ?? 0],
  // A product with ones: its gradient is one sum.
  call: ({ ops, args, x }) =>
    ops.mul(ops.reshape(x, [x.shape[0] ?? 0, 1, x.shape[1] ?? 0]), ops.ones([1, args.n, 1])),
});

const rescaling = defineLayer({
  name: 'Rescaling',
  summary: 'scale · x + offset; lists hold a value for each of the last axis.',
  arguments: { scale: oneOrList(number()), offset: oneOrList(number()).prefault(0) },
  outputShape: ({ scale, offset }, [shape = []]) => {
    const channels = shape.at(-1) ?? 1;
    const wrong = [scale, offset].find(
      (values) => values.length !== 1 && values.length !== channels,
    );
    if (wrong) {
      throw new ShapeError(
        `has ${wrong.length} values for the ${channels} of the last axis of ${renderShape(shape)}`,
      );
    }
    return shape;
  },
  outputMask: 'passes',
  call: ({ ops, args, x }) => {
    const scaled = ops.mul(x, ops.vector([...args.scale]));
    return args.offset.every((value) => value === 0)
      ? scaled
      : ops.add(scaled, ops.vector([...args.offset]));
  },
});

const identity = defineLayer({
  name: 'Identity',
  summary: 'Its input.',
  arguments: {},
  outputShape: sameShape,
  outputMask: 'passes',
  call: ({ x }) => x,
});

const activityRegularization = defineLayer({
  name: 'ActivityRegularization',
  summary: 'Its input, whose absolute values and squares add to the loss.',
  arguments: { l1: number({ min: 0 }).default(0), l2: number({ min: 0 }).default(0) },
  outputShape: sameShape,
  outputMask: 'passes',
  activityRegularizer: (args) => ({ name: 'l1_l2', arguments: args }),
  call: ({ x }) => x,
});

export const reshapingLayers: readonly LayerEntry[] = [
  flatten,
  reshape,
  permute,
  repeatVector,
  rescaling,
  identity,
  activityRegularization,
];
