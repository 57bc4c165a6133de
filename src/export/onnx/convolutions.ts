// Convolutions in groups, whose kernels have gaps, or that leave places out, as one operation.
// TensorFlow's kernels do not have all of them on every device, so that dlx takes channels or places
// apart, convolves, and puts them together again; ONNX has them whole.
import { itemAt } from '../../ground/known.js';
import type { FoldedConstant, FoldedGraph } from '../../tensor/graph/folded.js';
import type { ForwardOperation } from '../../tensor/graph/forward-graph.js';
import {
  constantOf,
  listOf,
  replacing,
  valueOf,
  withAttributes,
  type Finding,
  type Looked,
} from './replacing.js';

const convolutions = new Set(['Conv2D', 'DepthwiseConv2dNative']);

/**
 * A pass whose convolutions are whole: in as many groups as a kernel's channels go into the image's,
 * with `dilations`, `strides` and the padding that is written in `explicit_paddings`, as
 * TensorFlow's own attributes have them.
 */
export function withWholeConvolutions(graph: FoldedGraph): FoldedGraph {
  return [grouped, gapped, leavingOut].reduce(replacing, graph);
}

type Kernel = Extract<FoldedConstant, { kind: 'fixed' }>;

// The channels of an image apart, a convolution of each part, their results together.
const grouped: Finding = (together, looked) => {
  const count = together.inputs.length - 1;
  if (together.name !== 'ConcatV2' || constantOf(looked, together, count)?.values[0] !== 3) {
    return null;
  }
  const convs = Array.from({ length: count }, (_, i) => looked.before(together, i));
  const [first] = convs;
  const apart = first?.name === 'Conv2D' ? looked.before(first) : undefined;
  if (!first || apart?.name !== 'SplitV' || apart.outputs.length !== count) return null;
  const alike = convs.filter(
    (conv, i): conv is ForwardOperation =>
      conv?.name === 'Conv2D' &&
      looked.before(conv) === apart &&
      conv.inputs[0] === apart.outputs[i]?.id &&
      JSON.stringify(conv.attributes) === JSON.stringify(first.attributes),
  );
  const kernels = alike.flatMap((conv) => constantOf(looked, conv, 1) ?? []);
  const shapes = new Set(kernels.map(({ shape }) => shape.join()));
  if (kernels.length !== count || shapes.size !== 1) return null;
  // No recorded value has a number below 0.
  const id = -1 - itemAt(together.outputs, 0).id;
  return {
    gone: [apart, ...alike],
    instead: { ...first, inputs: [itemAt(apart.inputs, 0), id], outputs: together.outputs },
    constants: new Map([[id, joined(kernels, `${first.layer}/kernel`)]]),
  };
};

// Side by side along the last axis, that of the filters.
function joined(kernels: readonly Kernel[], name: string): Kernel {
  const { shape, dtype } = itemAt(kernels, 0);
  const each = itemAt(shape, -1);
  const width = each * kernels.length;
  const rows = itemAt(kernels, 0).values.length / each;
  const values = new Float32Array(rows * width);
  kernels.forEach((kernel, place) => {
    for (let row = 0; row < rows; row += 1) {
      const from = kernel.values.subarray(row * each, (row + 1) * each);
      values.set(from, row * width + place * each);
    }
  });
  return { kind: 'fixed', dtype, name, values, shape: [...shape.slice(0, -1), width] };
}

// Places apart, a convolution without padding, places together.
const gapped: Finding = (together, looked) => {
  if (together.name !== 'BatchToSpaceND') return null;
  const conv = looked.before(together);
  const apart = conv && convolutions.has(conv.name) ? looked.before(conv) : undefined;
  if (!conv || apart?.name !== 'SpaceToBatchND' || !isPlain(conv)) return null;
  const [block, crops] = [numbersOf(looked, together, 1), numbersOf(looked, together, 2)];
  const [blockApart, edges] = [numbersOf(looked, apart, 1), numbersOf(looked, apart, 2)];
  if (block.join() !== blockApart.join() || block.length !== 2 || edges.length !== 4) return null;
  // What was only added so that places fall into blocks is cut off again.
  const padding = edges.map((edge, i) => edge - itemAt(crops, i));
  if (padding.some((edge) => edge < 0) || crops[0] !== 0 || crops[2] !== 0) return null;
  return {
    gone: [apart, conv],
    instead: {
      ...conv,
      inputs: [itemAt(apart.inputs, 0), itemAt(conv.inputs, 1)],
      outputs: together.outputs,
      attributes: withAttributes(conv.attributes, {
        dilations: [1, ...block, 1],
        padding: 'EXPLICIT',
        explicit_paddings: [0, 0, ...padding, 0, 0],
      }),
    },
  };
};

// A convolution of which a pooling of windows of one place leaves places out.
const leavingOut: Finding = (pooling, looked) => {
  if (pooling.name !== 'AvgPool') return null;
  const conv = looked.before(pooling);
  if (!conv || !convolutions.has(conv.name)) return null;
  const isOnes = (name: string, operation: ForwardOperation): boolean =>
    listOf(operation, name).every((size) => size === 1);
  const isNone = valueOf(pooling, 'padding') === 'VALID' && valueOf(conv, 'padding') !== 'SAME';
  if (!isNone || !isOnes('ksize', pooling) || !isOnes('strides', conv)) return null;
  return {
    gone: [conv],
    instead: {
      ...conv,
      outputs: pooling.outputs,
      attributes: withAttributes(conv.attributes, { strides: listOf(pooling, 'strides') }),
    },
  };
};

function isPlain(conv: ForwardOperation): boolean {
  const ones = [...listOf(conv, 'strides'), ...listOf(conv, 'dilations')];
  return valueOf(conv, 'padding') === 'VALID' && ones.every((size) => size === 1);
}

function numbersOf(looked: Looked, operation: ForwardOperation, place: number): readonly number[] {
  return Array.from(constantOf(looked, operation, place)?.values ?? []);
}
