// Layers around another layer: Bidirectional, which runs it in both directions, and
// TimeDistributed, which runs it on every step. The weights of a layer inside have names of their
// own, as `forward/kernel`.
import type { Operations, Tensor } from '../../tensor/operations.js';
import { choice } from '../../words/arguments.js';
import { nestedLayer, type NestedLayer } from '../../words/nested.js';
import { findEntry, taggedArgument } from '../../words/tagged.js';
import {
  defineLayer,
  renderShape,
  type LayerCall,
  type LayerEntry,
  type SampleShape,
  ShapeError,
  type WeightPlan,
} from '../layer.js';
import { activityPenalty } from '../regularizers.js';
import { recurrentLayers } from './recurrent.js';

/** The layers that hold one of `table`, a layer of the other kinds or of their own. */
export function wrapperLayers(table: readonly LayerEntry[]): readonly LayerEntry[] {
  const recurrent = table.filter(({ name }) =>
    recurrentLayers.some((layer) => layer.name === name),
  );
  const inner = table.filter(({ takes, takesTokens }) => !takes && !takesTokens);
  const wrappers = [bidirectional(recurrent), timeDistributed(inner)];
  inner.push(...wrappers);
  return wrappers;
}

type Call = LayerCall<Readonly<Record<string, unknown>>>;
/** A layer inside another one: its entry and its checked arguments. */
type Inner = { readonly entry: LayerEntry; readonly args: Readonly<Record<string, unknown>> };

function innerOf(table: readonly LayerEntry[], { layer, arguments: args }: NestedLayer): Inner {
  const entry = findEntry(table, layer);
  if (!entry) throw new Error(`no layer ${layer} inside another`);
  return { entry, args };
}

// What a layer inside says of shapes is said of it by name.
function shapeOf<T>({ entry }: Inner, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof ShapeError
      ? new ShapeError(`holds a layer ${entry.name} that ${error.message}`)
      : error;
  }
}

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

function bidirectional(table: readonly LayerEntry[]): LayerEntry {
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

function callInner({ entry, args }: Inner, call: LayerCall<unknown>, prefix: string): Tensor {
  const output = entry.call(innerCall(call, args, prefix));
  penalise({ entry, args }, call, output);
  return output;
}

function penalise(
  { entry, args }: Inner,
  { ops, addLoss }: LayerCall<unknown>,
  output: Tensor,
): void {
  const regularizer =
    entry.activityRegularizer?.(args) ?? taggedArgument(args, 'activity_regularizer');
  if (regularizer) addLoss(activityPenalty(ops, regularizer, output));
}

// The outer layer's call, with the weights that begin with `prefix`, and random streams of their
// own.
function innerCall(
  call: LayerCall<unknown>,
  args: Inner['args'],
  prefix: string,
  streams = prefix,
): Call {
  return {
    ...call,
    args,
    weight: (name) => call.weight(`${prefix}${name}`),
    uniform: (shape, purpose) => call.uniform(shape, purposeWith(streams, purpose)),
    normal: (shape, purpose) => call.normal(shape, purposeWith(streams, purpose)),
    assign: (name, value) => call.assign(`${prefix}${name}`, value),
    exposeLogits: () => undefined,
  };
}

function purposeWith(prefix: string, purpose: string | undefined): string | undefined {
  return prefix === '' ? purpose : `${prefix}${purpose ?? ''}`.replace(/\/$/, '');
}

function timeDistributed(table: readonly LayerEntry[]): LayerEntry {
  return defineLayer({
    name: 'TimeDistributed',
    summary: 'A layer on every step of a sequence by itself, with the same weights.',
    arguments: { layer: nestedLayer(table) },
    outputShape: ({ layer }, inputs) => {
      const [steps, step] = stepShape(inputs);
      const inner = innerOf(table, layer);
      return [steps, ...shapeOf(inner, () => inner.entry.outputShape(inner.args, [step]))];
    },
    weights: ({ layer }, inputs) => {
      const inner = innerOf(table, layer);
      const plans = shapeOf(
        inner,
        () => inner.entry.weights?.(inner.args, [stepShape(inputs)[1]]) ?? [],
      );
      if (plans.some(({ fitted }) => fitted)) {
        throw new ShapeError(
          `cannot hold ${layer.layer}, which is fitted to the data; give that its values, or put it in front`,
        );
      }
      return plans;
    },
    multiplyAdds: ({ layer }, inputs) => {
      const [steps, step] = stepShape(inputs);
      const inner = innerOf(table, layer);
      const each = inner.entry.multiplyAdds?.(inner.args, [step]);
      return each === undefined ? undefined : steps * each;
    },
    call: (call) => {
      const inner = innerOf(table, call.args.layer);
      const shape = call.x.shape.slice(2);
      const moves = (inner.entry.weights?.(inner.args, [shape]) ?? []).some(
        ({ trainable }) => !trainable,
      );
      const output = moves ? stepByStep(inner, call) : allSteps(inner, call);
      penalise(inner, call, output);
      return output;
    },
    outputMask: 'passes',
  });
}

function stepShape(inputs: readonly SampleShape[]): readonly [number, SampleShape] {
  const [[steps, ...step] = []] = inputs;
  if (steps === undefined || step.length === 0) {
    throw new ShapeError(
      `expects a sequence (steps × features or more), got ${renderShape(inputs[0] ?? [])}`,
    );
  }
  return [steps, step];
}

// A layer for which samples have nothing to do with each other takes every step as a sample.
function allSteps({ entry, args }: Inner, call: LayerCall<unknown>): Tensor {
  const { ops, x, mask } = call;
  const [batch = 0, steps = 0, ...step] = x.shape;
  const flat = ops.reshape(x, [batch * steps, ...step]);
  // What masks whole steps says nothing within one.
  const within =
    mask && mask.rank > 2 ? ops.reshape(mask, [batch * steps, ...mask.shape.slice(2)]) : null;
  const output = entry.call({
    ...innerCall(call, args, ''),
    inputs: [flat],
    x: flat,
    mask: within,
    masks: [within],
  });
  return ops.reshape(output, [batch, steps, ...output.shape.slice(1)]);
}

// A layer that moves its weights, as BatchNormalization, sees one step after the other.
function stepByStep({ entry, args }: Inner, call: LayerCall<unknown>): Tensor {
  const { ops, x, mask } = call;
  const moved = new Map<string, Tensor>();
  const masks = mask && ops.stepsOf(mask);
  const outputs = ops.stepsOf(x).map((step, i) => {
    const counts = masks?.[i] ?? null;
    const own = {
      weight: (name: string) => moved.get(name) ?? call.weight(name),
      assign: (name: string, value: Tensor) => void moved.set(name, value),
    };
    return entry.call({
      ...innerCall(call, args, '', `${i}/`),
      ...own,
      inputs: [step],
      x: step,
      mask: counts,
      masks: [counts],
    });
  });
  for (const [name, value] of moved) call.assign(name, value);
  return ops.stack(outputs, 1);
}
