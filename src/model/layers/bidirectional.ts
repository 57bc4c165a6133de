// Bidirectional: a recurrent layer and another like it that goes the other way.
import type { Operations, Tensor } from '../../tensor/operations.js';
import { choice } from '../../words/arguments.js';
import { nestedLayer, type NestedLayer } from '../../words/nested.js';
import {
  defineLayer,
  ShapeError,
  type LayerEntry,
  type SampleShape,
  type WeightPlan,
} from '../layer.js';
import { callInner, innerOf, shapeOf, type Inner } from './inner.js';

const ways = ['forward', 'backward'] as const;
type Way = (typeof ways)[number];

const merges: Readonly<
  Record<
    'concat' | 'sum' | 'mul' | 'ave',
    (ops: Operations, forward: Tensor, backward: Tensor) => Tensor
  >
> = {
  concat: (ops, forward, backward) => ops.concat([forward, backward], -1),
  sum: (ops, forward, backward) => ops.add(forward, backward),
  mul: (ops, forward, backward) => ops.mul(forward, backward),
  ave: (ops, forward, backward) => ops.div(ops.add(forward, backward), 2),
};

type Directions = Readonly<Record<Way, Inner>>;

// The layer, and the other one or the same in the other direction.
function directionsOf(
  table: readonly LayerEntry[],
  args: { readonly layer: NestedLayer; readonly backward_layer: NestedLayer | null },
): Directions {
  const forward = innerOf(table, args.layer);
  const backward = args.backward_layer
    ? innerOf(table, args.backward_layer)
    : { ...forward, args: { ...forward.args, go_backwards: true } };
  // In a sequence, steps that a mask leaves out are zeros, whatever the layers say.
  const asKeras = ({ entry, args: own }: Inner): Inner => ({
    entry,
    args: { ...own, zero_output_for_mask: own['return_sequences'] },
  });
  return { forward: asKeras(forward), backward: asKeras(backward) };
}

// Both directions give the same.
function commonShape(inner: Directions, inputs: readonly SampleShape[]): SampleShape {
  const shapeIn = (way: Way): SampleShape =>
    shapeOf(inner[way], () => inner[way].entry.outputShape(inner[way].args, inputs));
  const [forward, backward] = [shapeIn('forward'), shapeIn('backward')];
  if (forward.at(-1) !== backward.at(-1)) {
    throw new ShapeError(
      `needs two layers of equally many units, got ${forward.at(-1)} and ${backward.at(-1)}`,
    );
  }
  return forward;
}

/** The layer around one of a table of recurrent layers. */
export function bidirectional(table: readonly LayerEntry[]): LayerEntry {
  return defineLayer({
    name: 'Bidirectional',
    summary:
      'A recurrent layer and another like it that goes from the last step to the first; their outputs concatenated, added, multiplied or averaged.',
    arguments: {
      layer: nestedLayer(table),
      merge_mode: choice(['concat', 'sum', 'mul', 'ave']).default('concat'),
      backward_layer: nestedLayer(table).nullable().default(null),
    },
    outputShape: (args, inputs) => {
      const inner = directionsOf(table, args);
      checkDirections(inner);
      const forward = commonShape(inner, inputs);
      return args.merge_mode === 'concat'
        ? [...forward.slice(0, -1), 2 * (forward.at(-1) ?? 0)]
        : forward;
    },
    weights: (args, inputs) => {
      const inner = directionsOf(table, args);
      return ways.flatMap((way) =>
        (inner[way].entry.weights?.(inner[way].args, inputs) ?? []).map((plan): WeightPlan => ({
          ...plan,
          name: `${way}/${plan.name}`,
        })),
      );
    },
    multiplyAdds: (args, inputs) => {
      const inner = directionsOf(table, args);
      return ways.reduce(
        (sum, way) => sum + (inner[way].entry.multiplyAdds?.(inner[way].args, inputs) ?? 0),
        0,
      );
    },
    call: (call) => {
      const inner = directionsOf(table, call.args);
      const callIn = (way: Way): Tensor => callInner(inner[way], call, `${way}/`);
      const [forward, backward] = [callIn('forward'), callIn('backward')];
      return merges[call.args.merge_mode](
        call.ops,
        forward,
        inner.backward.args['return_sequences'] === true ? call.ops.reverse(backward, 1) : backward,
      );
    },
    outputMask: {
      isThere: ({ layer }, [masked = false]) =>
        masked && layer.arguments['return_sequences'] === true,
      of: ({ args, mask }) => (args.layer.arguments['return_sequences'] === true ? mask : null),
    },
  });
}

function checkDirections({ forward, backward }: Directions): void {
  const [one, other] = [forward.args, backward.args];
  if (one['go_backwards'] === other['go_backwards']) {
    throw new ShapeError(
      `needs two layers of which one has go_backwards: true, got ${String(one['go_backwards'])} for layer and ${String(other['go_backwards'])} for backward_layer`,
    );
  }
  if (one['return_sequences'] !== other['return_sequences']) {
    throw new ShapeError(
      `needs two layers of the same return_sequences, got ${String(one['return_sequences'])} for layer and ${String(other['return_sequences'])} for backward_layer`,
    );
  }
}
