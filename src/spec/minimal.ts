// What a spec is when two are compared: in goes a resolved spec, out comes its minimal form,
// without defaults and without what cannot change a number, and the hashes over it.
import { sha256 } from '../ground/hash.js';
import { snakeCase } from '../document/layer-item.js';
import { defaultOf } from '../words/check.js';
import type { ArgumentKinds, Form, Kind } from '../words/kinds.js';
import type { Language } from '../words/language.js';
import { isNestedLayer, type NestedLayer } from '../words/nested.js';
import { isMapping } from '../words/written.js';
import { type LayerSpec, modelInput, type Spec } from './spec.js';
import { type Entry, findEntry, isTagged, type Tagged } from '../words/tagged.js';
import { earlyStopping, partDefaults, reduceLearningRate, settings } from '../words/top-level.js';

/** Plain data with the defaults left out; equal for two specs that ask for the same numbers. */
export type MinimalForm = Readonly<Record<string, unknown>>;

/**
 * The minimal form of a resolved spec. A default that a later dlx adds is left out of it, so old
 * forms stay equal.
 */
export function minimalForm(spec: Spec, language: Language): MinimalForm {
  const known: Known = new Map();
  const { datasets, optimizers, losses, metrics } = language;
  const optimizer = minimalTagged(optimizers, spec.optimizer, known);
  const form: [string, unknown][] = [
    ['dataset', minimalTagged(datasets, spec.dataset, known)],
    ['model', minimalLayers(spec.model, language, known)],
    // Known by what was taken, wherever that lay.
    ['initial_weights', spec.initial_weights?.sha256 ?? undefined],
    ['optimizer', unlessEqual(optimizer, partDefaults.optimizer)],
    ['loss', minimalTagged(losses, spec.loss, known)],
    [
      'metrics',
      spec.metrics.length > 0
        ? spec.metrics.map((metric) => minimalMetric(metric, metrics, known))
        : undefined,
    ],
    ...Object.entries(minimalArguments(settings, spec, known)).map(onceRepeated),
    [
      'early_stopping',
      spec.early_stopping ? minimalArguments(earlyStopping, spec.early_stopping, known) : undefined,
    ],
    [
      'reduce_lr_on_plateau',
      spec.reduce_lr_on_plateau
        ? minimalArguments(reduceLearningRate, spec.reduce_lr_on_plateau, known)
        : undefined,
    ],
  ];
  return Object.fromEntries(form.filter(([, value]) => value !== undefined));
}

// A fold is what it is, however often all of them are repeated.
function onceRepeated([key, value]: [string, unknown]): [string, unknown] {
  if (key !== 'cross_validation' || !isMapping(value)) return [key, value];
  const { repeats: _, ...fold } = value;
  return [key, fold];
}

/** What two specs, or runs of them, are told apart by. */
export type SpecHashes = { readonly spec: string; readonly group: string };

/**
 * SHA-256 in hexadecimal: of a spec with its data, and of its group, the same without the seed and
 * without which fold it is. A
 * budget says nothing of a run that it did not end, and stands in no minimal form; `cutAfter` are
 * the seconds of the one that ended a run, which makes it another trial.
 */
export function specHashes(
  minimal: MinimalForm,
  dataSha256: string,
  cutAfter?: number,
): SpecHashes {
  const whole = cutAfter === undefined ? minimal : { ...minimal, budget: { seconds: cutAfter } };
  const { seed, ...group } = whole;
  const ofGroup = hash({ data: dataSha256, spec: withoutPlace(group) });
  const isGroup = seed === undefined && whole['cross_validation'] === undefined;
  return {
    spec: isGroup ? ofGroup : hash({ data: dataSha256, spec: whole }),
    group: ofGroup,
  };
}

function withoutPlace(minimal: MinimalForm): MinimalForm {
  const { cross_validation: folds } = minimal;
  if (!isMapping(folds)) return minimal;
  const { fold: _, repeat: __, ...scheme } = folds;
  return { ...minimal, cross_validation: scheme };
}

/**
 * JSON with the keys of every mapping in order and nothing between: equal data gives equal text.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(',')}}`;
}

function hash(value: unknown): string {
  return sha256(canonicalJson(value));
}

function unlessEqual(value: unknown, standard: unknown): unknown {
  return canonicalJson(value) === canonicalJson(standard) ? undefined : value;
}

/** What the defaults come to, as text, by their declarations. */
type Known = Map<Kind, string>;

function minimalMetric(
  { label, ...metric }: Spec['metrics'][number],
  table: readonly Entry[],
  known: Known,
): unknown {
  const minimal = minimalTagged(table, metric, known);
  if (label === undefined) return minimal;
  return typeof minimal === 'string' ? { name: minimal, label } : { ...minimal, label };
}

// A bare name where nothing differs from the defaults.
function minimalTagged(
  table: readonly Entry[],
  { name, arguments: args, key }: Tagged,
  known: Known,
): string | Readonly<Record<string, unknown>> {
  const entry = entryOf(table, name);
  const minimal = minimalArguments(entry.arguments, args, known);
  const hashed = entry.hashedAs ?? name;
  return Object.keys(minimal).length === 0 ? hashed : { [key ?? 'name']: hashed, ...minimal };
}

function entryOf(table: readonly Entry[], name: string): Entry {
  const entry = findEntry(table, name);
  if (!entry) throw new Error(`a resolved spec holds ${name}, which its language does not have`);
  return entry;
}

function minimalArguments(
  kinds: ArgumentKinds,
  args: Readonly<Record<string, unknown>>,
  known: Known,
): Record<string, unknown> {
  const minimal: Record<string, unknown> = {};
  for (const [key, kind] of Object.entries(kinds)) {
    const value = minimalArgument(kind, args[key], known);
    // Data is known by its content, not by its path.
    if (value !== undefined && !isPath(kind.form, args[key])) minimal[key] = value;
  }
  return minimal;
}

// A word of a choice is no path, though one may stand in its place.
function isPath(form: Form, value?: unknown): boolean {
  if (form.form === 'list' || form.form === 'oneOrList') return isPath(form.item.form);
  if (form.form === 'mapping') return isPath(form.value.form);
  if (form.form === 'either') {
    const isWord = (one: Form): boolean =>
      one.form === 'choice' && one.words.some((word) => word === value);
    const others = form.options.filter((option) => option.form.form !== 'choice');
    return (
      others.length > 0 &&
      others.every((option) => isPath(option.form)) &&
      !form.options.some((option) => isWord(option.form))
    );
  }
  return form.form === 'text' && form.isPath === true;
}

function minimalArgument(kind: Kind, value: unknown, known: Known): unknown {
  if (value === undefined || kind.isRequired) return minimalValue(kind, value, known);
  // What was not written is the default itself, and needs no comparison.
  if (value === defaultOf(kind)) return undefined;
  const minimal = minimalValue(kind, value, known);
  return canonicalJson(minimal) === standardJson(kind, known) ? undefined : minimal;
}

function standardJson(kind: Kind, known: Known): string {
  const made = known.get(kind) ?? canonicalJson(minimalValue(kind, defaultOf(kind), known));
  known.set(kind, made);
  return made;
}

function minimalValue({ form }: Kind, value: unknown, known: Known): unknown {
  switch (form.form) {
    case 'tagged':
      return isTagged(value) ? minimalTagged(form.table, value, known) : value;
    case 'layer':
      return isNestedLayer(value) ? minimalNested(form.table, value, known) : value;
    case 'list':
      return Array.isArray(value)
        ? value.map((part: unknown) => minimalValue(form.item, part, known))
        : value;
    case 'settings':
      return isMapping(value) ? minimalArguments(form.kinds, value, known) : value;
    case 'mapping':
      return isMapping(value)
        ? Object.fromEntries(
            Object.entries(value).map(([key, part]) => [
              key,
              minimalValue(form.value, part, known),
            ]),
          )
        : value;
    case 'either': {
      const wanted = isTagged(value) ? ['tagged'] : isMapping(value) ? ['mapping', 'settings'] : [];
      const option = form.options.find((one) => wanted.includes(one.form.form));
      return option ? minimalValue(option, value, known) : value;
    }
    default:
      return value;
  }
}

// As a layer of the model.
function minimalNested(
  table: readonly Entry[],
  { layer, arguments: args }: NestedLayer,
  known: Known,
): unknown {
  const minimal = unlessEmpty(minimalArguments(entryOf(table, layer).arguments, args, known));
  return minimal ? { layer, arguments: minimal } : { layer };
}

function minimalLayers(
  layers: readonly LayerSpec[],
  { layers: table }: Language,
  known: Known,
): unknown {
  const expected = defaultNames(layers);
  // The copies that `repeat` makes share their arguments.
  const minimal = new Map<LayerSpec['arguments'], object | undefined>();
  for (const { layer, arguments: args } of layers) {
    if (!minimal.has(args)) {
      minimal.set(
        args,
        unlessEmpty(minimalArguments(entryOf(table, layer).arguments, args, known)),
      );
    }
  }
  return layers.map((layer, index) => {
    const before = layers[index - 1]?.name ?? modelInput;
    const isPlain = layer.inputs.length === 1 && layer.inputs[0] === before;
    const parts: [string, unknown][] = [
      ['layer', layer.layer],
      ['arguments', minimal.get(layer.arguments)],
      ['name', layer.name === expected[index] ? undefined : layer.name],
      ['inputs', isPlain ? undefined : layer.inputs],
      ['trainable', layer.trainable ? undefined : false],
    ];
    return Object.fromEntries(parts.filter(([, value]) => value !== undefined));
  });
}

function unlessEmpty(value: object): object | undefined {
  return Object.keys(value).length === 0 ? undefined : value;
}

// The names that the layers would have if those were not written that counting gives anyway. A
// written name does not count, as in Keras; names say which random numbers a layer gets.
function defaultNames(layers: readonly LayerSpec[]): readonly string[] {
  const counts = new Map<string, number>();
  return layers.map(({ layer, name }) => {
    const count = counts.get(layer) ?? 0;
    const base = snakeCase(layer);
    const expected = count === 0 ? base : `${base}_${count}`;
    if (name === expected) counts.set(layer, count + 1);
    return expected;
  });
}
