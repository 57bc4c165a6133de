// Layers that add, cut off or repeat places of sequences and images.
import type { Operations, Tensor } from '../../tensor/operations.js';
import { choice, edges, integer, pair } from '../../words/arguments.js';
import { defineLayer, renderShape, ShapeError, sizeOf, type LayerEntry } from '../layer.js';
import { dataFormat, spatialShape, type Rank } from './windows.js';

/** What is added or cut before and after each axis. */
type Edges = readonly (readonly [number, number])[];

function defineZeroPadding(rank: Rank): LayerEntry {
  return defineLayer({
    name: `ZeroPadding${rank}D`,
    summary: 'Zeros before and after each axis.',
    arguments: { padding: edges(rank).prefault(1), data_format: dataFormat },
    outputShape: ({ padding }, inputs) =>
      spatialShape(inputs, rank).map((size, axis) => size + sum(padding[axis])),
    call: ({ ops, args, x }) =>
      ops.pad(x, [
        [0, 0],
        ...args.padding.map(([before, after]): [number, number] => [before, after]),
        [0, 0],
      ]),
  });
}

function defineCropping(rank: Rank): LayerEntry {
  // Keras' Cropping1D has no data_format.
  return defineLayer({
    name: `Cropping${rank}D`,
    summary: 'Places before and after each axis cut off.',
    arguments: {
      cropping: edges(rank).prefault(rank === 1 ? 1 : 0),
      ...(rank === 1 ? {} : { data_format: dataFormat }),
    },
    outputShape: ({ cropping }, inputs) => {
      const shape = spatialShape(inputs, rank);
      const left = shape.map((size, axis) => size - sum(cropping[axis]));
      if (left.some((size) => size < 1)) {
        throw new ShapeError(`leaves nothing of ${renderShape(shape)}`);
      }
      return left;
    },
    call: ({ ops, args, x }) =>
      ops.slice(
        x,
        [0, ...args.cropping.map(([before]) => before), 0],
        x.shape.map((size, axis) => size - (axis === 0 ? 0 : sum(args.cropping[axis - 1]))),
      ),
  });
}

function sum(edge: Edges[number] | undefined): number {
  return edge ? edge[0] + edge[1] : 0;
}

const upSampling1d = defineLayer({
  name: 'UpSampling1D',
  summary: 'Each step size times.',
  arguments: { size: integer({ min: 1 }).default(2) },
  outputShape: ({ size }, inputs) =>
    spatialShape(inputs, 1).map((length, axis) => (axis === 0 ? length * size : length)),
  call: ({ ops, args, x }) => repeated(ops, x, 1, args.size),
});

const upSampling2d = defineLayer({
  name: 'UpSampling2D',
  summary: 'An image size times as large.',
  arguments: {
    size: pair({ min: 1 }).prefault(2),
    data_format: dataFormat,
    interpolation: choice(['nearest', 'bilinear']).default('nearest'),
  },
  outputShape: ({ size }, inputs) =>
    spatialShape(inputs, 2).map((length, axis) => length * (size[axis] ?? 1)),
  call: ({ ops, args: { size, interpolation }, x }) => {
    const grow = interpolation === 'nearest' ? repeated : interpolated;
    return grow(ops, grow(ops, x, 1, size[0]), 2, size[1]);
  },
});

// A product with ones: its gradient is one sum.
function repeated(ops: Operations, x: Tensor, axis: number, times: number): Tensor {
  const [before, after] = [x.shape.slice(0, axis + 1), x.shape.slice(axis + 1)];
  const [rows, columns] = [sizeOf(before), sizeOf(after)];
  const wide = ops.mul(ops.reshape(x, [rows, 1, columns]), ops.ones([1, times, 1]));
  return ops.reshape(wide, x.shape.with(axis, (x.shape[axis] ?? 1) * times));
}

// Along one axis, as a product with a matrix of weights.
function interpolated(ops: Operations, x: Tensor, axis: number, times: number): Tensor {
  const length = x.shape[axis] ?? 1;
  const order = [...x.shape.keys()].filter((at) => at !== axis);
  const turned = ops.transpose(x, [...order, axis]);
  const grown = ops.matMul(
    ops.reshape(turned, [-1, length]),
    ops.matrix(interpolation(length, times), [length, length * times]),
  );
  const shaped = ops.reshape(grown, [...order.map((at) => x.shape[at] ?? 1), length * times]);
  return ops.transpose(
    shaped,
    [...x.shape.keys()].map((at) => (at === axis ? x.rank - 1 : order.indexOf(at))),
  );
}

// Weights of each place (row) in each of the new ones (column), between the two nearest, pixels
// having their centres at halves, as TensorFlow resizes images.
function interpolation(length: number, times: number): Float32Array {
  const weights = new Float32Array(length * length * times);
  for (let to = 0; to < length * times; to += 1) {
    const from = (to + 0.5) / times - 0.5;
    const share = from - Math.floor(from);
    const [lower, upper] = [Math.max(0, Math.floor(from)), Math.min(length - 1, Math.ceil(from))];
    for (const [place, weight] of [
      [lower, 1 - share],
      [upper, share],
    ] as const) {
      weights[place * length * times + to] = (weights[place * length * times + to] ?? 0) + weight;
    }
  }
  return weights;
}

export const resizingLayers: readonly LayerEntry[] = [
  defineZeroPadding(1),
  defineZeroPadding(2),
  defineCropping(1),
  defineCropping(2),
  upSampling1d,
  upSampling2d,
];
