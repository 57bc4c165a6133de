// Layers that bring values to a common scale: over the batch, over a sample, over groups of
// channels, or to length 1.
import type { Operations, Tensor } from '../../tensor/operations.js';
import { boolean, integer, number, oneOrList } from '../../words/arguments.js';
import type { Tagged } from '../../words/tagged.js';
import { constraint } from '../constraints.js';
import { initializer } from '../initializers.js';
import {
  defineLayer,
  sameShape,
  sampleAxis,
  ShapeError,
  type LayerCall,
  type LayerEntry,
  type SampleShape,
  type WeightPlan,
} from '../layer.js';
import { regularizer } from '../regularizers.js';

const axis = integer().default(-1);
const axes = oneOrList(integer()).prefault(-1);
const epsilonArgument = number({ above: 0 }).default(0.001);

const scaling = {
  epsilon: epsilonArgument,
  center: boolean().default(true),
  scale: boolean().default(true),
  beta_initializer: initializer('zeros'),
  gamma_initializer: initializer('ones'),
} as const;
const restraints = {
  beta_regularizer: regularizer(),
  gamma_regularizer: regularizer(),
  beta_constraint: constraint(),
  gamma_constraint: constraint(),
} as const;

type Scaling = { readonly [K in 'beta' | 'gamma' as `${K}_initializer`]: Tagged } & {
  readonly [K in keyof typeof restraints]: Tagged | null;
} & { readonly center: boolean; readonly scale: boolean };

function scalingWeights(args: Scaling, shape: readonly number[]): readonly WeightPlan[] {
  return [
    ...(args.scale
      ? [
          {
            name: 'gamma',
            shape,
            initializer: args.gamma_initializer,
            regularizer: args.gamma_regularizer,
            constraint: args.gamma_constraint,
            trainable: true,
          },
        ]
      : []),
    ...(args.center
      ? [
          {
            name: 'beta',
            shape,
            initializer: args.beta_initializer,
            regularizer: args.beta_regularizer,
            constraint: args.beta_constraint,
            trainable: true,
          },
        ]
      : []),
  ];
}

// The sizes of the axes that a weight has, lowest axis first.
function sizesAt(all: readonly number[], [shape = []]: readonly SampleShape[]): readonly number[] {
  const at = [...new Set(all.map((one) => sampleAxis(one, shape.length)))].sort((a, b) => a - b);
  return at.map((one) => shape[one] ?? 0);
}

// Axes of a batch, lowest first, and the shape of what is spread over the others.
function placesIn(
  x: Tensor,
  all: readonly number[],
): { readonly at: number[]; readonly broadcastShape: number[] } {
  const at = [...new Set(all.map((one) => sampleAxis(one, x.rank - 1) + 1))].sort((a, b) => a - b);
  return { at, broadcastShape: x.shape.map((size, i) => (at.includes(i) ? size : 1)) };
}

/**
 * Mean 0 and variance 1 along some axes (counted from the batch); sizes of 1 stay in the way of
 * what scales it.
 */
function standardized(ops: Operations, x: Tensor, at: readonly number[], epsilon: number): Tensor {
  const centered = ops.sub(x, ops.mean(x, [...at], true));
  return ops.mul(
    centered,
    ops.rsqrt(ops.add(ops.mean(ops.square(centered), [...at], true), epsilon)),
  );
}

type Scaled = Pick<
  LayerCall<{ readonly center: boolean; readonly scale: boolean }>,
  'ops' | 'args' | 'weight'
>;

function scaled({ ops, args, weight }: Scaled, x: Tensor, shape: number[]): Tensor {
  const multiplied = args.scale ? ops.mul(x, ops.reshape(weight('gamma'), shape)) : x;
  return args.center ? ops.add(multiplied, ops.reshape(weight('beta'), shape)) : multiplied;
}

const batchNormalization = defineLayer({
  name: 'BatchNormalization',
  summary:
    'Each channel brought to mean 0 and variance 1 over the batch, then scaled and shifted (Ioffe and Szegedy, 2015).',
  arguments: {
    axis,
    momentum: number({ min: 0, max: 1 }).default(0.99),
    ...scaling,
    moving_mean_initializer: initializer('zeros'),
    moving_variance_initializer: initializer('ones'),
    ...restraints,
  },
  outputShape: sameShape,
  weights: (args, inputs) => {
    const shape = sizesAt([args.axis], inputs);
    return [
      ...scalingWeights(args, shape),
      { name: 'moving_mean', shape, initializer: args.moving_mean_initializer, trainable: false },
      {
        name: 'moving_variance',
        shape,
        initializer: args.moving_variance_initializer,
        trainable: false,
      },
    ];
  },
  outputMask: 'passes',
  call: (call) => {
    const { ops, args, x } = call;
    const at = sampleAxis(args.axis, x.rank - 1) + 1;
    if (at === x.rank - 1) return overBatch(call);
    // Its own inverse: two axes change places.
    const swapped = x.shape.map((_, i) => (i === at ? x.rank - 1 : i === x.rank - 1 ? at : i));
    return ops.transpose(overBatch({ ...call, x: ops.transpose(x, swapped) }), swapped);
  },
});

type BatchCall = Pick<
  LayerCall<{
    readonly momentum: number;
    readonly epsilon: number;
    readonly center: boolean;
    readonly scale: boolean;
  }>,
  'ops' | 'args' | 'x' | 'mask' | 'weight' | 'training' | 'trainable' | 'assign' | 'keep'
>;

function overBatch({
  ops,
  args: { momentum, epsilon, center, scale },
  x,
  mask,
  weight,
  training,
  trainable,
  assign,
  keep,
}: BatchCall): Tensor {
  const mean = weight('moving_mean');
  const variance = weight('moving_variance');
  const gamma = scale ? weight('gamma') : ops.onesLike(mean);
  const beta = center ? weight('beta') : ops.zerosLike(mean);
  // A frozen layer uses, and leaves, its averages.
  if (!training || !trainable) {
    return ops.batchNormInference(x, gamma, beta, mean, variance, epsilon);
  }
  const normalized =
    mask && mask.rank === x.rank - 1
      ? overCounted(ops, x, mask, { gamma, beta, epsilon })
      : ops.batchNorm(x, gamma, beta, epsilon, keep);
  assign(
    'moving_mean',
    keep(ops.add(ops.mul(mean, momentum), ops.mul(normalized.mean, 1 - momentum))),
  );
  assign(
    'moving_variance',
    keep(ops.add(ops.mul(variance, momentum), ops.mul(normalized.variance, 1 - momentum))),
  );
  return normalized.output;
}

type Shift = { readonly gamma: Tensor; readonly beta: Tensor; readonly epsilon: number };

// Statistics of the steps that count alone, with the 1e-7 that Keras adds to their number.
function overCounted(
  ops: Operations,
  x: Tensor,
  mask: Tensor,
  { gamma, beta, epsilon }: Shift,
): { readonly output: Tensor; readonly mean: Tensor; readonly variance: Tensor } {
  const counts = ops.cast(ops.reshape(mask, [...mask.shape, 1]), 'float32');
  const over = mask.shape.map((_, i) => i);
  const number = ops.add(ops.sum(counts), 1e-7);
  const mean = ops.div(ops.sum(ops.mul(x, counts), over), number);
  const variance = ops.div(ops.sum(ops.square(ops.mul(ops.sub(x, mean), counts)), over), number);
  return {
    output: ops.batchNormInference(x, gamma, beta, mean, variance, epsilon),
    mean,
    variance,
  };
}

const layerNormalization = defineLayer({
  name: 'LayerNormalization',
  summary:
    'Each sample brought to mean 0 and variance 1 along axis, then scaled and shifted (Ba et al., 2016).',
  arguments: { axis: axes, ...scaling, ...restraints },
  outputShape: sameShape,
  weights: (args, inputs) => scalingWeights(args, sizesAt(args.axis, inputs)),
  outputMask: 'passes',
  call: (call) => {
    const { at, broadcastShape } = placesIn(call.x, call.args.axis);
    return scaled(call, standardized(call.ops, call.x, at, call.args.epsilon), broadcastShape);
  },
});

const groupNormalization = defineLayer({
  name: 'GroupNormalization',
  summary:
    'Groups of channels of each sample brought to mean 0 and variance 1, then scaled and shifted (Wu and He, 2018); groups: -1 takes each channel by itself.',
  arguments: { groups: integer({ min: -1 }).default(32), axis, ...scaling, ...restraints },
  outputShape: ({ groups, axis: at }, inputs) => {
    const [channels = 0] = sizesAt([at], inputs);
    if (groups === 0 || (groups > 0 && channels % groups !== 0)) {
      throw new ShapeError(
        `has ${groups} groups, which must divide the ${channels} channels of axis ${at}`,
      );
    }
    return sameShape(null, inputs);
  },
  weights: (args, inputs) => scalingWeights(args, sizesAt([args.axis], inputs)),
  outputMask: 'passes',
  call: (call) => {
    const { ops, args, x } = call;
    const at = sampleAxis(args.axis, x.rank - 1) + 1;
    const channels = x.shape[at] ?? 1;
    const groups = args.groups === -1 ? channels : args.groups;
    const parts = x.shape.toSpliced(at, 1, groups, channels / groups);
    const over = parts.map((_, i) => i).filter((i) => i !== 0 && i !== at);
    const normalized = standardized(ops, ops.reshape(x, parts), over, args.epsilon);
    return scaled(
      call,
      ops.reshape(normalized, x.shape),
      x.shape.map((size, i) => (i === at ? size : 1)),
    );
  },
});

const unitNormalization = defineLayer({
  name: 'UnitNormalization',
  summary: 'Each sample brought to length 1 along axis.',
  arguments: { axis: axes },
  outputShape: (args, inputs) => (sizesAt(args.axis, inputs), sameShape(null, inputs)),
  outputMask: 'passes',
  call: ({ ops, args, x }) => {
    const { at } = placesIn(x, args.axis);
    return ops.mul(x, ops.minimum(ops.rsqrt(ops.sum(ops.square(x), at, true)), 1e12));
  },
});

const rmsNormalization = defineLayer({
  name: 'RMSNormalization',
  summary:
    'Each sample divided by its root mean square along axis, then scaled (Zhang and Sennrich, 2019).',
  arguments: { axis: axes, epsilon: number({ above: 0 }).default(1e-6) },
  outputShape: (args, inputs) => {
    // Keras 3.15 lays its scale along the last axes, whatever axis says.
    const lowest = Math.min(...args.axis.map((one) => sampleAxis(one, inputs[0]?.length ?? 0)));
    if (lowest + new Set(args.axis).size !== inputs[0]?.length) {
      throw new ShapeError(`works along the last axes alone, got axis ${args.axis.join(' and ')}`);
    }
    return sameShape(null, inputs);
  },
  weights: (args, inputs) => [
    {
      name: 'scale',
      shape: sizesAt(args.axis, inputs),
      initializer: { name: 'ones', arguments: {} },
      trainable: true,
    },
  ],
  call: ({ ops, args, x, weight }) => {
    const { at, broadcastShape } = placesIn(x, args.axis);
    const inverse = ops.rsqrt(ops.add(ops.mean(ops.square(x), at, true), args.epsilon));
    return ops.mul(ops.mul(x, inverse), ops.reshape(weight('scale'), broadcastShape));
  },
});

export const normalizationLayers: readonly LayerEntry[] = [
  batchNormalization,
  layerNormalization,
  groupNormalization,
  unitNormalization,
  rmsNormalization,
];
