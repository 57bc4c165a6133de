// Which tensors of elsewhere a network's weights begin with, by the names of layers: names and shapes
// in, pairs out, or every one that does not fit.
import type { WeightValues } from './model.js';
import { matchesPattern } from '../text/pattern.js';
import { nearestWords } from '../text/suggest.js';
import type { Network, NetworkLayer, NetworkWeight } from './network.js';

/** A tensor by its name there, as `hidden/kernel`. */
export type NamedShape = { readonly name: string; readonly shape: readonly number[] };

/** What is wanted of them. */
export type Wishes = {
  /** Layers, blocks or weights there, and what they are called here. */
  readonly rename: Readonly<Record<string, string>>;
  /** Layers here, or weights, with `*`; null for all that have one there. */
  readonly only: readonly string[] | null;
};

/** What a network takes. */
export type Transfer = {
  /** The name there of the tensor that each weight begins with, by the weight's key. */
  readonly taken: ReadonlyMap<string, string>;
  /** Weights that begin as they would without; tensors that nothing takes. */
  readonly fresh: readonly string[];
  readonly left: readonly string[];
  /** All that does not fit, a part of a sentence each; then nothing is to be taken. */
  readonly misfits: readonly string[];
};

/**
 * Pairs weights and tensors. A layer takes all of its weights or none: where both sides have it, they
 * must have the same weights, of the same shapes. Nothing that fits at all is a misfit, too.
 */
export function transferTo(
  { layers, weights }: Pick<Network, 'layers' | 'weights'>,
  tensors: readonly NamedShape[],
  { rename, only }: Wishes,
): Transfer {
  const renamed = tensors.map((tensor) => ({ ...tensor, here: nameHere(tensor.name, rename) }));
  const misfits = [
    ...renameMisfits(weights, tensors, rename),
    ...twiceNamed(renamed),
    ...onlyMisfits(weights, only),
  ];
  const isWanted = ({ layer, key }: NetworkWeight): boolean =>
    only === null || only.some((one) => matchesPattern(one, layer) || matchesPattern(one, key));
  const there = new Map(renamed.map((tensor) => [tensor.here, tensor]));
  const taken = new Map<string, string>();
  for (const layer of layers) {
    const wanted = layer.weights.filter(isWanted);
    const isWhole = wanted.length === layer.weights.length;
    const found = layerTransfer(layer, wanted, there, { isAsked: only !== null, isWhole });
    misfits.push(...found.misfits);
    for (const [key, name] of found.taken) taken.set(key, name);
  }
  if (misfits.length === 0 && taken.size === 0) misfits.push(nothingFits(layers, tensors));
  const used = new Set(taken.values());
  return {
    taken,
    fresh: weights.flatMap(({ key }) => (taken.has(key) ? [] : [key])),
    left: tensors.flatMap(({ name }) => (used.has(name) ? [] : [name])),
    misfits,
  };
}

/** The network whose weights begin with these values, by their keys, instead of drawn or fitted ones. */
export function beginningWith(network: Network, values: WeightValues): Network {
  const begun = (weight: NetworkWeight): NetworkWeight => {
    const own = values.get(weight.key);
    return own ? { ...weight, fitted: () => own } : weight;
  };
  return {
    ...network,
    weights: network.weights.map(begun),
    layers: network.layers.map((layer) => ({ ...layer, weights: layer.weights.map(begun) })),
  };
}

type Renamed = NamedShape & { readonly here: string };

// The longest name counts: of a block and a layer in it the layer.
function nameHere(name: string, rename: Wishes['rename']): string {
  const olds = Object.keys(rename).filter((old) => name === old || name.startsWith(`${old}/`));
  const [old] = olds.sort((a, b) => b.length - a.length);
  return old === undefined ? name : `${rename[old]}${name.slice(old.length)}`;
}

type Found = { readonly taken: readonly (readonly [string, string])[]; readonly misfits: string[] };

function layerTransfer(
  { spec: { name }, weights }: NetworkLayer,
  wanted: readonly NetworkWeight[],
  there: ReadonlyMap<string, Renamed>,
  { isAsked, isWhole }: { readonly isAsked: boolean; readonly isWhole: boolean },
): Found {
  const theirs = [...there.keys()].filter((here) => here.startsWith(`${name}/`));
  if (wanted.length === 0) return { taken: [], misfits: [] };
  if (theirs.length === 0) {
    return { taken: [], misfits: isAsked ? [`there is no ${name} in the source`] : [] };
  }
  const taken: (readonly [string, string])[] = [];
  const misfits: string[] = [];
  for (const { key, shape } of wanted) {
    const tensor = there.get(key);
    if (!tensor) misfits.push(`${key} is ${shown(shape)} here, and not in the source`);
    else if (!isSame(tensor.shape, shape)) {
      misfits.push(`${key} is ${shown(shape)} here and ${shown(tensor.shape)} in the source`);
    } else taken.push([key, tensor.name]);
  }
  const own = new Set(weights.map(({ key }) => key));
  const strange = isWhole ? theirs.filter((here) => !own.has(here)) : [];
  for (const here of strange) {
    misfits.push(`${here} is ${shown(there.get(here)?.shape ?? [])} in the source, and not here`);
  }
  return { taken, misfits };
}

function isSame(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((size, i) => size === other[i]);
}

function shown(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}

// What is renamed must be there, and be something here.
function renameMisfits(
  weights: readonly NetworkWeight[],
  tensors: readonly NamedShape[],
  rename: Wishes['rename'],
): string[] {
  const isOf = (keys: readonly string[], name: string): boolean =>
    keys.some((key) => key === name || key.startsWith(`${name}/`));
  const [theirs, ours] = [tensors.map(({ name }) => name), weights.map(({ key }) => key)];
  return Object.entries(rename).flatMap(([old, now]) => [
    ...(isOf(theirs, old)
      ? []
      : [`rename: the source has no ${JSON.stringify(old)}${nearest(old, theirs)}`]),
    ...(isOf(ours, now)
      ? []
      : [`rename: no weights here are called ${JSON.stringify(now)}${nearest(now, ours)}`]),
  ]);
}

function twiceNamed(renamed: readonly Renamed[]): string[] {
  const first = new Map<string, string>();
  return renamed.flatMap(({ name, here }) => {
    const other = first.get(here);
    if (other === undefined) first.set(here, name);
    return other === undefined ? [] : [`rename: both ${other} and ${name} would be ${here}`];
  });
}

function onlyMisfits(weights: readonly NetworkWeight[], only: Wishes['only']): string[] {
  const names = weights.flatMap(({ layer, key }) => [layer, key]);
  return (only ?? []).flatMap((pattern) =>
    names.some((name) => matchesPattern(pattern, name))
      ? []
      : [
          `only: no layer with weights is called ${JSON.stringify(pattern)}${nearest(pattern, names)}`,
        ],
  );
}

const mostNamed = 5;

function nearest(name: string, keys: readonly string[]): string {
  const names = [...new Set(keys.map(layerOf))];
  return `; there are ${nearestWords(name, names, mostNamed).join(', ')}${names.length > mostNamed ? ', …' : ''}`;
}

function layerOf(key: string): string {
  return key.includes('/') ? key.slice(0, key.lastIndexOf('/')) : key;
}

function nothingFits(layers: readonly NetworkLayer[], tensors: readonly NamedShape[]): string {
  const few = (names: readonly string[]): string => {
    const distinct = [...new Set(names)];
    return `${distinct.slice(0, mostNamed).join(', ')}${distinct.length > mostNamed ? ', …' : ''}`;
  };
  const ours = layers.filter(({ weights }) => weights.length > 0).map(({ spec: { name } }) => name);
  return `no layer has the same name: the source has ${few(tensors.map(({ name }) => layerOf(name)))}, and the model ${few(ours)}`;
}
