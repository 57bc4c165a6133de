// Layers that disturb their input while training, and pass it on as it is at rest. All that is
// drawn comes from the layer's own random stream.
import type { Tensor } from '../../tensor/operations.js';
import { integer, listOf, number } from '../../words/arguments.js';
import {
  defineLayer,
  renderShape,
  sameShape,
  ShapeError,
  type LayerCall,
  type LayerEntry,
  type SampleShape,
} from '../layer.js';

const share = number({ min: 0, max: 1 });

/**
 * Sizes of what is drawn, the batch first; 1 draws once for a whole axis, null as many as the input
 * has.
 */
const noiseShape = listOf(integer({ min: 1 }).nullable())
  .nullable()
  .default(null);

function shapeWithNoise(
  { noise_shape }: { readonly noise_shape: readonly (number | null)[] | null },
  [shape = []]: readonly SampleShape[],
): SampleShape {
  const fits =
    noise_shape === null ||
    (noise_shape.length === shape.length + 1 &&
      noise_shape.slice(1).every((size, i) => size === null || size === 1 || size === shape[i]) &&
      (noise_shape[0] ?? 1) === 1);
  if (!fits) {
    throw new ShapeError(
      `has noise_shape ${JSON.stringify(noise_shape)}, which does not spread over ${renderShape(shape)}: each size, the batch's first, is 1, null, or the input's own`,
    );
  }
  return shape;
}

function concrete(noise: readonly (number | null)[] | null, { shape }: Tensor): readonly number[] {
  return noise ? shape.map((size, i) => noise[i] ?? size) : shape;
}

type Drawing = Pick<LayerCall<object>, 'ops' | 'x' | 'training' | 'uniform'>;

// Each value of the noise's shape is dropped with probability `rate`.
function dropped(
  { ops, x, training, uniform }: Drawing,
  rate: number,
  shape: readonly number[],
): Tensor {
  if (!training || rate === 0) return x;
  if (rate === 1) return ops.zerosLike(x);
  const kept = ops.cast(ops.greaterEqual(uniform(shape), rate), 'float32');
  return ops.mul(x, ops.mul(kept, 1 / (1 - rate)));
}

const dropout = defineLayer({
  name: 'Dropout',
  summary:
    'While training, sets each value to 0 with probability `rate` and scales the others by 1 / (1 − rate) (Srivastava et al., 2014).',
  arguments: { rate: share, noise_shape: noiseShape },
  outputShape: shapeWithNoise,
  outputMask: 'passes',
  call: (call) => dropped(call, call.args.rate, concrete(call.args.noise_shape, call.x)),
});

function defineSpatialDropout(name: string, rank: number, what: string): LayerEntry {
  return defineLayer({
    name,
    summary: `Dropout of whole channels of ${what} (Tompson et al., 2015).`,
    arguments: { rate: share },
    outputShape: (_, [shape = []]) => {
      if (shape.length !== rank) throw new ShapeError(`expects ${what}, got ${renderShape(shape)}`);
      return shape;
    },
    outputMask: 'passes',
    call: (call) =>
      dropped(
        call,
        call.args.rate,
        call.x.shape.map((size, i) => (i === 0 || i === rank ? size : 1)),
      ),
  });
}

const gaussianNoise = defineLayer({
  name: 'GaussianNoise',
  summary: 'While training, adds normal values of standard deviation stddev.',
  arguments: { stddev: share },
  outputShape: sameShape,
  outputMask: 'passes',
  call: ({ ops, args: { stddev }, x, training, normal }) =>
    training && stddev > 0 ? ops.add(x, ops.mul(normal(x.shape), stddev)) : x,
});

const gaussianDropout = defineLayer({
  name: 'GaussianDropout',
  summary:
    'While training, multiplies by normal values of mean 1 and variance rate / (1 − rate) (Srivastava et al., 2014).',
  arguments: { rate: number({ min: 0, below: 1 }) },
  outputShape: sameShape,
  outputMask: 'passes',
  call: ({ ops, args: { rate }, x, training, normal }) =>
    training && rate > 0
      ? ops.mul(x, ops.add(ops.mul(normal(x.shape), Math.sqrt(rate / (1 - rate))), 1))
      : x,
});

// What a SELU gives for very negative values: −alpha · scale.
const seluFloor = -1.6732632423543772 * 1.0507009873554805;

const alphaDropout = defineLayer({
  name: 'AlphaDropout',
  summary: 'Dropout that keeps the mean and variance of SELU activations (Klambauer et al., 2017).',
  arguments: { rate: number({ min: 0, below: 1 }), noise_shape: noiseShape },
  outputShape: shapeWithNoise,
  outputMask: 'passes',
  call: ({ ops, args: { rate, noise_shape }, x, training, uniform }) => {
    if (!training || rate === 0) return x;
    const kept = ops.cast(ops.greaterEqual(uniform(concrete(noise_shape, x)), rate), 'float32');
    const scale = ((1 - rate) * (1 + rate * seluFloor ** 2)) ** -0.5;
    const mixed = ops.add(ops.mul(x, kept), ops.mul(ops.sub(1, kept), seluFloor));
    return ops.add(ops.mul(mixed, scale), -scale * seluFloor * rate);
  },
});

export const noiseLayers: readonly LayerEntry[] = [
  dropout,
  defineSpatialDropout('SpatialDropout1D', 2, 'sequences (steps × features)'),
  defineSpatialDropout('SpatialDropout2D', 3, 'images (height × width × channels)'),
  gaussianNoise,
  gaussianDropout,
  alphaDropout,
];
