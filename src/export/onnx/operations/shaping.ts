// Operations that give tensors another shape, or their values another order.
import type { Size } from '../../../tensor/graph/forward-graph.js';
import { inLayout, plainLayout, withAxis, withoutAxes, type Layout } from '../layout.js';
import { int } from '../model.js';
import type { Translation, Translations } from '../translation.js';
import { sameShape, shapeOf, type Stored } from '../values.js';
import { reshaping } from '../writer.js';

// Only axes of size 1 come or go: the tensor may stay in the order in which it lies.
const reshape: Translation = (call) => {
  const [value, { shape }] = [call.input(0), call.output()];
  if (sameShape(shapeOf(value), shape)) return [value];
  if (value.kind === 'filled') return [{ ...value, shape }];
  const layout = value.kind === 'stored' ? regrouped(value, shape) : undefined;
  const from = layout ? call.layout() : plainLayout(shapeOf(value).length);
  const to = layout ?? plainLayout(shape.length);
  const { writer } = call;
  return call.gives(
    'Reshape',
    [call.name(0, from), reshaping(writer, inLayout(shape, to))],
    {},
    to,
  );
};

// The layout of a tensor when axes of size 1 come and go, or undefined where more happens.
function regrouped(value: Stored, to: readonly Size[]): Layout | undefined {
  const isOne = (size: Size | undefined): boolean => size === 1;
  const gone = [...value.shape.keys()].filter((axis) => isOne(value.shape[axis]));
  const come = [...to.keys()].filter((axis) => isOne(to[axis]));
  const rest = (sizes: readonly Size[]): readonly Size[] => sizes.filter((size) => !isOne(size));
  if (!sameShape(rest(value.shape), rest(to))) return undefined;
  return come.reduce<Layout>(
    (layout, axis) => withAxis(layout, axis).layout,
    withoutAxes(value.layout, gone),
  );
}

const expandDims: Translation = (call) => {
  const axis = call.axis(1, call.output().shape.length);
  const { layout, place } = withAxis(call.layout(), axis);
  const { writer } = call;
  return call.gives(
    'Unsqueeze',
    [call.name(0, call.layout()), writer.numbers([place])],
    {},
    layout,
  );
};

// Nothing is written: the same tensor is known by another order.
const transpose: Translation = (call) => {
  const [value, order] = [call.input(0), call.numbers(1)];
  const { shape } = call.output();
  if (value.kind === 'filled') return [{ ...value, shape }];
  if (value.kind !== 'stored') return call.gives('Identity', [call.name(0, order)]);
  const known = (layout: Layout): Layout => layout.map((axis) => order.indexOf(axis));
  const names = [...value.names].map(
    ([key, name]) => [known(key.split(',').map(Number)).join(), name] as const,
  );
  return [{ ...value, shape, layout: known(value.layout), names: new Map(names) }];
};

const tile: Translation = (call) => {
  const layout = call.layout();
  const times = call.writer.shape(inLayout(call.sizes(1), layout));
  return call.gives('Tile', [call.name(0, layout), times], {}, layout);
};

const gather: Translation = (call) => {
  if (call.numberAttribute('batch_dims') !== 0) throw new Error('a GatherV2 within batches');
  const rank = shapeOf(call.input(0)).length;
  const axis = call.inputs.length > 2 ? call.axis(2, rank) : 0;
  return call.gives('Gather', [call.name(0), call.name(1)], { axis: int(axis) });
};

/** By the names of TensorFlow's operations. */
export const shaping: Translations = {
  ExpandDims: expandDims,
  GatherV2: gather,
  Identity: (call) => [call.input(0)],
  Reshape: reshape,
  Tile: tile,
  Transpose: transpose,
};
