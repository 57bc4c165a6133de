// Convolutions in PyTorch: channels first, and TensorFlow's padding worked out.
import { itemAt } from '../../ground/known.js';
import { numberOf, wordOf } from './arguments.js';
import { activated } from './dense.js';
import { named, permuted, weightOf } from './tensors.js';
import {
  NoTranslation,
  oneOrTuple,
  type TorchLayer,
  type Translate,
  type Translated,
} from './translation.js';
import { isEven, padded, padsOf, windowOf, type Pads, type Window } from './windows.js';

type Convolution = {
  readonly name: string;
  readonly window: Window;
  readonly pads: Pads;
  readonly channels: readonly [from: number, to: number];
  readonly groups: number;
  readonly tensors: Translated['tensors'];
};

function convolution({ name, window, pads, channels, groups, tensors }: Convolution): Translated {
  const { size, strides, dilation } = window;
  const even = pads.map(([before]) => before);
  const hasBias = tensors.some((tensor) => tensor.name === `${name}.bias`);
  const options = [
    `${channels.join(', ')}, ${oneOrTuple(size)}`,
    ...(strides.some((stride) => stride !== 1) ? [`stride=${oneOrTuple(strides)}`] : []),
    ...(isEven(pads) && even.some((pad) => pad > 0) ? [`padding=${oneOrTuple(even)}`] : []),
    ...(dilation.some((gap) => gap !== 1) ? [`dilation=${oneOrTuple(dilation)}`] : []),
    ...(groups === 1 ? [] : [`groups=${groups}`]),
    ...(hasBias ? [] : ['bias=False']),
  ];
  return {
    init: [`self.${name} = nn.Conv${size.length}d(${options.join(', ')})`],
    tensors,
    takes: 'first',
    lines: ([x = 'x'], output) => [
      `${output} = self.${name}(${isEven(pads) ? x : padded(x, pads)})`,
    ],
  };
}

// [places…, in, out] → [out, in, places…].
function kernelFirst(kernel: ReturnType<typeof weightOf>): ReturnType<typeof weightOf> {
  const rank = kernel.shape.length - 2;
  return permuted(kernel, [rank + 1, rank, ...Array.from({ length: rank }, (_, i) => i)]);
}

function biasOf(layer: TorchLayer, name: string): Translated['tensors'] {
  const bias = layer.weight('bias');
  return bias ? [named(`${name}.bias`, bias)] : [];
}

const conv: Translate = (layer) => {
  const window = windowOf(layer, 'kernel_size');
  const kernel = kernelFirst(weightOf(layer, 'kernel'));
  const { name } = layer;
  return activated(
    layer,
    convolution({
      name,
      window,
      pads: padsOf(layer, window),
      channels: [itemAt(layer.inputs, 0).at(-1) ?? 0, numberOf(layer, 'filters')],
      groups: numberOf(layer, 'groups'),
      tensors: [named(`${name}.weight`, kernel), ...biasOf(layer, name)],
    }),
  );
};

// Each channel by itself: [places…, channels, multiplier] → [channels · multiplier, 1, places…].
function depthwise(
  layer: TorchLayer,
  name: string,
  weight: string,
  bias: Translated['tensors'],
): Translated {
  const window = windowOf(layer, 'kernel_size');
  const kernel = weightOf(layer, weight);
  const rank = window.size.length;
  const places = Array.from({ length: rank }, (_, i) => i);
  const channels = itemAt(kernel.shape, rank);
  const outputs = channels * itemAt(kernel.shape, rank + 1);
  const moved = permuted(kernel, [rank, rank + 1, ...places]);
  return convolution({
    name,
    window,
    pads: padsOf(layer, window),
    channels: [channels, outputs],
    groups: channels,
    tensors: [named(`${name}.weight`, moved, [outputs, 1, ...window.size]), ...bias],
  });
}

const separable: Translate = (layer) => {
  const { name } = layer;
  const deep = depthwise(layer, `${name}_depthwise`, 'depthwise_kernel', []);
  const kernel = kernelFirst(weightOf(layer, 'pointwise_kernel'));
  const ones = kernel.shape.slice(2);
  const point = convolution({
    name: `${name}_pointwise`,
    window: { size: ones, strides: ones, dilation: ones },
    pads: ones.map(() => [0, 0]),
    channels: [itemAt(kernel.shape, 1), itemAt(kernel.shape, 0)],
    groups: 1,
    tensors: [named(`${name}_pointwise.weight`, kernel), ...biasOf(layer, `${name}_pointwise`)],
  });
  return activated(layer, {
    init: [...deep.init, ...point.init],
    tensors: [...deep.tensors, ...point.tensors],
    takes: 'first',
    lines: (inputs, output, layout) => [
      ...deep.lines(inputs, output, layout),
      ...point.lines([output], output, layout),
    ],
  });
};

// What a convolution's gradient does: PyTorch gives all of it, of which TensorFlow cuts the padding.
const transposed: Translate = (layer) => {
  const { name, output } = layer;
  const window = windowOf(layer, 'kernel_size');
  const { size, strides, dilation } = window;
  const kernel = weightOf(layer, 'kernel');
  const rank = size.length;
  const places = Array.from({ length: rank }, (_, i) => i);
  const from = itemAt(layer.inputs, 0);
  const cuts = size.map((length, axis) => {
    const [stride, wanted] = [itemAt(strides, axis), itemAt(output, axis)];
    const all = (itemAt(from, axis) - 1) * stride + (length - 1) * itemAt(dilation, axis) + 1;
    const before =
      wordOf(layer, 'padding') === 'same' ? Math.floor(Math.max(all - wanted, 0) / 2) : 0;
    return { before, wanted, more: Math.max(before + wanted - all, 0) };
  });
  const more = cuts.map((cut) => cut.more);
  if (more.some((one, axis) => one >= Math.max(itemAt(strides, axis), itemAt(dilation, axis)))) {
    throw new NoTranslation('has an output that is larger than PyTorch makes it');
  }
  const slices = cuts.map(({ before, wanted }) => `${before}:${before + wanted}`);
  const tensors = [
    named(`${name}.weight`, permuted(kernel, [rank + 1, rank, ...places])),
    ...biasOf(layer, name),
  ];
  const options = [
    `${itemAt(kernel.shape, rank + 1)}, ${itemAt(kernel.shape, rank)}, ${oneOrTuple(size)}`,
    `stride=${oneOrTuple(strides)}`,
    ...(more.some((one) => one > 0) ? [`output_padding=${oneOrTuple(more)}`] : []),
    ...(dilation.some((gap) => gap !== 1) ? [`dilation=${oneOrTuple(dilation)}`] : []),
    ...(tensors.length === 1 ? ['bias=False'] : []),
  ];
  return activated(layer, {
    init: [`self.${name} = nn.ConvTranspose${rank}d(${options.join(', ')})`],
    tensors,
    takes: 'first',
    lines: ([x = 'x'], out) => [`${out} = self.${name}(${x})[:, :, ${slices.join(', ')}]`],
  });
};

/** By Keras' names. */
export const convolutionLayers: Readonly<Record<string, Translate>> = {
  Conv1D: conv,
  Conv2D: conv,
  Conv1DTranspose: transposed,
  Conv2DTranspose: transposed,
  DepthwiseConv1D: (layer) =>
    activated(layer, depthwise(layer, layer.name, 'kernel', biasOf(layer, layer.name))),
  DepthwiseConv2D: (layer) =>
    activated(layer, depthwise(layer, layer.name, 'kernel', biasOf(layer, layer.name))),
  SeparableConv1D: separable,
  SeparableConv2D: separable,
};
