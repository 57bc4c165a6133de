// What TensorFlow's values become: tensors that lie in some order of axes, or constants that become
// initializers where somebody takes them.
import { present } from '../../ground/known.js';
import type { ForwardValue, Size } from '../../tensor/graph/forward-graph.js';
import type { Values } from '../../tensor/tfjs.js';
import { inLayout, isPlain, permuted, plainLayout, turning, type Layout } from './layout.js';
import { ints, type ElementType } from './model.js';
import type { GraphWriter } from './writer.js';

/** A tensor that is computed; `names` are those of it in each order it is had in. */
export type Stored = {
  readonly kind: 'stored';
  readonly shape: readonly Size[];
  readonly dtype: number;
  readonly layout: Layout;
  readonly names: Map<string, string>;
};

/** A tensor that is always the same; `name` is a weight's. */
export type Fixed = {
  readonly kind: 'fixed';
  readonly shape: readonly number[];
  readonly dtype: number;
  readonly values: Values;
  readonly name: string | undefined;
  readonly names: Map<string, string>;
};

/** One value in a shape that depends on the batch. */
export type Filled = {
  readonly kind: 'filled';
  readonly shape: readonly Size[];
  readonly dtype: number;
  readonly value: number;
};

/** Sizes as a tensor. */
export type Sizes = {
  readonly kind: 'sizes';
  readonly dtype: number;
  readonly sizes: readonly Size[];
};

export type GraphValue = Stored | Fixed | Filled | Sizes;

// TensorFlow's DataType.
const elementTypes: ReadonlyMap<number, ElementType> = new Map([
  [1, 'float'],
  [3, 'int32'],
  [4, 'uint8'],
  [9, 'int64'],
  [10, 'bool'],
]);

/** ONNX' word for a type of TensorFlow's. */
export function elementType(dtype: number): ElementType {
  return present(elementTypes.get(dtype), `a word for TensorFlow's type ${dtype}`);
}

/** A tensor under a name, its axes in this order. */
export function stored(
  { shape, dtype }: Pick<ForwardValue, 'shape' | 'dtype'>,
  name: string,
  layout: Layout = plainLayout(shape.length),
): Stored {
  return { kind: 'stored', shape, dtype, layout, names: new Map([[layout.join(), name]]) };
}

/** A constant. */
export function fixed(of: Omit<Fixed, 'kind' | 'names'>): Fixed {
  return { kind: 'fixed', names: new Map(), ...of };
}

/** The shape of a value, in TensorFlow's order. */
export function shapeOf(value: GraphValue): readonly Size[] {
  return value.kind === 'sizes' ? [value.sizes.length] : value.shape;
}

/** The name of a value with its axes in an order; it is turned where it does not lie that way yet. */
export function nameIn(writer: GraphWriter, value: GraphValue, layout: Layout): string {
  if (value.kind === 'sizes') throw new Error('sizes where a tensor should be');
  if (value.kind === 'filled') return filledName(writer, value, layout);
  const key = layout.join();
  const found = value.names.get(key);
  if (found !== undefined) return found;
  const name =
    value.kind === 'fixed' ? fixedName(writer, value, layout) : turned(writer, value, layout);
  value.names.set(key, name);
  return name;
}

/** The name of a value as TensorFlow has it. */
export function nameOf(writer: GraphWriter, value: GraphValue): string {
  return nameIn(writer, value, plainLayout(shapeOf(value).length));
}

function turned(writer: GraphWriter, { layout, names }: Stored, to: Layout): string {
  const name = present(names.get(layout.join()), 'the name of a tensor');
  return writer.one('Transpose', [name], { perm: ints(turning(layout, to)) });
}

function fixedName(writer: GraphWriter, value: Fixed, layout: Layout): string {
  const { dtype, shape, values, name } = value;
  const wanted = name !== undefined && !isPlain(layout) ? `${name}/transposed` : name;
  return writer.constant(
    elementType(dtype),
    inLayout(shape, layout),
    permuted(values, shape, layout),
    wanted,
  );
}

function filledName(writer: GraphWriter, { shape, dtype, value }: Filled, layout: Layout): string {
  return writer.one('Expand', [
    scalarName(writer, dtype, value),
    writer.shape(inLayout(shape, layout)),
  ]);
}

/** One value of a type: []. */
export function scalarName(writer: GraphWriter, dtype: number, value: number): string {
  const values =
    dtype === 1
      ? Float32Array.of(value)
      : dtype === 3
        ? Int32Array.of(value)
        : Uint8Array.of(value);
  return writer.constant(elementType(dtype), [], values);
}

/**
 * A value of fewer axes, or a constant, as what spreads over tensors of `rank` axes that lie in an
 * order.
 */
export function spreadName(
  writer: GraphWriter,
  value: Exclude<GraphValue, Sizes>,
  layout: Layout,
): string {
  const rank = layout.length;
  if (value.kind === 'fixed' && value.values.length === 1) {
    return scalarName(writer, value.dtype, value.values[0] ?? 0);
  }
  if (value.shape.length === rank) return nameIn(writer, value, layout);
  if (value.kind === 'fixed' && !isPlain(layout)) {
    const shape = [...Array.from({ length: rank - value.shape.length }, () => 1), ...value.shape];
    const wanted = value.name === undefined ? undefined : `${value.name}/spread`;
    return nameIn(writer, fixed({ ...value, shape, name: wanted }), layout);
  }
  return nameOf(writer, value);
}

/** Why ONNX cannot hold an operation: it follows the name of the layer. */
export class Unheld extends Error {
  override readonly name = 'Unheld';
}

/** Numbers that an operation is told by a constant: axes, sizes, places. Throws {@link Unheld} where it is none. */
export function numbersOf(value: GraphValue | undefined, operation: string): readonly Size[] {
  if (value?.kind === 'sizes') return value.sizes;
  if (value?.kind === 'fixed') return Array.from(value.values);
  throw new Unheld(`${operation} is told its numbers by a computation`);
}

/** The same where the batch is not among them. */
export function plainNumbersOf(
  value: GraphValue | undefined,
  operation: string,
): readonly number[] {
  return numbersOf(value, operation).map((size) => {
    if (typeof size === 'number') return size;
    throw new Unheld(`${operation} is told the size of the batch`);
  });
}

/** Whether two sizes are the same for every batch. */
export function sameSize(one: Size | undefined, other: Size | undefined): boolean {
  if (typeof one === 'object' && typeof other === 'object') return one.batches === other.batches;
  return one === other;
}

/** Whether two shapes are the same for every batch. */
export function sameShape(one: readonly Size[], other: readonly Size[]): boolean {
  return one.length === other.length && one.every((size, axis) => sameSize(size, other[axis]));
}
