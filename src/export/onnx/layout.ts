// In which order a tensor's axes lie. TensorFlow has the channels of images last, ONNX' convolutions
// have them first; so that few tensors are turned, one is known by the order that it lies in, and is
// turned only for an operation that cares.
import { itemAt } from '../../ground/known.js';
import { productOf } from '../../ground/product.js';
import type { Values } from '../../tensor/tfjs.js';

/** Axis k of the tensor as it lies is axis `layout[k]` of TensorFlow's. */
export type Layout = readonly number[];

/** Images with their channels first. */
export const channelsFirst: Layout = [0, 3, 1, 2];

/** As TensorFlow has it. */
export function plainLayout(rank: number): Layout {
  return Array.from({ length: rank }, (_, axis) => axis);
}

/** Whether the axes lie as TensorFlow has them. */
export function isPlain(layout: Layout): boolean {
  return layout.every((axis, k) => axis === k);
}

/** What ONNX' Transpose is to be told to bring a tensor from one layout to another. */
export function turning(from: Layout, to: Layout): readonly number[] {
  return to.map((axis) => from.indexOf(axis));
}

/** Sizes of TensorFlow's axes in the order in which they lie. */
export function inLayout<T>(sizes: readonly T[], layout: Layout): readonly T[] {
  return layout.map((axis) => itemAt(sizes, axis));
}

/** Without some of TensorFlow's axes, the others numbered anew. */
export function withoutAxes(layout: Layout, gone: readonly number[]): Layout {
  return layout
    .filter((axis) => !gone.includes(axis))
    .map((axis) => axis - gone.filter((each) => each < axis).length);
}

/**
 * With a new axis of TensorFlow's: it lies before the axis that follows it, or at the end. Gives its
 * place, too.
 */
export function withAxis(
  layout: Layout,
  axis: number,
): { readonly layout: Layout; readonly place: number } {
  const moved = layout.map((each) => (each >= axis ? each + 1 : each));
  const follows = moved.indexOf(axis + 1);
  const place = follows < 0 ? moved.length : follows;
  return { layout: [...moved.slice(0, place), axis, ...moved.slice(place)], place };
}

/** Values of a shape, row-major, with their axes in another order: axis k becomes what `order[k]` was. */
export function permuted<V extends Values>(
  values: V,
  shape: readonly number[],
  order: readonly number[],
): V {
  if (isPlain(order)) return values;
  const result = values.slice() as V;
  const strides = shape.map((_, axis) => productOf(shape.slice(axis + 1)));
  const sizes = order.map((axis) => itemAt(shape, axis));
  const steps = order.map((axis) => itemAt(strides, axis));
  const at = order.map(() => 0);
  let from = 0;
  for (let to = 0; to < result.length; to += 1) {
    result[to] = values[from] ?? 0;
    for (let axis = order.length - 1; axis >= 0; axis -= 1) {
      const [size = 1, step = 0, was = 0] = [sizes[axis], steps[axis], at[axis]];
      if (was + 1 < size) {
        at[axis] = was + 1;
        from += step;
        break;
      }
      at[axis] = 0;
      from -= was * step;
    }
  }
  return result;
}
