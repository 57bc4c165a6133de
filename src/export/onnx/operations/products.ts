// Products of matrices, convolutions and poolings.
import { itemAt } from '../../../ground/known.js';
import type { Size } from '../../../tensor/graph/forward-graph.js';
import { channelsFirst, permuted, plainLayout, type Layout } from '../layout.js';
import { int, ints, type Attributes } from '../model.js';
import type { Call, Translation, Translations } from '../translation.js';
import { fixed, nameIn, nameOf, shapeOf, type GraphValue } from '../values.js';

const product =
  (first: string, second: string): Translation =>
  (call) => {
    const name = (place: number, isTransposed: boolean): string => {
      const plain = plainLayout(shapeOf(call.input(place)).length);
      const swapped = [...plain.slice(0, -2), plain.length - 1, plain.length - 2];
      return call.name(place, isTransposed ? swapped : plain);
    };
    return call.gives('MatMul', [name(0, call.isSet(first)), name(1, call.isSet(second))]);
  };

// What takes a bias itself, and what it is called then.
const biased: Readonly<Record<string, string>> = {
  MatMul: 'Gemm',
  Conv: 'Conv',
  ConvTranspose: 'ConvTranspose',
};

// The bias goes into the product that nobody else takes; else it is added.
const biasAdd: Translation = (call) => {
  const { writer } = call;
  const [x, bias] = [call.input(0), call.input(1)];
  const [name] = x.kind === 'stored' && x.names.size === 1 ? x.names.values() : [];
  const maker = name === undefined ? undefined : writer.makerOf(name);
  const operation = maker && biased[maker.operation];
  const rank = shapeOf(x).length;
  const takesIt =
    maker?.inputs.length === 2 &&
    operation !== undefined &&
    bias.kind === 'fixed' &&
    call.uses(0) === 1 &&
    (operation !== 'Gemm' || rank === 2);
  if (name !== undefined && takesIt) {
    writer.change(name, { operation, inputs: [...maker.inputs, nameOf(writer, bias)] });
    return [call.result(name, call.layout())];
  }
  const layout = call.layout();
  return call.gives('Add', [call.name(0, layout), biasName(call, bias, layout)], {}, layout);
};

// Along TensorFlow's last axis, wherever that lies.
function biasName({ writer }: Call, bias: GraphValue, layout: Layout): string {
  if (bias.kind !== 'fixed') return nameOf(writer, bias);
  const shape = [...layout.slice(1).map(() => 1), itemAt(bias.shape, 0)];
  return nameIn(writer, fixed({ ...bias, shape }), layout);
}

type Edges = readonly [before: number, after: number];

/** A window along height and width. */
type Sliding = {
  /** How many places it takes in: those between its own, too. */
  readonly reach: readonly number[];
  readonly from: readonly Size[];
  readonly to: readonly Size[];
};

// What is before and after each of both axes. Of what TensorFlow's `SAME` adds, one more is after.
function edgesOf(call: Call, { reach, from, to }: Sliding): readonly Edges[] {
  const padding = call.textAttribute('padding');
  if (padding === 'EXPLICIT') {
    const told = call.numbersAttribute('explicit_paddings');
    return [2, 4].map((at): Edges => [itemAt(told, at), itemAt(told, at + 1)]);
  }
  const strides = stridesOf(call);
  return [0, 1].map((axis): Edges => {
    if (padding !== 'SAME') return [0, 0];
    const [input, output] = [Number(from[axis + 1]), Number(to[axis + 1])];
    const whole = (output - 1) * itemAt(strides, axis) + itemAt(reach, axis);
    const total = Math.max(0, whole - input);
    return [Math.floor(total / 2), Math.ceil(total / 2)];
  });
}

function stridesOf(call: Call): readonly number[] {
  return call.numbersAttribute('strides').slice(1, 3);
}

function windowAttributes(
  call: Call,
  size: readonly number[],
  edges: readonly Edges[],
): Attributes {
  return {
    kernel_shape: ints(size),
    strides: ints(stridesOf(call)),
    pads: ints([...edges.map(([before]) => before), ...edges.map(([, after]) => after)]),
  };
}

// Of a kernel [height, width, …].
function convolution(call: Call, kernel: readonly number[]): Attributes {
  const gaps = call.numbersAttribute('dilations').slice(1, 3);
  const size = kernel.slice(0, 2);
  const reach = size.map((length, axis) => (length - 1) * itemAt(gaps, axis) + 1);
  const edges = edgesOf(call, { reach, from: shapeOf(call.input(0)), to: call.output().shape });
  return {
    ...windowAttributes(call, size, edges),
    ...(gaps.every((gap) => gap === 1) ? {} : { dilations: ints(gaps) }),
  };
}

// In as many groups as the kernel's channels go into those of the image.
const conv: Translation = (call) => {
  const [channels, kernel] = [shapeOf(call.input(0))[3], shapeOf(call.input(1)).map(Number)];
  const group = Number(channels) / itemAt(kernel, 2);
  return call.gives(
    'Conv',
    [call.name(0, channelsFirst), call.name(1, [3, 2, 0, 1])],
    { ...convolution(call, kernel), ...(group === 1 ? {} : { group: int(group) }) },
    channelsFirst,
  );
};

// A kernel [height, width, channels, multiplier] as that of as many groups as there are channels.
const depthwise: Translation = (call) => {
  const kernel = call.input(1);
  const [height = 1, width = 1, channels = 1, multiplier = 1] = shapeOf(kernel).map(Number);
  if (kernel.kind !== 'fixed') throw new Error('a kernel that is computed');
  const grouped = fixed({
    dtype: kernel.dtype,
    shape: [channels * multiplier, 1, height, width],
    values: permuted(kernel.values, kernel.shape, [2, 3, 0, 1]),
    name: kernel.name === undefined ? undefined : `${kernel.name}/transposed`,
  });
  return call.gives(
    'Conv',
    [call.name(0, channelsFirst), nameOf(call.writer, grouped)],
    { ...convolution(call, [height, width]), group: int(channels) },
    channelsFirst,
  );
};

// The gradient of a convolution by its images: the kernel is [height, width, filters, channels].
const convTranspose: Translation = (call) => {
  const kernel = shapeOf(call.input(1)).map(Number);
  const [from, to] = [shapeOf(call.input(2)), call.output().shape];
  // The convolution that it is the gradient of goes the other way.
  const [size, strides] = [kernel.slice(0, 2), stridesOf(call)];
  const edges = edgesOf(call, { reach: size, from: to, to: from });
  const more = [0, 1].map((axis) => {
    const [before, after] = itemAt(edges, axis);
    const reach = (Number(from[axis + 1]) - 1) * itemAt(strides, axis) + itemAt(kernel, axis);
    return Number(to[axis + 1]) - (reach - before - after);
  });
  return call.gives(
    'ConvTranspose',
    [call.name(2, channelsFirst), call.name(1, [3, 2, 0, 1])],
    { ...windowAttributes(call, size, edges), output_padding: ints(more) },
    channelsFirst,
  );
};

function pooling(operation: string, more: Attributes = {}): Translation {
  return (call) => {
    const size = call.numbersAttribute('ksize').slice(1, 3);
    const sliding = { reach: size, from: shapeOf(call.input(0)), to: call.output().shape };
    const attributes = windowAttributes(call, size, edgesOf(call, sliding));
    return call.gives(
      operation,
      [call.name(0, channelsFirst)],
      { ...attributes, ...more },
      channelsFirst,
    );
  };
}

/** By the names of TensorFlow's operations. */
export const products: Translations = {
  AvgPool: pooling('AveragePool', { count_include_pad: int(0) }),
  BatchMatMulV2: product('adj_x', 'adj_y'),
  BiasAdd: biasAdd,
  Conv2D: conv,
  Conv2DBackpropInput: convTranspose,
  DepthwiseConv2dNative: depthwise,
  MatMul: product('transpose_a', 'transpose_b'),
  MaxPool: pooling('MaxPool'),
};
