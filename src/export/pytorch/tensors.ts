// Weights as PyTorch lays them out.
import { itemAt } from '../../ground/known.js';
import { productOf } from '../../ground/product.js';
import type { NamedTensor } from '../../run/format/safetensors.js';
import type { TorchLayer } from './translation.js';

/** A weight of a layer that must be there. */
export function weightOf(
  layer: Pick<TorchLayer, 'weight'>,
  name: string,
): Omit<NamedTensor, 'name'> {
  const weight = layer.weight(name);
  if (!weight) throw new Error(`no weight ${name}`);
  return weight;
}

/** Axes in another order: axis i of what comes out is axis `order[i]` of what went in. */
export function permuted(
  { shape, values }: Omit<NamedTensor, 'name'>,
  order: readonly number[],
): Omit<NamedTensor, 'name'> {
  const to = order.map((axis) => itemAt(shape, axis));
  const strides = shape.map((_, axis) => productOf(shape.slice(axis + 1)));
  const steps = order.map((axis) => itemAt(strides, axis));
  const index = to.map(() => 0);
  const moved = new Float32Array(values.length);
  let from = 0;
  for (let at = 0; at < moved.length; at += 1) {
    moved[at] = values[from] ?? 0;
    // The next place, the last axis first.
    for (let axis = to.length - 1; axis >= 0; axis -= 1) {
      const step = itemAt(steps, axis);
      index[axis] = itemAt(index, axis) + 1;
      from += step;
      if (itemAt(index, axis) < itemAt(to, axis)) break;
      from -= step * itemAt(to, axis);
      index[axis] = 0;
    }
  }
  return { shape: to, values: moved };
}

/** The columns of a matrix, or the values of a row, in blocks of equal width put in another order. */
export function blocks(
  { shape, values }: Omit<NamedTensor, 'name'>,
  order: readonly number[],
): Omit<NamedTensor, 'name'> {
  const columns = shape.at(-1) ?? 0;
  const width = columns / order.length;
  const moved = values.map((_, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    const block = itemAt(order, Math.floor(column / width));
    return values[row * columns + block * width + (column % width)] ?? 0;
  });
  return { shape, values: moved };
}

/** The same values in another shape, under a name. */
export function named(
  name: string,
  { shape, values }: Omit<NamedTensor, 'name'>,
  as: readonly number[] = shape,
): NamedTensor {
  return { name, shape: as, values };
}

/** A tensor of one value. */
export function constant(name: string, shape: readonly number[], value: number): NamedTensor {
  return { name, shape, values: new Float32Array(productOf(shape)).fill(value) };
}
