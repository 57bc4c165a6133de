// A batch through a network, layer by layer: tensors in, the output, what regularizers add and what
// layers change out. Shapes and weights were worked out in network.ts.
import { itemAt, known, present } from '../ground/known.js';
import { streamOf } from '../ground/random.js';
import { modelInput } from '../spec/spec.js';
import type { Keep, Operations, RandomFeed, Tensor } from '../tensor/operations.js';
import { taggedArgument } from '../words/tagged.js';
import type { LayerCall } from './layer.js';
import type { Network, NetworkLayer } from './network.js';
import { activityPenalty, penaltyOf } from './regularizers.js';

/** What a pass through a network needs besides the network. */
export type Pass = {
  readonly ops: Operations;
  /** A tensor an input of the network, in their order. */
  readonly inputs: readonly Tensor[];
  /** The weights' values, by key. */
  readonly weights: ReadonlyMap<string, Tensor>;
  readonly training: boolean;
  /** Fed random counters; null where nothing is drawn (evaluation). */
  readonly random: RandomFeed | null;
  readonly keep: Keep;
  /** Told of each layer's output and of the masks it was given, while they live. */
  readonly onLayer?: (
    layer: NetworkLayer,
    output: Tensor,
    masks: readonly (Tensor | null)[],
  ) => void;
};

/** What a pass gives. */
export type PassResult = {
  readonly output: Tensor;
  /** What went into a last softmax or sigmoid, or null. */
  readonly logits: Tensor | null;
  /** What regularizers add to the loss, or null where there are none. */
  readonly penalty: Tensor | null;
  /** New values of weights that are not trained, by key. */
  readonly assigned: ReadonlyMap<string, Tensor>;
};

/** Runs a batch through the network. */
export function runNetwork(network: Network, pass: Pass): PassResult {
  const outputs = new Map<string, Passed>(
    Array.from(network.inputPlaces, ([name, place]) => [
      name,
      { output: itemAt(pass.inputs, place), mask: null },
    ]),
  );
  const effects: Effects = {
    assigned: new Map(),
    penalties: weightPenalties(network, pass),
    logits: null,
  };
  for (const layer of network.layers) {
    effects.logits = null;
    const inputs = layer.spec.inputs.map((name) => known(outputs, name));
    outputs.set(layer.spec.name, callLayer(layer, inputs, pass, effects));
  }
  const { output } = known(outputs, network.layers.at(-1)?.spec.name ?? modelInput);
  const { penalties, logits, assigned } = effects;
  return {
    output,
    logits,
    penalty:
      penalties.length === 0
        ? null
        : penalties.reduce((sum, penalty) => pass.ops.add(sum, penalty)),
    assigned,
  };
}

type Passed = { readonly output: Tensor; readonly mask: Tensor | null };

// Grow, or change, from layer to layer.
type Effects = {
  readonly assigned: Map<string, Tensor>;
  readonly penalties: Tensor[];
  logits: Tensor | null;
};

// Weights that are not trained add nothing, as in Keras.
function weightPenalties({ weights }: Network, { ops, weights: values }: Pass): Tensor[] {
  return weights.flatMap(({ key, regularizer, trainable }) =>
    regularizer && trainable ? [penaltyOf(ops, regularizer, known(values, key))] : [],
  );
}

function callLayer(
  layer: NetworkLayer,
  inputs: readonly Passed[],
  pass: Pass,
  effects: Effects,
): Passed {
  const { spec, entry } = layer;
  const { ops, training, keep } = pass;
  const tensors = inputs.map(({ output }) => output);
  const given = entry.takesTokens
    ? tensors
    : tensors.map((input) => (input.dtype === 'int32' ? ops.cast(input, 'float32') : input));
  const masks = inputs.map(({ mask }) => mask);
  const uniform = uniformOf(spec.name, pass);
  const call: LayerCall<Readonly<Record<string, unknown>>> = {
    ops,
    args: spec.arguments,
    inputs: given,
    x: itemAt(given, 0),
    masks,
    mask: masks[0] ?? null,
    weight: (name) => known(pass.weights, `${spec.name}/${name}`),
    training,
    trainable: spec.trainable,
    uniform,
    normal: (shape, purpose) => ops.normal(uniform([2, ...shape], purpose)),
    assign: (name, value) => void effects.assigned.set(`${spec.name}/${name}`, value),
    addLoss: (value) => void effects.penalties.push(value),
    keep,
    exposeLogits: (logits) => void (effects.logits = logits),
  };
  const output = entry.call(call);
  const activityRegularizer =
    entry.activityRegularizer?.(spec.arguments) ??
    taggedArgument(spec.arguments, 'activity_regularizer');
  if (activityRegularizer) {
    effects.penalties.push(activityPenalty(ops, activityRegularizer, output));
  }
  pass.onLayer?.(layer, output, masks);
  return {
    output,
    mask: entry.outputMask === 'passes' ? call.mask : (entry.outputMask?.of(call) ?? null),
  };
}

function uniformOf(layer: string, { ops, random }: Pass): LayerCall<object>['uniform'] {
  return (shape, purpose) =>
    ops.uniform(
      shape,
      streamOf(`layer/${layer}${purpose === undefined ? '' : `/${purpose}`}`),
      present(random, 'what is drawn from'),
    );
}
