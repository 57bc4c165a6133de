// A network, layer by layer, in PyTorch; or why a layer of it is not.
import type { KeptModel } from '../../inference/kept.js';
import type { SampleShape } from '../../model/layer.js';
import { layerEntry } from '../../model/layers/layers.js';
import type { Network, NetworkLayer } from '../../model/network.js';
import { isNestedLayer } from '../../words/nested.js';
import { itemAt, known } from '../../ground/known.js';
import { translationOf } from './layers.js';
import { maskUsers } from './masks.js';
import { pythonNames } from './names.js';
import { NoTranslation, type TorchLayer, type Translated } from './translation.js';

/** A layer of a network in PyTorch. */
export type TorchStep = {
  readonly name: string;
  readonly layer: NetworkLayer;
  readonly inputs: readonly SampleShape[];
  readonly translated: Translated;
};

/** What became of a network, and a sentence for each layer that PyTorch has no plain form of. */
export type TorchNetwork = {
  /** What Python calls the inputs, in their order. */
  readonly inputs: readonly string[];
  readonly steps: readonly TorchStep[];
  readonly problems: readonly string[];
};

/** Translates the network of a kept model. */
export function translatedNetwork({ network, weights }: KeptModel): TorchNetwork {
  const nameOf = pythonNames();
  const shapes = new Map(
    Array.from(network.inputPlaces, ([own, place]) => [own, itemAt(network.inputs, place).shape]),
  );
  const masked = maskUsers(network);
  const problems: string[] = [];
  const steps = network.layers.flatMap((layer): readonly TorchStep[] => {
    const { spec, outputShape } = layer;
    const inputs = spec.inputs.map((name) => known(shapes, name));
    shapes.set(spec.name, outputShape);
    const own = new Map(
      layer.weights.map(({ name, key, shape }) => [name, { shape, values: known(weights, key) }]),
    );
    const name = nameOf(spec.name);
    try {
      if (masked.has(layer)) {
        throw new NoTranslation('leaves out steps by a mask, which PyTorch does not');
      }
      const translated = translate(spec.layer, {
        name,
        arguments: spec.arguments,
        inputs,
        output: outputShape,
        weight: (weight) => own.get(weight),
      });
      return [{ name, layer, inputs, translated }];
    } catch (error) {
      if (!(error instanceof NoTranslation)) throw error;
      problems.push(`${spec.layer} (${spec.name}) ${error.message}`);
      return [];
    }
  });
  const inputs =
    network.inputs.length === 1 ? ['x'] : network.inputs.map(({ name }) => nameOf(name));
  return { inputs, steps, problems };
}

function translate(type: string, layer: Omit<TorchLayer, 'inner'>): Translated {
  const translation = translationOf(type);
  if (!translation) throw new NoTranslation('has no plain form in torch.nn');
  return translation({ ...layer, inner: (...given) => innerOf(layer, ...given) });
}

// A layer that another one holds.
function innerOf(
  outer: Omit<TorchLayer, 'inner'>,
  ...[argument, name, { weights, inputs, arguments: more }]: Parameters<TorchLayer['inner']>
): Translated {
  const inner = outer.arguments[argument];
  if (!isNestedLayer(inner)) throw new Error(`${argument} is no layer`);
  const args = { ...inner.arguments, ...more };
  try {
    return translate(inner.layer, {
      name,
      arguments: args,
      inputs,
      output: layerEntry(inner.layer).outputShape(args, inputs),
      weight: (weight) => outer.weight(`${weights}${weight}`),
    });
  } catch (error) {
    throw error instanceof NoTranslation
      ? new NoTranslation(`holds a layer ${inner.layer} that ${error.message}`)
      : error;
  }
}

/** Whether each layer takes the one before it, or the one input, and nothing else. */
export function isChain(
  steps: readonly TorchStep[],
  { inputs, inputPlaces }: Pick<Network, 'inputs' | 'inputPlaces'>,
): boolean {
  if (inputs.length > 1) return false;
  return steps.every(({ layer: { spec } }, i) => {
    const [taken = ''] = spec.inputs;
    const isNext =
      i === 0 ? inputPlaces.has(taken) : taken === itemAt(steps, i - 1).layer.spec.name;
    return spec.inputs.length === 1 && isNext;
  });
}
