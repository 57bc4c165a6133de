// What a spec is when two are compared: in goes a resolved spec, out comes its minimal form,
// without defaults and without what cannot change a number, and the hashes over it.
import type { z } from 'zod';
import { sha256 } from '../ground/hash.js';
import type { ArgumentKinds } from '../words/arguments.js';
import { snakeCase } from './layer-item.js';
import { isNestedLayer, type NestedLayer, nestedTable } from '../words/nested.js';
import { type Language, type LayerSpec, modelInput, type Spec } from './spec.js';
import {
  type Entry,
  findEntry,
  type Tagged,
  type TaggedKind,
  taggedKind,
} from '../words/tagged.js';
import { earlyStopping, partDefaults, parts, reduceLearningRate, settings } from './top-level.js';
import { defaultOf, isPath, isRequired, itemOf, kindWithin } from '../words/wrapping.js';

/** Plain data with the defaults left out; equal for two specs that ask for the same numbers. */
export type MinimalForm = Readonly<Record<string, unknown>>;

/**
 * The minimal form of a resolved spec. A default that a later dlx adds is left out of it, so old
 * forms stay equal.
 */
export function minimalForm(spec: Spec, language: Language): MinimalForm {
  const { dataset, optimizer, loss } = parts(language);
  const form: [string, unknown][] = [
    ['dataset', minimalTagged(kindOf(dataset), spec.dataset)],
    ['model', minimalLayers(spec.model, language)],
    [
      'optimizer',
      unlessEqual(minimalTagged(kindOf(optimizer), spec.optimizer), partDefaults.optimizer),
    ],
    ['loss', minimalTagged(kindOf(loss), spec.loss)],
    [
      'metrics',
      spec.metrics.length > 0
        ? spec.metrics.map((metric) => minimalMetric(metric, language))
        : undefined,
    ],
    ...Object.entries(minimalArguments(settings, spec)),
    [
      'early_stopping',
      spec.early_stopping ? minimalArguments(earlyStopping, spec.early_stopping) : undefined,
    ],
    [
      'reduce_lr_on_plateau',
      spec.reduce_lr_on_plateau
        ? minimalArguments(reduceLearningRate, spec.reduce_lr_on_plateau)
        : undefined,
    ],
  ];
  return Object.fromEntries(form.filter(([, value]) => value !== undefined));
}

/** SHA-256 in hexadecimal: of a spec with its data, and of its group, the same without the seed. */
export function specHashes(
  minimal: MinimalForm,
  dataSha256: string,
): { readonly spec: string; readonly group: string } {
  const { seed, ...group } = minimal;
  const ofGroup = hash({ data: dataSha256, spec: group });
  return {
    spec: seed === undefined ? ofGroup : hash({ data: dataSha256, spec: minimal }),
    group: ofGroup,
  };
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

function kindOf(schema: z.ZodType): TaggedKind {
  const kind = taggedKind(schema);
  if (!kind) throw new Error('a part of the spec is not declared with tagged()');
  return kind;
}

function minimalMetric(
  { label, ...metric }: Spec['metrics'][number],
  { metrics }: Language,
): unknown {
  const minimal = minimalTagged({ noun: 'metric', table: metrics }, metric);
  if (label === undefined) return minimal;
  return { ...(typeof minimal === 'string' ? { name: minimal } : (minimal as object)), label };
}

// A bare name where nothing differs from the defaults.
function minimalTagged({ table }: TaggedKind, { name, arguments: args }: Tagged): unknown {
  const minimal = minimalArguments(entryOf(table, name).arguments, args);
  return Object.keys(minimal).length === 0 ? name : { name, ...minimal };
}

function entryOf(table: readonly Entry[], name: string): Entry {
  const entry = findEntry(table, name);
  if (!entry) throw new Error(`a resolved spec holds ${name}, which its language does not have`);
  return entry;
}

function minimalArguments(
  kinds: ArgumentKinds,
  args: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const minimal: Record<string, unknown> = {};
  for (const [key, schema] of Object.entries(kinds)) {
    const value = minimalArgument(schema, args[key]);
    if (value !== undefined && !isPath(itemOf(schema) ?? schema)) minimal[key] = value;
  }
  return minimal;
}

function minimalArgument(schema: z.ZodType, value: unknown): unknown {
  if (value === undefined) return undefined;
  if (isRequired(schema)) return minimalValue(schema, value);
  // What was not written is the default itself, and needs no comparison.
  if (value === defaultOf(schema)) return undefined;
  const minimal = minimalValue(schema, value);
  return canonicalJson(minimal) === standardJson(schema) ? undefined : minimal;
}

const standards = new WeakMap<z.ZodType, string>();

function standardJson(schema: z.ZodType): string {
  const made = standards.get(schema) ?? canonicalJson(minimalValue(schema, defaultOf(schema)));
  standards.set(schema, made);
  return made;
}

function minimalValue(schema: z.ZodType, value: unknown): unknown {
  const kind = kindWithin(schema);
  if (kind && isTagged(value)) return minimalTagged(kind, value);
  const layers = nestedTable(schema);
  if (layers && isNestedLayer(value)) return minimalNested(layers, value);
  const item = itemOf(schema);
  return item && Array.isArray(value)
    ? value.map((part: unknown) => minimalValue(item, part))
    : value;
}

// As a layer of the model.
function minimalNested(table: readonly Entry[], { layer, arguments: args }: NestedLayer): unknown {
  const minimal = unlessEmpty(minimalArguments(entryOf(table, layer).arguments, args));
  return minimal ? { layer, arguments: minimal } : { layer };
}

/** Whether a resolved value is a name with arguments. */
export function isTagged(value: unknown): value is Tagged {
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 2) return false;
  const { name, arguments: args } = value as Partial<Tagged>;
  return typeof name === 'string' && typeof args === 'object' && args !== null;
}

function minimalLayers(layers: readonly LayerSpec[], language: Language): unknown {
  const expected = defaultNames(layers);
  // The copies that `repeat` makes share their arguments.
  const minimal = new Map<LayerSpec['arguments'], object | undefined>();
  for (const { layer, arguments: args } of layers) {
    if (!minimal.has(args)) {
      minimal.set(
        args,
        unlessEmpty(minimalArguments(entryOf(language.layers, layer).arguments, args)),
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
