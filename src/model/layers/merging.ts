// Layers that join several inputs.
import { integer } from '../../spec/arguments.js';
import { defineLayer, renderShape, ShapeError, type LayerEntry, type SampleShape } from '../layer.js';

function equalShapes(inputs: readonly SampleShape[]): SampleShape {
  const [first = [], ...rest] = inputs;
  const other = rest.find((shape) => renderShape(shape) !== renderShape(first));
  if (other) throw new ShapeError(`expects inputs of one shape, got ${renderShape(first)} and ${renderShape(other)}`);
  return first;
}

const add = defineLayer({
  name: 'Add',
  summary: 'The sum of its inputs.',
  arguments: {},
  takes: 'many',
  outputShape: (_, inputs) => equalShapes(inputs),
  call: ({ ops, inputs }) => inputs.reduce((sum, x) => ops.add(sum, x)),
});

const concatenate = defineLayer({
  name: 'Concatenate',
  summary: 'Its inputs side by side along an axis (the batch is axis 0).',
  arguments: { axis: integer().default(-1) },
  takes: 'many',
  outputShape: ({ axis }, inputs) => {
    const [first = []] = inputs;
    const at = axisOf(axis, first.length);
    const rest = (shape: SampleShape): string => `${shape.length}: ${shape.filter((_, i) => i !== at).join(',')}`;
    const other = inputs.find((shape) => rest(shape) !== rest(first));
    if (other) throw new ShapeError(`expects inputs that differ along axis ${axis} alone, got ${renderShape(first)} and ${renderShape(other)}`);
    return first.map((size, i) => (i === at ? inputs.reduce((sum, shape) => sum + (shape[i] ?? 0), 0) : size));
  },
  call: ({ ops, args, inputs }) => ops.concat([...inputs], axisOf(args.axis, (inputs[0]?.rank ?? 1) - 1) + 1),
});

// From Keras' axis, which counts the batch, to an index into a sample's shape.
function axisOf(axis: number, rank: number): number {
  const at = axis < 0 ? rank + axis : axis - 1;
  if (at < 0 || at >= rank) throw new ShapeError(`has axis ${axis}, but its inputs have the axes 1 to ${rank} beside the batch`);
  return at;
}

export const mergingLayers: readonly LayerEntry[] = [add, concatenate];
