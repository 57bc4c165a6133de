// Layers that Keras itself lacks: a network comes in, the same in layers of Keras' that compute what
// those do goes out, with the weights that they have.
import { itemAt, known } from '../../ground/known.js';
import { productOf } from '../../ground/product.js';
import { layerEntry } from '../../model/layers/layers.js';
import type { WeightValues } from '../../model/model.js';
import type { Network, NetworkLayer } from '../../model/network.js';
import { checkPlainArguments } from '../../words/check.js';

/** The layers of dlx' table that Keras does not have. */
export const lacking: ReadonlySet<string> = new Set(['PositionEmbedding']);

// Keras' layer that adds a trained value for each step and feature, to what it has normalised.
const standIn = 'LayerNormalization';

// So large that what comes in, divided by its root, is nothing beside what is added to it: the layer
// gives its beta, and no gradient but that of beta.
const epsilon = 1e38;

/** The network as Keras has it. */
export function inKeras(network: Network): Network {
  return {
    ...network,
    layers: network.layers.map((one) => (isLacking(one) ? standing(one) : one)),
  };
}

/** What Keras has instead of layers of a network, a sentence each. */
export function standInNotes({ layers }: Network): readonly string[] {
  return layers
    .filter(isLacking)
    .map(
      ({ spec }) =>
        `${spec.name} is a LayerNormalization in Keras, which has no ${spec.layer}: an epsilon of 1e38 leaves nothing of what comes in, and its beta is what comes out`,
    );
}

/** The weights of {@link inKeras}: rows for steps that there are not, which nothing has trained, stay behind. */
export function weightsInKeras(network: Network, weights: WeightValues): WeightValues {
  const changed = new Map(weights);
  for (const layer of network.layers.filter(isLacking)) {
    const { key } = itemAt(layer.weights, 0);
    changed.set(key, known(weights, key).slice(0, productOf(stepsAndFeatures(layer))));
  }
  return changed;
}

function isLacking({ spec }: NetworkLayer): boolean {
  return lacking.has(spec.layer);
}

function stepsAndFeatures({ outputShape }: NetworkLayer): readonly number[] {
  return outputShape.slice(-2);
}

function standing(layer: NetworkLayer): NetworkLayer {
  const entry = layerEntry(standIn);
  const { spec, weights } = layer;
  const plain = checkPlainArguments(entry.arguments, { axis: [-2, -1], epsilon, scale: false });
  return {
    ...layer,
    entry,
    spec: {
      ...spec,
      layer: standIn,
      arguments: { ...plain, beta_initializer: spec.arguments['initializer'] },
    },
    weights: weights.map((weight) => ({ ...weight, shape: stepsAndFeatures(layer) })),
  };
}
