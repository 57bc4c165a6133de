// From a spec's layers to a network: shapes, weights and masks worked out, without TensorFlow.
import type { InputDescription } from '../dataset/dataset.js';
import { flowYaml } from '../document/yaml.js';
import { itemAt } from '../ground/known.js';
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

/** What goes into a network: an input of the data, its kind as far as that is known. */
export type NetworkInput = Pick<InputDescription, 'name' | 'shape'> &
  Partial<Pick<InputDescription, 'kind' | 'vocabulary'>>;

/** A network whose shapes fit. */
export type Network = {
  /** In the order in which a batch has them. */
  readonly inputs: readonly NetworkInput[];
  /** Which of them each name means that a layer may have for one. */
  readonly inputPlaces: ReadonlyMap<string, number>;
  readonly outputShape: SampleShape;
  readonly layers: readonly NetworkLayer[];
  readonly weights: readonly NetworkWeight[];
  readonly parameters: { readonly total: number; readonly trainable: number };
};

/** A layer that does not fit, for a message at its line. */
export class LayerProblem extends Error {
  override readonly name = 'LayerProblem';
  readonly origin: LayerSpec['origin'];
  /** What to do about it, where the message does not say so. */
  readonly cure: string | null;

  constructor(origin: LayerSpec['origin'], message: string, cure: string | null = null) {
    super(message);
    this.origin = origin;
    this.cure = cure;
  }
}

// What layers may take straight from the data, by the names that they have for it.
type Given = ReadonlyMap<string, NetworkInput>;

/**
 * Works out every shape and weight. Throws a {@link LayerProblem} for the first layer that does not
 * fit, that does not say which of several inputs it takes, or that cannot take what the data gives,
 * where that is known.
 */
export function planNetwork(model: readonly LayerSpec[], inputs: readonly NetworkInput[]): Network {
  const inputPlaces = placesOf(model, inputs);
  const given: Given = new Map(
    Array.from(inputPlaces, ([name, place]) => [name, itemAt(inputs, place)]),
  );
  const shapes = new Map(Array.from(given, ([name, { shape }]) => [name, shape]));
  const layers = model.map((spec) => {
    checkNamed(spec, shapes, inputs);
    checkTokens(spec, given);
    const layer = planLayer(
      spec,
      spec.inputs.map((name) => shapes.get(name) ?? []),
      given,
    );
    shapes.set(spec.name, layer.outputShape);
    return layer;
  });
  const weights = layers.flatMap((layer) => layer.weights);
  const count = (some: readonly NetworkWeight[]): number =>
    some.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  return {
    inputs,
    inputPlaces,
    outputShape: layers.at(-1)?.outputShape ?? [],
    layers,
    weights,
    parameters: {
      total: count(weights),
      trainable: count(weights.filter((weight) => weight.trainable)),
    },
  };
}

// A layer that is called as the one input of the data is means itself; that has another name.
function placesOf(
  model: readonly LayerSpec[],
  inputs: readonly NetworkInput[],
): ReadonlyMap<string, number> {
  const layers = new Set(model.map(({ name }) => name));
  const named = inputs.map(({ name }, place) => [name, place] as const);
  return new Map([
    ...named.filter(([name]) => !layers.has(name)),
    ...(inputs.length === 1 ? [[modelInput, 0] as const] : []),
  ]);
}

function checkNamed(
  { origin, layer, name, inputs: taken }: LayerSpec,
  known: ReadonlyMap<string, unknown>,
  inputs: readonly NetworkInput[],
): void {
  const strange = taken.find((one) => !known.has(one));
  if (strange === undefined) return;
  const names = inputs.map((input) => input.name);
  const listed = `the data has the ${names.length === 1 ? 'input' : 'inputs'} ${listedWords(names)}`;
  if (strange !== modelInput) {
    throw new LayerProblem(
      origin,
      `${layer} (${name}) takes ${JSON.stringify(strange)}, which is no layer before it and no input: ${listed}`,
    );
  }
  throw new LayerProblem(
    origin,
    `${listed}, and ${layer} (${name}) does not say which it takes`,
    `write beside it inputs: ${flowYaml(names.slice(0, 1))}, or another of them${layerEntry(layer).takes ? `, or several: ${flowYaml(names)}` : ''}`,
  );
}

/** Words as a sentence lists them: `a, b and c`. */
function listedWords(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

function planLayer(spec: LayerSpec, inputs: readonly SampleShape[], given: Given): NetworkLayer {
  const entry = layerEntry(spec.layer);
  const [least, most] = entry.takes ?? [1, 1];
  if (inputs.length < least || inputs.length > most) {
    throw new LayerProblem(
      spec.origin,
      `${spec.layer} takes ${inputsTaken(least, most)}, got ${inputs.length}: ${spec.inputs.join(', ')}`,
    );
  }
  try {
    return plannedLayer(spec, entry, inputs, given);
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
  given: Given,
): NetworkLayer {
  const outputShape = entry.outputShape(spec.arguments, inputs);
  checkActivations(spec, outputShape.length);
  checkSize('gives', outputShape, 'a sample');
  const plans = entry.weights?.(spec.arguments, inputs) ?? [];
  checkWeights(spec, plans, given);
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

function checkWeights({ inputs }: LayerSpec, plans: readonly WeightPlan[], given: Given): void {
  for (const { name, shape } of plans) checkSize('has', shape, `as its ${name}`);
  for (const { name, shape, initializer } of plans) {
    const problem = initializerProblem(initializer, shape);
    if (problem) {
      throw new ShapeError(`cannot initialise its ${name}, [${shape.join(', ')}]: ${problem}`);
    }
  }
  const isFitted = plans.some(({ fitted }) => fitted);
  const strange = isFitted ? inputs.find((name) => !given.has(name)) : undefined;
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

const kindWords: Readonly<Record<InputDescription['kind'], string>> = {
  image: 'images',
  table: 'a table of values',
  tokens: 'tokens',
  values: 'values',
};

// Tokens are the data's own; what comes out of a layer is none.
function checkTokens(spec: LayerSpec, given: Given): void {
  const tokens = layerEntry(spec.layer).takesTokens?.(spec.arguments);
  if (tokens === undefined) return;
  const refuse = (message: string): never => {
    throw new LayerProblem(spec.origin, `${spec.layer} (${spec.name}) ${message}`);
  };
  const other = spec.inputs.find((name) => !given.has(name));
  if (other !== undefined) {
    refuse(`expects tokens straight from the data set, got the output of ${other}`);
  }
  for (const name of spec.inputs) {
    const { kind = 'tokens', vocabulary = null } = given.get(name) ?? {};
    const from = name === modelInput ? '' : ` in ${name}`;
    if (kind !== 'tokens') {
      refuse(`expects tokens (whole numbers), but the data set gives ${kindWords[kind]}${from}`);
    }
    if (vocabulary !== null && vocabulary > tokens) {
      refuse(
        `has rows for the tokens 0 to ${tokens - 1}, but the data set has tokens up to ${vocabulary - 1}${from}; give it input_dim: ${vocabulary}`,
      );
    }
  }
}

/**
 * The layers that are given a mask and neither use it nor hand it on: those after them take steps
 * that should not count for ones that do.
 */
export function droppedMasks({ layers }: Pick<Network, 'layers'>): readonly NetworkLayer[] {
  const masked = new Map<string, boolean>();
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
