// model.weights.h5 of a .keras file: layers in Keras' order with their weights, and an optimizer that
// has not begun, come in; arrays by their paths come out.
import { snakeCase } from '../../document/layer-item.js';
import { known } from '../../ground/known.js';
import type { WeightValues } from '../../model/model.js';
import type { NetworkLayer } from '../../model/network.js';
import { sizeOf } from '../../model/layer.js';
import type { Hdf5, Hdf5Array } from './hdf5.js';
import { toKerasName } from './names.js';
import type { OptimizerState } from './optimizer.js';
import { weightPlaces } from './places.js';

/** Where a weight of a network stands in a file. */
export type WeightPath = {
  readonly key: string;
  readonly path: string;
  readonly shape: readonly number[];
};

/** The places of all weights of layers in Keras' order, behind layers of some classes without any. */
export function weightPaths(
  layers: readonly NetworkLayer[],
  front: readonly string[],
): readonly WeightPath[] {
  const groups = groupsOf(layers, front);
  return layers.flatMap(({ spec, weights }, index) => {
    const places = weightPlaces(
      spec,
      weights.map(({ key }) => key.slice(spec.name.length + 1)),
    );
    return weights.map(({ key, shape }, i) => ({
      key,
      path: `${groups[index]}/${places[i]}`,
      shape,
    }));
  });
}

function groupsOf(layers: readonly NetworkLayer[], front: readonly string[]): readonly string[] {
  return layerGroups([...front, ...layers.map(({ spec }) => spec.layer)]).slice(front.length);
}

/** The weights of layers at their places, and what Keras calls the layers. */
export function weightArrays(
  layers: readonly NetworkLayer[],
  weights: WeightValues,
  front: readonly string[],
): Pick<Hdf5, 'arrays' | 'names'> {
  const counts = new Set(layers.map(({ spec }) => `${spec.name}/count`));
  const groups = groupsOf(layers, front);
  return {
    arrays: weightPaths(layers, front).map(({ key, path, shape }) => ({
      path,
      shape,
      values: stored(known(weights, key), counts.has(key)),
    })),
    names: new Map(
      layers.map(({ spec }, index) => [`${groups[index]}/vars`, toKerasName(spec.name)] as const),
    ),
  };
}

// Keras counts samples in whole numbers.
function stored(values: Float32Array, isCount: boolean): Hdf5Array['values'] {
  return isCount ? BigInt64Array.from(values, (value) => BigInt(Math.round(value))) : values;
}

/** The groups of layers of these classes, which Keras counts by class: `layers/dense_1`. */
export function layerGroups(classes: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  return classes.map((name) => {
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    return `layers/${snakeCase(name)}${count === 0 ? '' : `_${count}`}`;
  });
}

/** Whether Keras opens a frozen layer as one that is trained: attention does not tell its parts. */
export function forgetsFrozen({ spec }: NetworkLayer): boolean {
  return spec.layer === 'MultiHeadAttention' && !spec.trainable;
}

/** What an optimizer that has not begun keeps, numbered as Keras does. */
export function optimizerArrays(
  { rate, slots, last }: OptimizerState,
  layers: readonly NetworkLayer[],
): readonly Hdf5Array[] {
  const shapes = layers.flatMap((layer) =>
    layer.weights
      .filter(({ trainable }) => trainable || forgetsFrozen(layer))
      .map(({ shape }) => shape),
  );
  const scalars = [
    { shape: [], values: BigInt64Array.of(0n) },
    ...(rate === null ? [] : [{ shape: [], values: Float32Array.of(rate) }]),
  ];
  // Slots that are made together stand beside each other, weight by weight.
  const filled = slots.flatMap((together) =>
    shapes.flatMap((shape) =>
      together.map((initial) => ({ shape, values: new Float32Array(sizeOf(shape)).fill(initial) })),
    ),
  );
  return [
    ...scalars,
    ...filled,
    ...last.map((value) => ({ shape: [], values: Float32Array.of(value) })),
  ].map((array, i) => ({ path: `optimizer/vars/${i}`, ...array }));
}
