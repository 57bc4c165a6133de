// The model of a .keras file: a network comes in, its layers in Keras' order with their calls come
// out. A plain list is Keras' Sequential, everything else its Functional model.
import { itemAt, known, present } from '../../ground/known.js';
import type { Network, NetworkLayer } from '../../model/network.js';
import type { SampleShape } from '../../model/layer.js';
import { modelInput } from '../../words/keys.js';
import type { Config } from './config.js';
import { toKerasName } from './names.js';
import { callArguments, kerasObject, layerObject, type Refuse } from './objects.js';

/** Layers that are part of the model, in the order in which Keras has them. */
export type KerasGraph = {
  readonly isSequential: boolean;
  readonly layers: readonly NetworkLayer[];
  /** The same in the order of the spec, in which a config may list them. */
  readonly listed: readonly NetworkLayer[];
  readonly inputPlaces: Network['inputPlaces'];
  /** What Keras calls a layer. */
  readonly nameOf: (name: string) => string;
  /** Those whose output nobody takes: a Functional model leaves them out. */
  readonly unused: readonly string[];
};

/** How Keras sees a network. */
export function kerasGraph({ inputs, inputPlaces, layers }: Network): KerasGraph {
  const isSequential =
    inputs.length === 1 &&
    layers.every(({ spec, entry }, index) => {
      const [taken = ''] = spec.inputs;
      const before = layers[index - 1]?.spec.name;
      return (
        entry.takes === undefined &&
        spec.inputs.length === 1 &&
        (before === undefined ? inputPlaces.has(taken) : taken === before)
      );
    });
  if (isSequential) {
    return {
      isSequential,
      inputPlaces,
      layers,
      listed: layers,
      nameOf: (name) => toKerasName(name),
      unused: [],
    };
  }
  const ordered = inOrder(layers);
  const hasMasks = ordered.some(
    ({ spec }) => spec.layer === 'Masking' || spec.arguments['mask_zero'] === true,
  );
  const used = new Set(ordered);
  return {
    isSequential,
    inputPlaces,
    layers: ordered,
    nameOf: (name) => toKerasName(name, hasMasks),
    listed: layers.filter((layer) => used.has(layer)),
    unused: layers.filter((layer) => !used.has(layer)).map(({ spec }) => spec.name),
  };
}

/**
 * Why the order in which Keras has the layers of a network is not known, or null: a mask that is made
 * in the middle of a model with branches has operations of its own there.
 */
export function orderProblem(network: Network): string | null {
  const masking = network.layers.find(
    ({ spec }) =>
      spec.layer === 'Masking' && !spec.inputs.some((name) => network.inputPlaces.has(name)),
  );
  return masking && !kerasGraph(network).isSequential && hasTwins(network)
    ? `Masking (${masking.spec.name}) stands behind another layer in a model with branches, where Keras puts its layers into an order of its own; put it straight on the data`
    : null;
}

// Whether two layers of one class have weights, and neither comes before the other.
function hasTwins({ layers }: Network): boolean {
  const before = new Map<string, ReadonlySet<string>>();
  return layers.some(({ spec, weights }, index) => {
    const all = new Set(spec.inputs.flatMap((name) => [name, ...(before.get(name) ?? [])]));
    before.set(spec.name, all);
    return (
      weights.length > 0 &&
      layers
        .slice(0, index)
        .some(
          (other) =>
            other.spec.layer === spec.layer &&
            other.weights.length > 0 &&
            !all.has(other.spec.name),
        )
    );
  });
}

// As keras.src.ops.function.map_graph has them: the farthest from the output first, and of equally
// far ones that which a walk from the output to the input meets first.
function inOrder(layers: readonly NetworkLayer[]): readonly NetworkLayer[] {
  const byName = new Map(layers.map((layer) => [layer.spec.name, layer]));
  const met = new Map<NetworkLayer, number>();
  const ahead = layers.slice(-1);
  for (let layer = ahead.pop(); layer; layer = ahead.pop()) {
    if (met.has(layer)) continue;
    met.set(layer, met.size);
    for (const name of layer.spec.inputs.toReversed()) {
      const input = byName.get(name);
      if (input) ahead.push(input);
    }
  }
  const depths = new Map<string, number>();
  for (const { spec } of layers.toReversed().filter((layer) => met.has(layer))) {
    const depth = depths.get(spec.name) ?? 0;
    for (const name of spec.inputs) depths.set(name, Math.max(depths.get(name) ?? 0, depth + 1));
  }
  const depthOf = ({ spec }: NetworkLayer): number => depths.get(spec.name) ?? 0;
  return [...met.keys()].sort((a, b) => depthOf(b) - depthOf(a) || known(met, a) - known(met, b));
}

/** What goes in: what Keras calls it, the shape of one sample, and whether it is of tokens. */
export type KerasInput = {
  readonly name: string;
  readonly shape: SampleShape;
  readonly dtype: 'float32' | 'int32';
};

/** What Keras calls the inputs of a network: the one that there is as layers of dlx do. */
export function kerasInputNames({
  inputs,
  layers,
}: Pick<Network, 'inputs' | 'layers'>): readonly string[] {
  if (inputs.length === 1) return [modelInput];
  const taken = new Set(layers.map(({ spec }) => toKerasName(spec.name)));
  return inputs.map(({ name }) => {
    const wanted = toKerasName(name.replaceAll(/[^A-Za-z0-9_.-]+/g, '_'));
    let own = wanted;
    for (let i = 1; taken.has(own); i += 1) own = `${wanted}_${i}`;
    taken.add(own);
    return own;
  });
}

/**
 * The inputs of a network: tokens are whole numbers where only layers for them take them.
 */
export function kerasInputs(network: Network): readonly KerasInput[] {
  const { inputs, inputPlaces, layers } = network;
  const names = kerasInputNames(network);
  return inputs.map(({ shape }, place) => {
    const takers = layers.filter(({ spec }) =>
      spec.inputs.some((one) => inputPlaces.get(one) === place),
    );
    const isTokens = takers.length > 0 && takers.every(({ entry }) => entry.takesTokens);
    return {
      name: itemAt(names, place),
      shape,
      dtype: isTokens ? 'int32' : 'float32',
    };
  });
}

/** A model as an object of Keras: `front` are layers before it, as what divides pixels. */
export function modelObject(
  graph: KerasGraph,
  inputs: readonly KerasInput[],
  name: string,
  front: readonly KerasFront[],
  refuse: (layer: string) => Refuse,
): { readonly [key: string]: Config } {
  const inputLayers = inputs.map((input) =>
    kerasObject('layer', 'InputLayer', {
      batch_shape: [null, ...input.shape],
      dtype: input.dtype,
      sparse: false,
      name: input.name,
    }),
  );
  const layers = graph.listed.map((layer) => objectOf(layer, graph.nameOf, refuse));
  return graph.isSequential
    ? {
        module: 'keras',
        class_name: 'Sequential',
        config: {
          name,
          trainable: true,
          layers: [...inputLayers, ...front.map(({ object }) => object), ...layers],
        },
        registered_name: null,
        build_config: { input_shape: [null, ...itemAt(inputs, 0).shape] },
      }
    : functional(graph, { inputs, inputLayers, layers, front, name });
}

/** A layer that dlx adds in front of the network. */
export type KerasFront = {
  readonly name: string;
  /** The input of the network that it takes, by its place. */
  readonly input: number;
  readonly className: string;
  readonly object: Config;
};

type Functional = {
  readonly inputs: readonly KerasInput[];
  readonly inputLayers: readonly Config[];
  readonly layers: readonly Config[];
  readonly front: readonly KerasFront[];
  readonly name: string;
};

function functional(
  graph: KerasGraph,
  { inputs, inputLayers, layers, front, name }: Functional,
): { readonly [key: string]: Config } {
  const entering: Tensor[] = [...inputs];
  const nodes: Config[] = inputs.map(({ name: own }, i) => node(itemAt(inputLayers, i), own, []));
  for (const added of front) {
    const taken = itemAt(entering, added.input);
    nodes.push(node(added.object, added.name, [call([taken], {})]));
    entering[added.input] = { name: added.name, shape: taken.shape, dtype: 'float32' };
  }
  const tensors = new Map(
    Array.from(graph.inputPlaces, ([own, place]) => [own, itemAt(entering, place)]),
  );
  for (const [index, layer] of graph.listed.entries()) {
    const { spec, entry, outputShape } = layer;
    const taken = spec.inputs.map((one) => known(tensors, one));
    // A layer for one input or several is called with query and value, one for several with a list.
    const least = entry.takes?.[0] ?? 1;
    const args = entry.takes === undefined ? taken : least === 1 ? attention(taken) : [taken];
    nodes.push(
      node(layers[index] ?? null, graph.nameOf(spec.name), [
        call(args, callArguments(spec.arguments)),
      ]),
    );
    tensors.set(spec.name, {
      name: graph.nameOf(spec.name),
      shape: outputShape,
      dtype: 'float32',
    });
  }
  const ends = inputs.map(({ name: own }): Config => [own, 0, 0]);
  const last = present(graph.listed.at(-1), 'a last layer').spec.name;
  return {
    module: 'keras.src.models.functional',
    class_name: 'Functional',
    config: {
      name,
      trainable: true,
      layers: nodes,
      // Keras has one as it is, and several as a list.
      input_layers: inputs.length === 1 ? (ends[0] ?? null) : ends,
      output_layers: [known(tensors, last).name, 0, 0],
    },
    registered_name: 'Functional',
  };
}

function objectOf(
  { spec, entry }: NetworkLayer,
  nameOf: KerasGraph['nameOf'],
  refuse: (layer: string) => Refuse,
): Config {
  return layerObject(
    entry,
    { name: nameOf(spec.name), args: spec.arguments, trainable: spec.trainable },
    refuse(`${spec.layer} (${spec.name})`),
  );
}

type Tensor = { readonly name: string; readonly shape: SampleShape; readonly dtype: string };

// One input is query, value and key.
function attention(taken: readonly Tensor[]): readonly Tensor[] {
  return taken.length === 1 ? [...taken, ...taken] : taken;
}

function node(object: Config, name: string, calls: readonly Config[]): Config {
  return { ...(object as object), name, inbound_nodes: calls };
}

function call(
  args: readonly (Tensor | readonly Tensor[])[],
  kwargs: { readonly [key: string]: Config },
): Config {
  return {
    args: args.map((arg) => (isList(arg) ? arg.map(tensorObject) : tensorObject(arg))),
    kwargs,
  };
}

function isList(arg: Tensor | readonly Tensor[]): arg is readonly Tensor[] {
  return Array.isArray(arg);
}

function tensorObject({ name, shape, dtype }: Tensor): Config {
  return {
    class_name: '__keras_tensor__',
    config: { shape: [null, ...shape], dtype, keras_history: [name, 0, 0] },
  };
}
