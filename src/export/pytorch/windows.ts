// Windows that move over sequences and images, with TensorFlow's padding, which PyTorch does not have
// where windows jump.
import { itemAt } from '../../ground/known.js';
import { numbersOf, numbersOrNull, wordOf } from './arguments.js';
import type { TorchLayer } from './translation.js';

/** How a window moves along each axis of a sample. */
export type Window = {
  readonly size: readonly number[];
  readonly strides: readonly number[];
  readonly dilation: readonly number[];
};

/** What is added before and after each axis. */
export type Pads = readonly (readonly [before: number, after: number])[];

/** The window of a layer; `size` is the argument that has its size. */
export function windowOf(layer: TorchLayer, size: string): Window {
  const sizes = numbersOf(layer, size);
  return {
    size: sizes,
    strides: numbersOrNull(layer, 'strides') ?? sizes,
    dilation: layer.arguments['dilation_rate']
      ? numbersOf(layer, 'dilation_rate')
      : sizes.map(() => 1),
  };
}

/** What is added around a layer's input, as TensorFlow does: what is odd, behind. */
export function padsOf(layer: TorchLayer, { size, strides, dilation }: Window): Pads {
  const padding = wordOf(layer, 'padding');
  const shape = itemAt(layer.inputs, 0);
  return size.map((places, axis) => {
    const [stride, length] = [itemAt(strides, axis), itemAt(shape, axis)];
    const reach = (places - 1) * itemAt(dilation, axis) + 1;
    if (padding === 'causal') return [reach - 1, 0];
    if (padding === 'valid') return [0, 0];
    const total = Math.max((Math.ceil(length / stride) - 1) * stride + reach - length, 0);
    return [Math.floor(total / 2), total - Math.floor(total / 2)];
  });
}

/** A padded tensor, channels first; F.pad counts from the last axis. */
export function padded(x: string, pads: Pads, value = ''): string {
  const all = pads.toReversed().flat();
  return all.every((size) => size === 0) ? x : `F.pad(${x}, (${all.join(', ')})${value})`;
}

/** Whether as much is added before as behind, which layers of PyTorch do themselves. */
export function isEven(pads: Pads): boolean {
  return pads.every(([before, after]) => before === after);
}
