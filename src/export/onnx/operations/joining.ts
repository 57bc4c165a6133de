// Operations that join tensors, take them apart and cut pieces out of them.
import { itemAt } from '../../../ground/known.js';
import { withAxis, withoutAxes } from '../layout.js';
import { int } from '../model.js';
import type { Call, Translation, Translations } from '../translation.js';
import { nameIn, sameSize, shapeOf, type GraphValue, type Stored } from '../values.js';
import { commonLayout } from './spread.js';

function concatenated(call: Call, parts: readonly GraphValue[], axis: number): readonly [Stored] {
  const layout = commonLayout(parts, call.output().shape.length);
  return call.gives(
    'Concat',
    parts.map((part) => nameIn(call.writer, part, layout)),
    { axis: int(layout.indexOf(axis)) },
    layout,
  );
}

const concat: Translation = (call) =>
  concatenated(call, call.inputs.slice(0, -1), call.axis(-1, call.output().shape.length));

const pack: Translation = (call) => {
  const { writer, inputs } = call;
  const rank = call.output().shape.length;
  const wanted = call.numberAttribute('axis');
  const from = commonLayout(inputs, rank - 1);
  const { layout, place } = withAxis(from, wanted < 0 ? wanted + rank : wanted);
  const at = writer.numbers([place]);
  const parts = inputs.map((part) => writer.one('Unsqueeze', [nameIn(writer, part, from), at]));
  return parts.length === 1
    ? [call.result(itemAt(parts, 0), layout)]
    : call.gives('Concat', parts, { axis: int(place) }, layout);
};

// Parts along an axis, of these sizes.
function parts(
  call: Call,
  from: number,
  axis: number,
  sizes: readonly number[],
): readonly string[] {
  const { writer } = call;
  const layout = call.layout(from);
  const name = call.name(from, layout);
  if (sizes.length === 1) return [name];
  return writer.emit(
    'Split',
    [name, writer.numbers(sizes)],
    { axis: int(layout.indexOf(axis)) },
    { count: sizes.length },
  );
}

const unpack: Translation = (call) => {
  const { writer } = call;
  const layout = call.layout();
  const wanted = call.numberAttribute('axis');
  const axis = wanted < 0 ? wanted + layout.length : wanted;
  const count = call.numberAttribute('num');
  const at = writer.numbers([layout.indexOf(axis)]);
  const rest = withoutAxes(layout, [axis]);
  return parts(
    call,
    0,
    axis,
    Array.from({ length: count }, () => 1),
  ).map((part, i) => call.result(writer.one('Squeeze', [part, at]), rest, i));
};

const splitV: Translation = (call) => {
  const layout = call.layout();
  const axis = call.axis(2, layout.length);
  const sizes = call.operation.outputs.map(({ shape }) => Number(shape[axis]));
  return parts(call, 0, axis, sizes).map((part, i) => call.result(part, layout, i));
};

const split: Translation = (call) => {
  const layout = call.layout(1);
  const axis = call.axis(0, layout.length);
  const sizes = call.operation.outputs.map(({ shape }) => Number(shape[axis]));
  return parts(call, 1, axis, sizes).map((part, i) => call.result(part, layout, i));
};

// To the end, however far that is.
const end = Number.MAX_SAFE_INTEGER;

const slice: Translation = (call) => {
  const { writer } = call;
  const [from, layout] = [shapeOf(call.input(0)), call.layout()];
  const { shape } = call.output();
  const cut = layout
    .map((axis, place) => ({ axis, place }))
    .filter(({ axis }) => !sameSize(from[axis], shape[axis]));
  if (cut.length === 0) return [call.input(0)];
  const starts = cut.map(({ axis }) => itemAt(call.numbers(1), axis));
  const ends = cut.map(({ axis }, i) => itemAt(starts, i) + Number(shape[axis]));
  return call.gives(
    'Slice',
    [
      call.name(0, layout),
      ...[starts, ends, cut.map(({ place }) => place)].map((list) => writer.numbers(list)),
    ],
    {},
    layout,
  );
};

const reverse: Translation = (call) => {
  const { writer } = call;
  const layout = call.layout();
  const axes = call
    .numbers(1)
    .map((axis) => layout.indexOf(axis < 0 ? axis + layout.length : axis));
  const told = [axes.map(() => -1), axes.map(() => -end), axes, axes.map(() => -1)];
  return call.gives(
    'Slice',
    [call.name(0, layout), ...told.map((list) => writer.numbers(list))],
    {},
    layout,
  );
};

/** By the names of TensorFlow's operations. */
export const joining: Translations = {
  ConcatV2: concat,
  Pack: pack,
  ReverseV2: reverse,
  Slice: slice,
  Split: split,
  SplitV: splitV,
  Unpack: unpack,
};
