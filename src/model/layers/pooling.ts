// Pooling over sequences and images: of windows, or of everything.
import type { Operations, Tensor } from '../../tensor/operations.js';
import { boolean, sizes } from '../../words/arguments.js';
import { defineLayer, type LayerEntry } from '../layer.js';
import {
  asImages,
  dataFormat,
  ofImage,
  padding,
  placesOf,
  spatialShape,
  type Rank,
} from './windows.js';

type Kind = 'Max' | 'Average';

const taken: Readonly<Record<Kind, string>> = { Max: 'The largest value', Average: 'The mean' };

function defineWindowPooling(kind: Kind, rank: Rank): LayerEntry {
  const operation = kind === 'Max' ? 'maxPool2d' : 'averagePool2d';
  // Keras has a default for the one and none for the other.
  const size = kind === 'Max' ? sizes(rank, { min: 1 }).prefault(2) : sizes(rank, { min: 1 });
  return defineLayer({
    name: `${kind}Pooling${rank}D`,
    summary: `${taken[kind]} of each window.`,
    arguments: {
      pool_size: size,
      strides: sizes(rank, { min: 1 }).nullable().default(null),
      padding,
      data_format: dataFormat,
    },
    outputShape: ({ pool_size, strides, padding: pad }, inputs) => {
      const shape = spatialShape(inputs, rank);
      return [
        ...placesOf(shape, { size: pool_size, strides: strides ?? pool_size, padding: pad }),
        shape.at(-1) ?? 0,
      ];
    },
    call: ({ ops, args, x }) => {
      const window = {
        size: ofImage(args.pool_size),
        strides: ofImage(args.strides ?? args.pool_size),
        padding: args.padding,
      };
      return asImages(ops, x, (images) => ops[operation](images, window));
    },
  });
}

function defineGlobalPooling(kind: Kind, rank: Rank): LayerEntry {
  const axes = rank === 1 ? [1] : [1, 2];
  return defineLayer({
    name: `Global${kind}Pooling${rank}D`,
    summary: `${taken[kind]} of each channel.`,
    arguments: { data_format: dataFormat, keepdims: boolean().default(false) },
    outputShape: ({ keepdims }, inputs) => {
      const shape = spatialShape(inputs, rank);
      return [...(keepdims ? axes.map(() => 1) : []), shape.at(-1) ?? 0];
    },
    ...(kind === 'Average' && rank === 1 ? { endsMask: true } : {}),
    call: ({ ops, args: { keepdims }, x, mask }) => {
      const pooled =
        kind === 'Max'
          ? ops.max(x, axes)
          : rank === 1 && mask
            ? meanOfCounted(ops, x, mask)
            : ops.mean(x, axes);
      return keepdims
        ? ops.reshape(pooled, [x.shape[0] ?? 0, ...axes.map(() => 1), x.shape.at(-1) ?? 0])
        : pooled;
    },
  });
}

// The mean of the steps that count.
function meanOfCounted(ops: Operations, x: Tensor, mask: Tensor): Tensor {
  const counts = ops.cast(ops.reshape(mask, [...mask.shape, 1]), 'float32');
  return ops.div(ops.sum(ops.mul(x, counts), 1), ops.sum(counts, 1));
}

const ranks = [1, 2] as const;
const kinds = ['Max', 'Average'] as const;

export const poolingLayers: readonly LayerEntry[] = [
  ...kinds.flatMap((kind) => ranks.map((rank) => defineWindowPooling(kind, rank))),
  ...kinds.flatMap((kind) => ranks.map((rank) => defineGlobalPooling(kind, rank))),
];
