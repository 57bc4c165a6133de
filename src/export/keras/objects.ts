// Keras' objects as its files have them: a name of dlx' tables with its checked arguments comes in,
// a class of Keras with its config comes out. Arguments are spelled alike, so all of it follows from
// the declarations of the tables.
import { known } from '../../ground/known.js';
import { activations } from '../../model/activations.js';
import { snakeCase } from '../../document/layer-item.js';
import { plainWord } from '../../text/suggest.js';
import { defaultOf } from '../../words/check.js';
import { kerasData } from '../../words/keras.js';
import type { ArgumentKinds, Form, Kind, NestedLayer, Tagged } from '../../words/kinds.js';
import { isNestedLayer } from '../../words/nested.js';
import { type Entry, findEntry, isTagged } from '../../words/tagged.js';
import { type Config, Float } from './config.js';

/** Is told what Keras cannot hold: the rest of a sentence that names a layer. */
export type Refuse = (what: string) => void;

/** Values by argument. */
export type Arguments = Readonly<Record<string, unknown>>;

const modules: Readonly<Record<string, string>> = {
  layer: 'keras.layers',
  initializer: 'keras.initializers',
  regularizer: 'keras.regularizers',
  constraint: 'keras.constraints',
  optimizer: 'keras.optimizers',
  schedule: 'keras.optimizers.schedules',
  loss: 'keras.losses',
  metric: 'keras.metrics',
};

/** An object of one of Keras' classes. */
export function kerasObject(noun: string, className: string, config: Config): Config {
  return {
    module: modules[noun] ?? '',
    class_name: className,
    config,
    registered_name: null,
  };
}

/** Keras' class for what a table of dlx calls by a name; undefined where it has none. */
export function kerasClass(noun: string, name: string): string | undefined {
  const { names, synonyms } = kerasData();
  return Object.keys(names[noun] ?? {}).find(
    (other) =>
      /^[A-Z]/.test(other) &&
      synonyms[noun]?.[other] === undefined &&
      plainWord(other) === plainWord(name),
  );
}

/** The object of a name with arguments. */
export function taggedObject(
  noun: string,
  table: readonly Entry[],
  { name, arguments: args }: Tagged,
  refuse: Refuse,
): Config {
  const className = kerasClass(noun, name);
  if (className === undefined) refuse(`has the ${noun} ${name}, which Keras does not have`);
  const entry = findEntry(table, name);
  return kerasObject(noun, className ?? name, configOf(entry?.arguments ?? {}, args, refuse));
}

/** Arguments as a config has them. */
export function configOf(
  kinds: ArgumentKinds,
  args: Arguments,
  refuse: Refuse,
): { readonly [key: string]: Config } {
  return Object.fromEntries(
    Object.entries(kinds).map(([key, kind]) => [key, valueOf(kind, args[key], refuse)]),
  );
}

function valueOf({ form }: Kind, value: unknown, refuse: Refuse): Config {
  if (isTagged(value)) return namedValue(form, value, refuse);
  if (isNestedLayer(value)) return nestedObject(value, form, refuse);
  if (Array.isArray(value)) return listValue(form, value, refuse);
  if (typeof value === 'number') return numberOf(form, value);
  return typeof value === 'boolean' || typeof value === 'string' ? value : null;
}

function numberOf(form: Form, value: number): Config {
  if (form.form === 'either') {
    return form.options.some((option) => option.form.form === 'number') ? new Float(value) : value;
  }
  return form.form === 'number' ? new Float(value) : value;
}

// One of a list that may be a value alone is written so, and what is before and after the one axis
// of a sequence as a pair.
function listValue(form: Form, values: readonly unknown[], refuse: Refuse): Config {
  const item = itemOf(form);
  const listed = values.map((value) => (item ? valueOf(item, value, refuse) : plainValue(value)));
  const alone =
    (form.form === 'oneOrList' && values.length === 1) ||
    (form.form === 'edges' && form.axes === 1);
  return alone ? (listed[0] ?? null) : listed;
}

function itemOf(form: Form): Kind | undefined {
  switch (form.form) {
    case 'list':
    case 'oneOrList':
      return form.item;
    case 'either':
      return form.options.map((option) => itemOf(option.form)).find((item) => item);
    default:
      return undefined;
  }
}

// Sizes, and pairs of sizes.
function plainValue(value: unknown): Config {
  if (Array.isArray(value)) return value.map(plainValue);
  return typeof value === 'number' ? value : null;
}

function namedValue(form: Form, value: Tagged, refuse: Refuse): Config {
  const found =
    form.form === 'tagged'
      ? form
      : form.form === 'either'
        ? form.options.map((option) => option.form).find((one) => one.form === 'tagged')
        : undefined;
  if (found?.form !== 'tagged') throw new Error(`${value.name} stands where nothing is named`);
  return found.noun === 'activation'
    ? activationOf(value, refuse)
    : taggedObject(found.noun, found.table, value, refuse);
}

/** Layers of Keras that are activations with arguments, which no file has for a function. */
const activationLayers: ReadonlyMap<string, string> = new Map([
  ['relu', 'ReLU'],
  ['leaky_relu', 'LeakyReLU'],
  ['elu', 'ELU'],
  ['softmax', 'Softmax'],
]);

function activationOf({ name, arguments: args }: Tagged, refuse: Refuse): Config {
  const kinds = findEntry(activations, name)?.arguments ?? {};
  const given = Object.entries(kinds).filter(
    ([key, kind]) => kind.isRequired || args[key] !== defaultOf(kind),
  );
  if (given.length === 0) return name;
  const layer = activationLayers.get(name);
  // Keras' layer takes no negative ones, where its function does.
  const isNegative = layer === 'ReLU' && Object.values(args).some((value) => Number(value) < 0);
  if (layer === undefined || isNegative) {
    const said = given.map(([key]) => `${key}: ${JSON.stringify(args[key])}`).join(', ');
    refuse(`has the activation ${name} with ${said}, and a file of Keras holds no arguments of it`);
    return name;
  }
  return kerasObject('layer', layer, { ...configOf(kinds, args, refuse), dtype: 'float32' });
}

function nestedObject({ layer, arguments: args }: NestedLayer, form: Form, refuse: Refuse): Config {
  const entry = form.form === 'layer' ? findEntry(form.table, layer) : undefined;
  if (!entry) throw new Error(`no layer ${layer} inside another`);
  if (kerasData().names['layer']?.[layer] === undefined) {
    refuse(`holds ${layer}, which Keras does not have`);
  }
  return layerObject(entry, { name: snakeCase(layer), args, trainable: true }, refuse);
}

/** What a layer is called, and what it is given. */
export type LayerParts = {
  readonly name: string;
  readonly args: Arguments;
  readonly trainable: boolean;
};

/** Arguments that Keras takes where a layer is called. */
const whereCalled: ReadonlySet<string> = new Set(['use_causal_mask']);

/** A layer of the table, which Keras knows by the same name. */
export function layerObject(
  { name: className, arguments: kinds }: Entry,
  { name, args, trainable }: LayerParts,
  refuse: Refuse,
): Config {
  const own = Object.entries(kinds).filter(([key]) => !whereCalled.has(key));
  const config = configOf(Object.fromEntries(own), args, refuse);
  const taken = (kerasData().names['layer']?.[className] ?? '').split(' ');
  // A few layers of Keras take what they list alone.
  const takesTrainable = !taken.includes('dtype') || taken.includes('trainable');
  return kerasObject('layer', className, {
    name,
    ...(takesTrainable ? { trainable } : {}),
    // Whatever the reader's own settings are.
    dtype: 'float32',
    ...(trainable ? config : frozen(config)),
    ...(taken.includes('data_format') ? { data_format: 'channels_last' } : {}),
  });
}

// What is said of a wrapper does not reach the layer in it.
function frozen(config: { readonly [key: string]: Config }): { readonly [key: string]: Config } {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key,
      isLayer(value) ? frozenLayer(value) : value,
    ]),
  );
}

type Layer = {
  readonly config: { readonly [key: string]: Config };
  readonly [key: string]: Config;
};

function isLayer(value: Config): value is Layer {
  if (typeof value !== 'object' || value === null || value instanceof Float) return false;
  return 'module' in value && value['module'] === modules['layer'] && isConfig(value['config']);
}

function isConfig(value: Config | undefined): value is { readonly [key: string]: Config } {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Float)
  );
}

function frozenLayer(layer: Layer): Layer {
  const { config } = layer;
  return {
    ...layer,
    config: { ...frozen(config), ...('trainable' in config ? { trainable: false } : {}) },
  };
}

/** What a layer is given where it is called, beside its inputs. */
export function callArguments(args: Arguments): { readonly [key: string]: Config } {
  return Object.fromEntries(
    Object.entries(args).flatMap(([key, value]) =>
      whereCalled.has(key) && value === true ? [[key, true]] : [],
    ),
  );
}

/** The entry of a table by its one spelling. */
export function entryNamed(table: readonly Entry[], name: string): Entry {
  return known(new Map(table.map((entry) => [entry.name, entry])), name);
}
