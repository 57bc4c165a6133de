// From a spec's layers to a network: shapes, weights and masks worked out, without TensorFlow.
import type { DatasetDescription } from '../dataset/dataset.js';
import { modelInput, type LayerSpec } from '../spec/spec.js';
import { isTagged } from '../words/tagged.js';
import { activationProblem } from './activations.js';
import { initializerProblem } from './initializers.js';
import { type LayerEntry, type SampleShape, ShapeError, sizeOf, type WeightPlan } from './layer.js';
import { layerEntry } from './layers/layers.js';

/** A layer with its shapes and weights. */
export type NetworkLayer = {
  readonly spec: LayerSpec;
  readonly entry: LayerEntry;
  readonly outputShape: SampleShape;
  readonly weights: readonly NetworkWeight[];
  /** Multiplications with a weight for one sample. */
  readonly multiplyAdds: number;
};

/** A weight of a network; `name` is unique in it, as `hidden/kernel`. */
export type NetworkWeight = WeightPlan & { readonly layer: string; readonly key: string };

/** A network whose shapes fit. */
export type Network = {
  readonly inputShape: SampleShape;
  readonly outputShape: SampleShape;
  readonly layers: readonly NetworkLayer[];
  readonly weights: readonly NetworkWeight[];
  readonly parameters: { readonly total: number; readonly trainable: number };
};

/** A layer that does not fit, for a message at its line. */
export class LayerProblem extends Error {
  override readonly name = 'LayerProblem';
  readonly origin: LayerSpec['origin'];

  constructor(origin: LayerSpec['origin'], message: string) {
    super(message);
    this.origin = origin;
  }
}

/** What a network is fed, as far as layers ask for it. */
export type InputData = Pick<DatasetDescription, 'inputKind' | 'vocabulary'>;

/**
 * Works out every shape and weight. Throws a {@link LayerProblem} for the first layer that does not
 * fit, or that cannot take what the data gives, where that is known.
 */
export function planNetwork(
  model: readonly LayerSpec[],
  inputShape: SampleShape,
  data?: InputData,
): Network {
  const shapes = new Map<string, SampleShape>([[modelInput, inputShape]]);
  const layers = model.map((spec) => {
    checkTokens(spec, data);
    const layer = planLayer(
      spec,
      spec.inputs.map((name) => shapes.get(name) ?? []),
    );
    shapes.set(spec.name, layer.outputShape);
    return layer;
  });
  const weights = layers.flatMap((layer) => layer.weights);
  const count = (some: readonly NetworkWeight[]): number =>
    some.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  return {
    inputShape,
    outputShape: layers.at(-1)?.outputShape ?? inputShape,
    layers,
    weights,
    parameters: {
      total: count(weights),
      trainable: count(weights.filter((weight) => weight.trainable)),
    },
  };
}

function planLayer(spec: LayerSpec, inputs: readonly SampleShape[]): NetworkLayer {
  const entry = layerEntry(spec.layer);
  const [least, most] = entry.takes ?? [1, 1];
  if (inputs.length < least || inputs.length > most) {
    throw new LayerProblem(
      spec.origin,
      `${spec.layer} takes ${inputsTaken(least, most)}, got ${inputs.length}: ${spec.inputs.join(', ')}`,
    );
  }
  try {
    return plannedLayer(spec, entry, inputs);
  } catch (error) {
    if (error instanceof ShapeError) {
      throw new LayerProblem(spec.origin, `${spec.layer} (${spec.name}) ${error.message}`);
    }
    throw error;
  }
}

// Throws a ShapeError where something does not fit.
function plannedLayer(
  spec: LayerSpec,
  entry: LayerEntry,
  inputs: readonly SampleShape[],
): NetworkLayer {
  const outputShape = entry.outputShape(spec.arguments, inputs);
  checkActivations(spec, outputShape.length);
  checkSize('gives', outputShape, 'a sample');
  const plans = entry.weights?.(spec.arguments, inputs) ?? [];
  checkWeights(spec, plans);
  return {
    spec,
    entry,
    outputShape,
    weights: plans.map((plan) => ({
      ...plan,
      layer: spec.name,
      key: `${spec.name}/${plan.name}`,
      trainable: plan.trainable && spec.trainable,
    })),
    multiplyAdds:
      entry.multiplyAdds?.(spec.arguments, inputs) ?? kernelsAtPlaces(plans, outputShape),
  };
}

function checkActivations({ arguments: args }: LayerSpec, rank: number): void {
  for (const [argument, value] of Object.entries(args)) {
    if (!argument.endsWith('activation') || !isTagged(value)) continue;
    const problem = activationProblem(value, rank);
    if (problem) throw new ShapeError(problem);
  }
}

function checkWeights({ inputs }: LayerSpec, plans: readonly WeightPlan[]): void {
  for (const { name, shape } of plans) checkSize('has', shape, `as its ${name}`);
  for (const { name, shape, initializer } of plans) {
    const problem = initializerProblem(initializer, shape);
    if (problem) {
      throw new ShapeError(`cannot initialise its ${name}, [${shape.join(', ')}]: ${problem}`);
    }
  }
  const isFitted = plans.some(({ fitted }) => fitted);
  const strange = isFitted ? inputs.find((name) => name !== modelInput) : undefined;
  if (strange !== undefined) {
    throw new ShapeError(
      `is fitted to the data and must take it straight, got the output of ${strange}; move it to the front, or give it its values`,
    );
  }
}

// As many float32 values take 8 GB; no file of weights, and no batch, could be larger by far.
const mostValues = 2 ** 31;

function checkSize(verb: string, shape: SampleShape, what: string): void {
  const size = sizeOf(shape);
  if (size > mostValues) {
    throw new ShapeError(
      `${verb} ${Number.isSafeInteger(size) ? size : 'more than 9e15'} values ${what}, more than the ${mostValues} that dlx takes`,
    );
  }
}

const counts = ['no', 'one', 'two', 'three', 'four'];

function inputsTaken(least: number, most: number): string {
  const [from, to] = [counts[least] ?? least, counts[most] ?? most];
  return least === most
    ? `${from} input${most === 1 ? '' : 's'}`
    : `${from} ${most === Infinity ? 'or more' : `to ${to}`} inputs`;
}

// Each kernel at every place of the output, its last axis left out.
function kernelsAtPlaces(weights: readonly WeightPlan[], outputShape: SampleShape): number {
  const kernels = weights.filter(({ shape }) => shape.length >= 2);
  return (
    sizeOf(outputShape.slice(0, -1)) * kernels.reduce((sum, { shape }) => sum + sizeOf(shape), 0)
  );
}

const kindWords: Readonly<Record<DatasetDescription['inputKind'], string>> = {
  image: 'images',
  table: 'a table of values',
  tokens: 'tokens',
};

// Tokens are the data's own; what comes out of a layer is none.
function checkTokens(spec: LayerSpec, data: InputData | undefined): void {
  const tokens = layerEntry(spec.layer).takesTokens?.(spec.arguments);
  if (tokens === undefined) return;
  const refuse = (message: string): never => {
    throw new LayerProblem(spec.origin, `${spec.layer} (${spec.name}) ${message}`);
  };
  const other = spec.inputs.find((name) => name !== modelInput);
  if (other !== undefined) {
    refuse(`expects tokens straight from the data set, got the output of ${other}`);
  }
  if (data && data.inputKind !== 'tokens') {
    refuse(`expects tokens (whole numbers), but the data set gives ${kindWords[data.inputKind]}`);
  }
  if (data?.vocabulary !== undefined && data.vocabulary > tokens) {
    refuse(
      `has rows for the tokens 0 to ${tokens - 1}, but the data set has tokens up to ${data.vocabulary - 1}; give it input_dim: ${data.vocabulary}`,
    );
  }
}

/**
 * The layers that are given a mask and neither use it nor hand it on: those after them take steps
 * that should not count for ones that do.
 */
export function droppedMasks({ layers }: Pick<Network, 'layers'>): readonly NetworkLayer[] {
  const masked = new Map<string, boolean>([[modelInput, false]]);
  return layers.filter(({ spec, entry: { outputMask, endsMask } }) => {
    const given = spec.inputs.map((name) => masked.get(name) ?? false);
    masked.set(
      spec.name,
      outputMask === 'passes'
        ? (given[0] ?? false)
        : (outputMask?.isThere(spec.arguments, given) ?? false),
    );
    return outputMask === undefined && endsMask !== true && given.some(Boolean);
  });
}

/**
 * The backend of TensorFlow.js for a network where there is no native one. WebAssembly is the faster
 * one, but lacks the gradient of a convolution, and those of its poolings are wrong.
 */
export function portableBackendOf(network: Network): 'wasm' | 'cpu' {
  return network.layers.some(({ spec }) => /Conv|Pooling/.test(spec.layer)) ? 'cpu' : 'wasm';
}
