// The model of a config.json: JSON of anybody's comes in, its input and its layers with what they
// take come out, and what of it is no model that dlx could have is told.
import { isMapping } from '../words/written.js';
import { cutText } from '../text/cut.js';
import type { Tell } from './arguments.js';
import { shown } from './arguments.js';
import { objectIn, plainIn, tensorIn, type KerasObject } from './objects.js';

/** A layer of Keras where it is called. */
export type KerasLayer = {
  readonly name: string;
  readonly object: KerasObject;
  /** Names of layers whose output it takes. */
  readonly inputs: readonly string[];
  /** What it is told where it is called. */
  readonly call: Readonly<Record<string, unknown>>;
};

/** What goes into a model of Keras. */
export type KerasModelInput = {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
};

/** What goes in, and the layers, each after those that it takes, the last one giving the output. */
export type KerasModel = {
  readonly isSequential: boolean;
  /** In the order in which Keras has them. */
  readonly inputs: readonly KerasModelInput[];
  readonly layers: readonly KerasLayer[];
  /** Whether all of its layers are frozen. */
  readonly isFrozen: boolean;
  readonly compile: unknown;
};

const mostLayers = 10_000;

/** Reads a model; undefined with at least one thing told. */
export function modelIn(config: unknown, tell: Tell): KerasModel | undefined {
  const object = objectIn(config);
  const compile = isMapping(config) ? (config['compile_config'] ?? null) : null;
  const build = isMapping(config) ? config['build_config'] : undefined;
  if (!object || !['Sequential', 'Functional', 'Model'].includes(object.className)) {
    const name = cutText(object?.className ?? 'nothing that is known', 60);
    tell(
      `the file holds ${name}, and dlx reads Sequential and Functional models: the layers of another class are code`,
    );
    return undefined;
  }
  const listed = object.config['layers'];
  if (object.foreign !== null || !Array.isArray(listed) || listed.length > mostLayers) {
    tell(
      object.foreign === null
        ? `the model has no list of at most ${mostLayers} layers`
        : `the model is of a class of its own, ${cutText(object.foreign, 60)}, whose code is not run`,
    );
    return undefined;
  }
  const isFrozen = object.config['trainable'] === false;
  const found =
    object.className === 'Sequential'
      ? sequential(object, listed, build, tell)
      : functional(object, listed, tell);
  return found && { ...found, isFrozen, compile };
}

type Found = Omit<KerasModel, 'compile' | 'isFrozen'>;

function sequential(
  { config }: KerasObject,
  listed: readonly unknown[],
  build: unknown,
  tell: Tell,
): Found | undefined {
  const objects = objectsOf(listed, tell);
  if (!objects) return undefined;
  const [first] = objects;
  const isInput = first?.object.className === 'InputLayer';
  const shape = isInput
    ? first.object.config['batch_shape']
    : (config['build_input_shape'] ?? (isMapping(build) ? build['input_shape'] : undefined));
  const dtype = isInput ? first.object.config['dtype'] : 'float32';
  const input = inputOf(isInput ? first.name : 'input', shape, dtype, tell);
  const layers = (isInput ? objects.slice(1) : objects).map(({ name, object }, i, all) => ({
    name,
    object,
    inputs: [all[i - 1]?.name ?? input?.name ?? ''],
    call: {},
  }));
  return input && { isSequential: true, inputs: [input], layers };
}

function functional(
  { config }: KerasObject,
  listed: readonly unknown[],
  tell: Tell,
): Found | undefined {
  const objects = objectsOf(listed, tell);
  const inputNames = endsOf(config['input_layers']);
  const outputNames = endsOf(config['output_layers']);
  const [outputName] = outputNames ?? [];
  if (!inputNames) tell('the model does not say what its inputs are, in a way that is known');
  if (outputNames?.length !== 1) {
    tell("the model has several outputs, or named ones; dlx' have one");
  }
  if (!objects || !inputNames || outputNames?.length !== 1 || outputName === undefined) {
    return undefined;
  }
  const inputs = inputsNamed(inputNames, objects, tell);
  const reached = reachedFrom(outputName, new Set(inputNames), objects, tell);
  // What only masks are made of is no part of a model: layers hand them on by themselves.
  const layers = objects.flatMap(({ name, object }) => {
    const called = reached.get(name);
    return called ? [{ name, object, ...called }] : [];
  });
  if (layers.some(({ call }) => 'mask' in call) && !layers.some(givesMask)) {
    tell('layers are called with a mask that no layer of the model gives');
  }
  const ordered = inOrder(layers, inputNames, outputName, tell).map(
    ({ call: { mask: _, ...call }, ...layer }) => ({ ...layer, call }),
  );
  return inputs && { isSequential: false, inputs, layers: ordered };
}

function inputsNamed(
  names: readonly string[],
  objects: readonly Listed[],
  tell: Tell,
): readonly KerasModelInput[] | undefined {
  const inputs = names.flatMap((name) => {
    const layer = objects.find((one) => one.name === name);
    if (!layer) tell('the model has no layer for its input');
    const { batch_shape, dtype } = layer?.object.config ?? {};
    const input = layer && inputOf(name, batch_shape, dtype, tell);
    return input ? [input] : [];
  });
  return inputs.length === names.length ? inputs : undefined;
}

type Called = Pick<KerasLayer, 'inputs' | 'call'>;

// How each layer is called that an output comes from.
function reachedFrom(
  output: string,
  inputs: ReadonlySet<string>,
  objects: readonly Listed[],
  tell: Tell,
): ReadonlyMap<string, Called> {
  const written = new Map(objects.map((one) => [one.name, one.written]));
  const reached = new Map<string, Called>();
  const ahead = [output];
  for (let name = ahead.pop(); name !== undefined; name = ahead.pop()) {
    const node = written.get(name);
    if (!node || reached.has(name) || inputs.has(name)) continue;
    const called = calledWith(name, node, tell);
    reached.set(name, called);
    ahead.push(...called.inputs);
  }
  return reached;
}

function givesMask({ object: { className, config } }: KerasLayer): boolean {
  return className === 'Masking' || (className === 'Embedding' && config['mask_zero'] === true);
}

type Listed = {
  readonly name: string;
  readonly object: KerasObject;
  readonly written: Readonly<Record<string, unknown>>;
};

function objectsOf(listed: readonly unknown[], tell: Tell): readonly Listed[] | undefined {
  const objects = listed.flatMap((written) => {
    const object = objectIn(written);
    if (!object || !isMapping(written)) return [];
    const name = written['name'] ?? object.config['name'];
    return typeof name === 'string' ? [{ name, object, written }] : [];
  });
  if (objects.length === listed.length) return objects;
  tell('the model lists what is no layer with a name');
  return undefined;
}

function inputOf(
  name: string,
  shape: unknown,
  dtype: unknown,
  tell: Tell,
): KerasModelInput | undefined {
  const sizes = plainIn(shape);
  const known =
    Array.isArray(sizes) &&
    sizes.length >= 1 &&
    sizes.slice(1).every((size) => Number.isSafeInteger(size) && size > 0);
  if (known) {
    return {
      name,
      shape: sizes.slice(1).map(Number),
      dtype: typeof dtype === 'string' ? dtype : 'float32',
    };
  }
  tell(
    `the input has the shape ${shown(shape)}; dlx needs every size but the batch's: build the model with them`,
  );
  return undefined;
}

// ["name", 0, 0], or a list or a mapping of such; undefined for anything else.
function endsOf(ends: unknown): readonly string[] | undefined {
  const flat = plainIn(ends);
  const one = endIn(flat);
  if (one !== undefined) return [one];
  const listed = Array.isArray(flat) ? flat : isMapping(flat) ? Object.values(flat) : [];
  const names = listed.map(endIn);
  const found = names.filter((name) => name !== undefined);
  return found.length > 0 && found.length === names.length && new Set(found).size === found.length
    ? found
    : undefined;
}

function endIn(end: unknown): string | undefined {
  const plain = plainIn(end);
  return Array.isArray(plain) && plain.length === 3 && typeof plain[0] === 'string'
    ? plain[0]
    : undefined;
}

function calledWith(
  name: string,
  { inbound_nodes: calls }: Readonly<Record<string, unknown>>,
  tell: Tell,
): Called {
  const label = `the layer ${cutText(name, 60)}`;
  const [only] = Array.isArray(calls) ? calls : [];
  if (!Array.isArray(calls) || calls.length !== 1 || !isMapping(only)) {
    const isShared = Array.isArray(calls) && calls.length > 1;
    tell(
      `${label} ${isShared ? `is called ${calls.length} times; in dlx each layer has weights of its own` : 'is called in a way that is not known'}`,
    );
    return { inputs: [], call: {} };
  }
  const kwargs = isMapping(only['kwargs']) ? only['kwargs'] : {};
  // As attention may be called: the order that dlx has, too.
  const named = ['query', 'value', 'key'].flatMap((key) =>
    tensorIn(kwargs[key]) ? [kwargs[key]] : [],
  );
  const args = plainIn(only['args']);
  const tensors = [...(Array.isArray(args) ? args : [args]), ...named].flatMap((arg) =>
    Array.isArray(arg) ? arg : [arg],
  );
  const inputs = tensors.flatMap((arg) => {
    const tensor = tensorIn(arg);
    if (tensor?.isPlain) return [tensor.layer];
    if (arg !== null) tell(`${label} is called with ${otherwise(arg)}`);
    return [];
  });
  const call = Object.fromEntries(
    Object.entries(kwargs).filter(
      ([key, value]) => value !== null && !named.includes(kwargs[key]) && !isUsual(key, value),
    ),
  );
  return { inputs, call };
}

function otherwise(arg: unknown): string {
  const tensor = tensorIn(arg);
  return tensor
    ? `another result or call of ${cutText(tensor.layer, 60)}; a layer of dlx is called once, and gives one`
    : shown(arg);
}

// What Keras writes of its own accord.
function isUsual(key: string, value: unknown): boolean {
  return (
    value === false && ['training', 'return_attention_scores', 'use_causal_mask'].includes(key)
  );
}

// Each after those that it takes; what the output does not come from is left out.
function inOrder(
  layers: readonly KerasLayer[],
  inputs: readonly string[],
  output: string,
  tell: Tell,
): readonly KerasLayer[] {
  const done = new Set(inputs);
  const ordered: KerasLayer[] = [];
  let waiting = layers;
  while (waiting.length > 0) {
    const still: KerasLayer[] = [];
    for (const layer of waiting) {
      if (layer.name === output || !layer.inputs.every((name) => done.has(name))) still.push(layer);
      else {
        ordered.push(layer);
        done.add(layer.name);
      }
    }
    if (still.length === waiting.length) {
      const last = still.find(({ name }) => name === output);
      if (still.length > 1 || !last?.inputs.every((name) => done.has(name))) {
        tell(
          `the layers ${still
            .slice(0, 5)
            .map(({ name }) => cutText(name, 60))
            .join(', ')} take what no layer gives`,
        );
      }
      return last ? [...ordered, last] : ordered;
    }
    waiting = still;
  }
  return ordered;
}
