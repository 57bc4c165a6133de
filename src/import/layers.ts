// Layers of Keras as items of a spec's model: the layers of a file come in, items as a spec writes
// them come out, and what dlx cannot express is told with the layer and its argument.
import { snakeCase } from '../document/layer-item.js';
import { fromKerasName, isFrontName } from '../export/keras/names.js';
import { layers as table } from '../model/layers/layers.js';
import { cutText } from '../text/cut.js';
import { canonicalJson } from '../spec/minimal.js';
import { modelInput } from '../words/keys.js';
import { findEntry } from '../words/tagged.js';
import { unknownName } from '../words/unknown.js';
import { isMapping } from '../words/written.js';
import { writtenArguments, type Tell } from './arguments.js';
import type { KerasLayer, KerasModel } from './model.js';

/** An item of a model, as a spec writes it. */
export type WrittenItem = string | Readonly<Record<string, unknown>>;

/** A model's items, and what of it is otherwise than in Keras. */
export type WrittenModel = {
  readonly items: readonly WrittenItem[];
  /** What the model's inputs are called in dlx, in their order. */
  readonly inputs: readonly string[];
  readonly notes: readonly string[];
  /** Classes of layers that stand in front of the network's own. */
  readonly front: readonly string[];
};

/** The items of a model. */
export function writtenModel(model: KerasModel, tell: Tell): WrittenModel {
  const { own, front } = withoutFront(model);
  const notes = front.map(
    ({ object }) =>
      `${object.className} in front is left out: what it does, a data set of dlx does`,
  );
  const inputs = model.inputs.map(({ name }) => name);
  const isOne = inputs.length === 1;
  // An input's name has no slash.
  const named = isOne ? [] : model.inputs.map(({ name }) => ({ name, form: plainForm }));
  const names = namesOf([...named, ...own], notes);
  const before = new Map(front.map(({ name, inputs: taken }) => [name, taken[0] ?? '']));
  const nameFor = (name: string): string => {
    const source = before.get(name) ?? name;
    return isOne && inputs[0] === source ? modelInput : (names.get(source) ?? source);
  };
  const counts = new Map<string, number>();
  const items = own.map((layer, index) => {
    const last = own[index - 1]?.name ?? (isOne ? inputs[0] : undefined);
    const taken = inputsOf(layer, nameFor);
    const isPlain = last !== undefined && taken.length === 1 && taken[0] === nameFor(last);
    return itemOf(layer, {
      name: nameFor(layer.name),
      inputs: isPlain ? null : taken,
      isFrozen: model.isFrozen,
      counts,
      tell: (message) => tell(`${labelOf(layer)}: ${message}`),
    });
  });
  return {
    items,
    inputs: inputs.map(nameFor),
    notes,
    front: front.map(({ object }) => object.className),
  };
}

function labelOf({ name, object }: KerasLayer): string {
  return `${cutText(object.className, 60)} (${cutText(name, 60)})`;
}

// What dlx itself puts in front of a network has a name that none of its layers can have.
function withoutFront({ layers }: KerasModel): {
  readonly own: readonly KerasLayer[];
  readonly front: readonly KerasLayer[];
} {
  const isFront = ({ name }: KerasLayer): boolean => isFrontName(name);
  return { own: layers.filter((layer) => !isFront(layer)), front: layers.filter(isFront) };
}

const plainForm = /^[A-Za-z0-9_-]{1,64}$/;
const longForm = /^[A-Za-z0-9_-]{1,64}(?:\/[A-Za-z0-9_-]{1,64}){0,8}$/;

// Names that a spec may have, each once.
function namesOf(
  layers: readonly { readonly name: string; readonly form?: RegExp }[],
  notes: string[],
): ReadonlyMap<string, string> {
  const taken = new Set<string>([modelInput]);
  return new Map(
    layers.map(({ name, form = longForm }) => {
      const wanted = fromKerasName(name);
      const legal = form.test(wanted)
        ? wanted
        : wanted.replaceAll(/[^A-Za-z0-9_-]+/g, '_').slice(0, 60) || 'layer';
      let free = legal;
      for (let i = 1; taken.has(free); i += 1) free = `${legal}_${i}`;
      taken.add(free);
      if (free !== wanted) notes.push(`the layer ${cutText(name, 60)} is called ${free}`);
      return [name, free];
    }),
  );
}

// Attention that is given one tensor as query and as value has one input in dlx.
function inputsOf(
  { object, inputs }: KerasLayer,
  nameFor: (name: string) => string,
): readonly string[] {
  const isSelf =
    object.className === 'MultiHeadAttention' && inputs.length === 2 && inputs[0] === inputs[1];
  return (isSelf ? inputs.slice(0, 1) : inputs).map(nameFor);
}

type Place = {
  readonly name: string;
  readonly inputs: readonly string[] | null;
  readonly isFrozen: boolean;
  readonly counts: Map<string, number>;
  readonly tell: Tell;
};

function itemOf(
  { object, call }: KerasLayer,
  { name, inputs, isFrozen, counts, tell }: Place,
): WrittenItem {
  const { className, config, foreign } = object;
  const entry = findEntry(table, className);
  if (foreign !== null || !entry) {
    tell(
      foreign === null
        ? unknownName('layer', cutText(className, 60), table)
        : `its class is of ${cutText(foreign, 60)}: code of its own, which is not run`,
    );
    return className;
  }
  const args = tidied(
    writtenArguments(entry.arguments, { ...config, ...called(call, tell) }, tell),
  );
  const base = snakeCase(entry.name);
  const count = counts.get(entry.name) ?? 0;
  const expected = count === 0 ? base : `${base}_${count}`;
  if (name === expected) counts.set(entry.name, count + 1);
  const beside = {
    ...(name === expected ? {} : { name }),
    ...(inputs === null ? {} : { inputs }),
    ...(config['trainable'] === false || isFrozen ? { trainable: false } : {}),
  };
  const isBare = Object.keys(args).length === 0;
  if (isBare && Object.keys(beside).length === 0) return entry.name;
  return { [entry.name]: isBare ? null : args, ...beside };
}

// Of what is said where a layer is called dlx has one thing, as an argument.
function called(call: KerasLayer['call'], tell: Tell): Readonly<Record<string, unknown>> {
  for (const key of Object.keys(call)) {
    if (key !== 'use_causal_mask') {
      tell(`is called with ${cutText(key, 60)}, which dlx does not have`);
    }
  }
  return call['use_causal_mask'] === true ? { use_causal_mask: true } : {};
}

// Keras says of both directions what it has worked out from one of them, and of steps that a mask
// leaves out what always holds there.
function tidied(args: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (!('backward_layer' in args)) return args;
  const { layer, backward_layer: backward, ...others } = args;
  const one = withoutZeros(layer);
  const other = withoutZeros(backward);
  return canonicalJson(withoutDirection(other)) === canonicalJson(one) && isBackward(other)
    ? { layer: one, ...others }
    : { layer: one, backward_layer: other, ...others };
}

function withoutZeros(layer: unknown): unknown {
  return withoutArgument(layer, 'zero_output_for_mask');
}

function withoutDirection(layer: unknown): unknown {
  return withoutArgument(layer, 'go_backwards');
}

function isBackward(layer: unknown): boolean {
  return (
    isMapping(layer) &&
    Object.values(layer).some((args) => isMapping(args) && args['go_backwards'] === true)
  );
}

// A layer in a layer as it is written: one key with its arguments.
function withoutArgument(layer: unknown, key: string): unknown {
  if (!isMapping(layer)) return layer;
  return Object.fromEntries(
    Object.entries(layer).map(([name, args]) => {
      if (!isMapping(args)) return [name, args];
      const { [key]: _, ...others } = args;
      return [name, others];
    }),
  );
}
