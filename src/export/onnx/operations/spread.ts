// Tensors that meet in one operation: in which order of axes they come together.
import { plainLayout, type Layout } from '../layout.js';
import type { Call } from '../translation.js';
import {
  sameShape,
  scalarName,
  shapeOf,
  spreadName,
  type GraphValue,
  type Sizes,
  type Stored,
} from '../values.js';

/**
 * The order in which the fewest tensors of a rank need to be turned: one that all are had in, else
 * another than TensorFlow's where one lies so.
 */
export function commonLayout(values: readonly GraphValue[], rank: number): Layout {
  const all = values.filter(
    (value): value is Stored => value.kind === 'stored' && value.shape.length === rank,
  );
  const [first, ...others] = all;
  if (!first) return plainLayout(rank);
  const shared = [...first.names.keys()].find((key) => others.every(({ names }) => names.has(key)));
  if (shared !== undefined) return shared === '' ? [] : shared.split(',').map(Number);
  return first.layout;
}

/** The inputs of an operation value by value, that are spread over each other as in NumPy. */
export function spread(call: Call): { readonly names: readonly string[]; readonly layout: Layout } {
  const { writer, inputs } = call;
  const { shape } = call.output();
  const rank = shape.length;
  const isMixed = inputs.some(
    (value) =>
      value.kind === 'stored' &&
      value.shape.length < rank &&
      value.shape.some((size) => size !== 1),
  );
  const layout = isMixed ? plainLayout(rank) : commonLayout(inputs, rank);
  const giver = inputs.findIndex(
    (value) => value.kind !== 'filled' && sameShape(shapeOf(value), shape),
  );
  const names = inputs.map((value, i) => {
    if (value.kind === 'sizes') throw new Error('sizes where a tensor should be');
    return giver >= 0 && giver !== i && value.kind === 'filled'
      ? scalarName(writer, value.dtype, value.value)
      : spreadInput(call, value, layout, giver === i);
  });
  return { names, layout };
}

// A constant that alone has all axes must keep them.
function spreadInput(
  { writer, inputs }: Call,
  value: Exclude<GraphValue, Sizes>,
  layout: Layout,
  isGiver: boolean,
): string {
  const isNeeded =
    isGiver &&
    value.kind === 'fixed' &&
    inputs.every((other) => other === value || shapeOf(other).length < layout.length);
  return isNeeded && value.shape.length > 0
    ? spreadName(writer, { ...value, kind: 'filled', value: value.values[0] ?? 0 }, layout)
    : spreadName(writer, value, layout);
}
