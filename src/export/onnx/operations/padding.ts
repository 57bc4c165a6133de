// Operations that add places around a tensor, and those that TensorFlow has for windows with gaps.
import { itemAt } from '../../../ground/known.js';
import type { Size } from '../../../tensor/graph/forward-graph.js';
import { inLayout } from '../layout.js';
import { ints } from '../model.js';
import type { Call, Translation, Translations } from '../translation.js';
import { shapeOf, spreadName } from '../values.js';
import { reshaping } from '../writer.js';

type Edges = readonly [before: number, after: number];

// Pairs of numbers, before and after each axis.
function pairs(numbers: readonly number[]): readonly Edges[] {
  return Array.from({ length: numbers.length / 2 }, (_, i) => [
    itemAt(numbers, 2 * i),
    itemAt(numbers, 2 * i + 1),
  ]);
}

const pad: Translation = (call) => {
  const edges = pairs(call.numbers(1));
  if (edges.every(([before, after]) => before === 0 && after === 0)) return [call.input(0)];
  const layout = call.layout();
  const filler = call.inputs[2];
  const value = filler?.kind === 'fixed' ? [spreadName(call.writer, filler, [])] : [];
  const wide = padded(call, call.name(0, layout), inLayout(edges, layout), value);
  return [call.result(wide, layout)];
};

function padded(
  { writer }: Call,
  name: string,
  edges: readonly Edges[],
  value: readonly string[] = [],
): string {
  const amounts = [...edges.map(([before]) => before), ...edges.map(([, after]) => after)];
  return writer.one('Pad', [name, writer.numbers(amounts), ...value]);
}

// Places that are `block` apart become images of their own, and back: the batch is then so many times
// as long, the places within a block first.
const spaceToBatch: Translation = (call) => {
  const { writer } = call;
  const [from, block, edges] = [shapeOf(call.input(0)), call.numbers(1), pairs(call.numbers(2))];
  const [batch = 1, ...axes] = from;
  const sides = block.map((_, i) => sum(axes[i], itemAt(edges, i)));
  const rest = axes.slice(block.length);
  const none = rest.map((): Edges => [0, 0]);
  const wide = padded(call, call.name(0), [[0, 0], ...edges, ...none]);
  const split = writer.one('Reshape', [
    wide,
    reshaping(writer, [
      batch,
      ...sides.flatMap((side, i) => [side / itemAt(block, i), itemAt(block, i)]),
      ...rest,
    ]),
  ]);
  const places = block.map((_, i) => 2 * i + 2);
  const kept = rest.map((_, i) => 2 * block.length + 1 + i);
  const order = [...places, 0, ...places.map((place) => place - 1), ...kept];
  const apart = writer.one('Transpose', [split], { perm: ints(order) });
  return call.gives('Reshape', [apart, reshaping(writer, call.output().shape)]);
};

const batchToSpace: Translation = (call) => {
  const { writer } = call;
  const [from, block, crops] = [shapeOf(call.input(0)), call.numbers(1), pairs(call.numbers(2))];
  const { shape } = call.output();
  const [batch = 1] = shape;
  const axes = from.slice(1);
  const rest = axes.slice(block.length);
  const split = writer.one('Reshape', [
    call.name(0),
    reshaping(writer, [...block, batch, ...axes]),
  ]);
  const count = block.length;
  const pairsOfAxes = block.flatMap((_, i) => [count + 1 + i, i]);
  const order = [count, ...pairsOfAxes, ...rest.map((_, i) => 2 * count + 1 + i)];
  const turned = writer.one('Transpose', [split], { perm: ints(order) });
  const sides = block.map((size, i) => Number(axes[i]) * size);
  const joined = writer.one('Reshape', [turned, reshaping(writer, [batch, ...sides, ...rest])]);
  const cut = [...crops.keys()].filter((i) => sides[i] !== shape[i + 1]);
  const starts = cut.map((i) => itemAt(crops, i)[0]);
  const told = [
    starts,
    cut.map((i, at) => itemAt(starts, at) + Number(shape[i + 1])),
    cut.map((i) => i + 1),
  ];
  return cut.length === 0
    ? [call.result(joined)]
    : call.gives('Slice', [joined, ...told.map((list) => writer.numbers(list))]);
};

const sum = (size: Size | undefined, [before, after]: Edges): number =>
  Number(size) + before + after;

/** By the names of TensorFlow's operations. */
export const padding: Translations = {
  BatchToSpaceND: batchToSpace,
  Pad: pad,
  PadV2: pad,
  SpaceToBatchND: spaceToBatch,
};
