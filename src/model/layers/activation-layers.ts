// Activations as layers of their own, with Keras' arguments for them.
import type { Operations, Tensor } from '../../tensor/operations.js';
import { integer, number, oneOrList } from '../../words/arguments.js';
import { activate, activation, alongAxis, exponentialLinear, rectified } from '../activations.js';
import { constraint } from '../constraints.js';
import { initializer } from '../initializers.js';
import {
  defineLayer,
  maskOver,
  sameShape,
  sampleAxis,
  ShapeError,
  type LayerEntry,
} from '../layer.js';
import { regularizer } from '../regularizers.js';

const activationLayer = defineLayer({
  name: 'Activation',
  summary: 'An activation as a layer of its own.',
  arguments: { activation: activation().required() },
  outputShape: sameShape,
  outputMask: 'passes',
  call: ({ ops, args, x, exposeLogits }) => activate(ops, args.activation, x, exposeLogits),
});

const relu = defineLayer({
  name: 'ReLU',
  summary:
    'max(x, 0); below the threshold negative_slope · (x − threshold), and at most max_value.',
  arguments: {
    max_value: number({ min: 0 }).nullable().default(null),
    negative_slope: number({ min: 0 }).default(0),
    threshold: number({ min: 0 }).default(0),
  },
  outputShape: sameShape,
  outputMask: 'passes',
  call: ({ ops, args, x }) => rectified(ops, x, args),
});

const leakyRelu = defineLayer({
  name: 'LeakyReLU',
  summary: 'x where positive, else negative_slope · x (Maas et al., 2013).',
  arguments: { negative_slope: number({ min: 0 }).default(0.3) },
  outputShape: sameShape,
  outputMask: 'passes',
  call: ({ ops, args, x }) => ops.leakyRelu(x, args.negative_slope),
});

const prelu = defineLayer({
  name: 'PReLU',
  summary: 'x where positive, else a trained alpha · x (He et al., 2015).',
  arguments: {
    alpha_initializer: initializer('zeros'),
    alpha_regularizer: regularizer(),
    alpha_constraint: constraint(),
    shared_axes: oneOrList(integer({ min: 1 }))
      .nullable()
      .default(null),
  },
  outputShape: ({ shared_axes }, [shape = []]) => {
    const beyond = shared_axes?.find((axis) => axis > shape.length);
    if (beyond !== undefined) {
      throw new ShapeError(
        `cannot share axis ${beyond} of an input with the axes 1 to ${shape.length} beside the batch`,
      );
    }
    return shape;
  },
  weights: ({ shared_axes, ...args }, [shape = []]) => [
    {
      name: 'alpha',
      shape: shape.map((size, i) => (shared_axes?.includes(i + 1) ? 1 : size)),
      initializer: args.alpha_initializer,
      regularizer: args.alpha_regularizer,
      constraint: args.alpha_constraint,
      trainable: true,
    },
  ],
  multiplyAdds: () => 0,
  outputMask: 'passes',
  call: ({ ops, x, weight }) =>
    ops.sub(
      ops.activation('relu', x),
      ops.mul(weight('alpha'), ops.activation('relu', ops.neg(x))),
    ),
});

const elu = defineLayer({
  name: 'ELU',
  summary: 'x where positive, else alpha · (e^x − 1) (Clevert et al., 2015).',
  arguments: { alpha: number().default(1) },
  outputShape: sameShape,
  outputMask: 'passes',
  call: ({ ops, args, x }) => exponentialLinear(ops, x, args.alpha),
});

const softmax = defineLayer({
  name: 'Softmax',
  summary: 'e^x, divided by its sum over one axis or several.',
  arguments: { axis: oneOrList(integer()).prefault(-1) },
  outputShape: ({ axis }, [shape = []]) => {
    for (const one of axis) sampleAxis(one, shape.length);
    return shape;
  },
  outputMask: 'passes',
  call: ({ ops, args: { axis }, x, mask, exposeLogits }) => {
    const [only = -1] = axis;
    if (!mask && axis.length === 1) {
      if (only === -1 || only === x.rank - 1) exposeLogits(x);
      return alongAxis(ops, x, only, (rows) => ops.softmax(rows));
    }
    const counts = mask && maskOver(ops, mask, x);
    return softmaxOver(
      ops,
      counts ? ops.where(counts, x, ops.mul(ops.onesLike(x), -1e9)) : x,
      axis,
      counts,
    );
  },
});

// As Keras: what is masked counts as very small before, and as 0 after.
function softmaxOver(
  ops: Operations,
  x: Tensor,
  axes: readonly number[],
  mask: Tensor | null,
): Tensor {
  const at = axes.map((axis) => (axis < 0 ? x.rank + axis : axis));
  const powers = ops.exp(ops.sub(x, ops.largest(x, at)));
  const shares = ops.div(powers, ops.sum(powers, at, true));
  return mask ? ops.where(mask, shares, ops.zerosLike(shares)) : shares;
}

export const activationLayers: readonly LayerEntry[] = [
  activationLayer,
  relu,
  leakyRelu,
  prelu,
  elu,
  softmax,
];
