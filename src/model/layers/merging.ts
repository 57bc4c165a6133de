// Layers that join several inputs.
import { exactly, itemAt } from '../../ground/known.js';
import type { Operations, Tensor } from '../../tensor/operations.js';
import { boolean, integer, pair } from '../../words/arguments.js';
import {
  defineLayer,
  maskOver,
  renderShape,
  sampleAxis,
  ShapeError,
  sizeOf,
  type LayerCall,
  type LayerEntry,
  type SampleShape,
} from '../layer.js';

type Inputs = Pick<LayerCall<object>, 'ops' | 'inputs' | 'masks'>;

// Shapes of fewer axes are filled up with ones from the left, and a size of 1 takes any other.
function broadcastShape(inputs: readonly SampleShape[]): SampleShape {
  const rank = Math.max(...inputs.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, i) => {
    const sizes = inputs
      .map((shape) => shape[i - rank + shape.length] ?? 1)
      .filter((size) => size !== 1);
    if (sizes.some((size) => size !== sizes[0])) {
      throw new ShapeError(
        `expects inputs of one shape, or sizes of 1 that spread over the others, got ${inputs.map(renderShape).join(' and ')}`,
      );
    }
    return sizes[0] ?? 1;
  });
}

// The inputs with equally many axes, so that batches stay beside each other.
function aligned(ops: Operations, inputs: readonly Tensor[]): readonly Tensor[] {
  const rank = Math.max(...inputs.map((x) => x.rank));
  return inputs.map((x) =>
    x.rank === rank
      ? x
      : ops.reshape(x, [
          x.shape[0] ?? 0,
          ...Array.from({ length: rank - x.rank }, () => 1),
          ...x.shape.slice(1),
        ]),
  );
}

// A step counts where it counts in any input; where an input has no mask, none comes out.
function eitherMask({ ops, masks }: Inputs): Tensor | null {
  const given = masks.filter((mask) => mask !== null);
  return given.length === masks.length ? given.reduce((a, b) => ops.logicalOr(a, b)) : null;
}

type Join = (call: Inputs) => Tensor;

function defineMerge(name: string, summary: string, join: Join, most = Infinity): LayerEntry {
  return defineLayer({
    name,
    summary,
    arguments: {},
    takes: [2, most],
    outputShape: (_, inputs) => broadcastShape(inputs),
    outputMask: { isThere: (_, masked) => masked.every(Boolean), of: eitherMask },
    call: (call) => {
      const inputs = aligned(call.ops, call.inputs);
      // As in Keras, what had to be given more axes has lost its mask.
      return join({
        ops: call.ops,
        inputs,
        masks: call.masks.map((mask, i) => (inputs[i] === call.inputs[i] ? mask : null)),
      });
    },
  });
}

// What is masked in one input gives way to the others, as in Keras.
function extreme(operation: 'maximum' | 'minimum'): Join {
  return ({ ops, inputs, masks }) => {
    let [output, mask] = [itemAt(inputs, 0), masks[0] ?? null];
    for (const [i, x] of inputs.entries()) {
      if (i === 0) continue;
      const own = masks[i] ?? null;
      const there = own ? ops.where(maskOver(ops, own, x), x, output) : x;
      const before = mask ? ops.where(maskOver(ops, mask, output), output, there) : output;
      mask = own && mask ? ops.logicalOr(mask, own) : null;
      output = ops[operation](before, there);
    }
    return output;
  };
}

// A masked step counts as 1, and as 0 where it is masked in all inputs.
const product: Join = (call) => {
  const { ops, inputs, masks } = call;
  const factors = inputs.map((x, i) =>
    masks[i] ? ops.where(maskOver(ops, masks[i], x), x, ops.onesLike(x)) : x,
  );
  const output = factors.reduce((a, b) => ops.mul(a, b));
  const mask = eitherMask(call);
  return mask ? ops.where(maskOver(ops, mask, output), output, ops.zerosLike(output)) : output;
};

const sum: Join = ({ ops, inputs }) => inputs.reduce((a, b) => ops.add(a, b));

const concatenate = defineLayer({
  name: 'Concatenate',
  summary: 'Its inputs side by side along an axis (the batch is axis 0).',
  arguments: { axis: integer().default(-1) },
  takes: [2, Infinity],
  outputShape: ({ axis }, inputs) => {
    const [first = []] = inputs;
    const at = sampleAxis(axis, first.length);
    const rest = (shape: SampleShape): string =>
      `${shape.length}: ${shape.filter((_, i) => i !== at).join(',')}`;
    const other = inputs.find((shape) => rest(shape) !== rest(first));
    if (other) {
      throw new ShapeError(
        `expects inputs that differ along axis ${axis} alone, got ${renderShape(first)} and ${renderShape(other)}`,
      );
    }
    return first.map((size, i) =>
      i === at ? inputs.reduce((total, shape) => total + (shape[i] ?? 0), 0) : size,
    );
  },
  outputMask: {
    isThere: (_, masked) => masked.some(Boolean),
    of: ({ ops, args, inputs, masks }) => {
      if (masks.every((mask) => mask === null)) return null;
      // Where an input has no mask, all of its steps count.
      const all = masks.map(
        (mask, i) => mask ?? ops.greater(ops.ones(inputs[i]?.shape.slice(0, 2) ?? []), 0),
      );
      const axis = sampleAxis(args.axis, (inputs[0]?.rank ?? 1) - 1) + 1;
      return axis === 1 ? ops.concat(all, 1) : all.reduce((a, b) => ops.logicalOr(a, b));
    },
  },
  call: ({ ops, args, inputs }) =>
    ops.concat([...inputs], sampleAxis(args.axis, (inputs[0]?.rank ?? 1) - 1) + 1),
});

const dot = defineLayer({
  name: 'Dot',
  summary:
    'The product of two inputs summed over an axis of each; with normalize, the cosine of the angle between them.',
  arguments: { axes: pair({}), normalize: boolean().default(false) },
  takes: [2, 2],
  outputShape: ({ axes }, [a = [], b = []]) => {
    const [i, j] = [sampleAxis(axes[0], a.length), sampleAxis(axes[1], b.length)];
    if (a[i] !== b[j]) {
      throw new ShapeError(
        `expects axes of one size, got ${a[i]} (axis ${axes[0]} of ${renderShape(a)}) and ${b[j]} (axis ${axes[1]} of ${renderShape(b)})`,
      );
    }
    const rest = [...a.toSpliced(i, 1), ...b.toSpliced(j, 1)];
    return rest.length === 0 ? [1] : rest;
  },
  multiplyAdds: ({ axes }, [a = [], b = []]) =>
    (sizeOf(a) * sizeOf(b)) / (b[sampleAxis(axes[1], b.length)] ?? 1),
  endsMask: true,
  call: ({ ops, args: { axes, normalize }, inputs }) => {
    const [x, y] = exactly(inputs, 2);
    const [i, j] = [sampleAxis(axes[0], x.rank - 1) + 1, sampleAxis(axes[1], y.rank - 1) + 1];
    const [a, b] = normalize ? [unit(ops, x, i), unit(ops, y, j)] : [x, y];
    return contracted(ops, a, b, i, j);
  },
});

// Brought to length 1 along an axis; Keras' rule for what is almost 0.
function unit(ops: Operations, x: Tensor, axis: number): Tensor {
  return ops.mul(x, ops.minimum(ops.rsqrt(ops.sum(ops.square(x), axis, true)), 1e7));
}

// As a product of matrices: [batch, rest of x, n] · [batch, n, rest of y].
function contracted(ops: Operations, x: Tensor, y: Tensor, i: number, j: number): Tensor {
  const size = x.shape[i] ?? 0;
  const batch = x.shape[0] ?? 0;
  const restOf = (tensor: Tensor, axis: number): readonly number[] =>
    tensor.shape.map((_, at) => at).filter((at) => at !== 0 && at !== axis);
  const [restX, restY] = [restOf(x, i), restOf(y, j)];
  const left = ops.reshape(ops.transpose(x, [0, ...restX, i]), [batch, -1, size]);
  const right = ops.reshape(ops.transpose(y, [0, j, ...restY]), [batch, size, -1]);
  const sizes = [...restX.map((at) => x.shape[at] ?? 1), ...restY.map((at) => y.shape[at] ?? 1)];
  return ops.reshape(ops.batchMatMul(left, right), [batch, ...(sizes.length === 0 ? [1] : sizes)]);
}

export const mergingLayers: readonly LayerEntry[] = [
  defineMerge('Add', 'The sum of its inputs.', sum),
  defineMerge(
    'Subtract',
    'The first input less the second.',
    ({ ops, inputs }) => ops.sub(...exactly(inputs, 2)),
    2,
  ),
  defineMerge('Multiply', 'The product of its inputs, value by value.', product),
  defineMerge('Average', 'The mean of its inputs.', (call) =>
    call.ops.div(sum(call), call.inputs.length),
  ),
  defineMerge('Maximum', 'The largest of its inputs, value by value.', extreme('maximum')),
  defineMerge('Minimum', 'The smallest of its inputs, value by value.', extreme('minimum')),
  concatenate,
  dot,
];
