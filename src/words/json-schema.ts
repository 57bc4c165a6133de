// The language as a JSON Schema (2020-12), for editors: in go the tables, out comes what a spec's
// file may hold.
import { z } from 'zod';
import type { ArgumentKinds } from './arguments.js';
import { wordsOf } from './expectation.js';
import { blockKey } from '../spec/layer-item.js';
import { besideShape } from '../spec/layers.js';
import { nestedTable } from './nested.js';
import type { Language } from '../spec/spec.js';
import { type Entry, spellings, type TaggedKind, taggedKind } from './tagged.js';
import {
  checkpoint,
  earlyStopping,
  labels,
  largestSeed,
  mostSeeds,
  parts,
  reduceLearningRate,
  settings,
} from '../spec/top-level.js';
import { alternativesOf, defaultOf, isRequired, itemOf, unwrap } from './wrapping.js';

/** A JSON Schema, or a part of one. */
export type JsonSchema = { readonly [key: string]: unknown };

type Definitions = Map<TaggedKind['table'], { readonly name: string; schema: JsonSchema }>;

/**
 * The schema of a spec. A spec that extends another may leave out anything and change the model by
 * name.
 */
export function jsonSchema(language: Language): JsonSchema {
  const definitions: Definitions = new Map();
  const layer = layerSchema(language, definitions);
  const properties = specProperties(language, definitions);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'dlx spec',
    type: 'object',
    properties: {
      extends: oneOrMore({ type: 'string' }),
      ...properties,
      model: {},
      optimizer: {},
      loss: {},
      dataset: {},
    },
    additionalProperties: false,
    if: { required: ['extends'] },
    then: { properties: changing(properties) },
    else: {
      properties: {
        ...properties,
        model: { type: 'array', items: { $ref: '#/$defs/layer' }, minItems: 1 },
      },
      required: ['dataset', 'model', 'loss'],
    },
    $defs: {
      layer,
      ...Object.fromEntries([...definitions.values()].map(({ name, schema }) => [name, schema])),
    },
  };
}

function specProperties(language: Language, definitions: Definitions): Record<string, JsonSchema> {
  const { dataset, optimizer, loss, metric } = parts(language);
  const seed = { type: 'integer', minimum: 0, maximum: largestSeed };
  return {
    ...propertiesOf(labels, definitions),
    dataset: schemaOf(dataset, definitions),
    optimizer: schemaOf(optimizer, definitions),
    loss: schemaOf(loss, definitions),
    metrics: { type: 'array', items: schemaOf(metric, definitions) },
    ...propertiesOf(settings, definitions),
    seeds: {
      anyOf: [
        { type: 'integer', minimum: 1, maximum: mostSeeds },
        { type: 'array', items: seed, minItems: 1, maxItems: mostSeeds, uniqueItems: true },
      ],
    },
    early_stopping: callback(earlyStopping, definitions),
    reduce_lr_on_plateau: callback(reduceLearningRate, definitions),
    checkpoint: {
      anyOf: [
        ...(callback(checkpoint, definitions)['anyOf'] as JsonSchema[]),
        schemaOf(checkpoint['every'] as z.ZodType, definitions),
      ],
    },
  };
}

function callback(kinds: ArgumentKinds, definitions: Definitions): JsonSchema {
  return { anyOf: [argumentsObject(kinds, definitions), { type: ['boolean', 'null'] }] };
}

// In a child null removes a key, and arguments may stand without the name that the parent gave.
function changing(properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  const { dataset, optimizer, loss } = properties;
  const change = (schema: JsonSchema | undefined): JsonSchema => ({
    anyOf: [schema, { type: 'object', not: { required: ['name'] } }, { type: 'null' }],
  });
  const layers = { $ref: '#/$defs/layer' };
  const patch = {
    type: 'object',
    patternProperties: {
      '^(after|before) ': { anyOf: [layers, { type: 'array', items: layers }] },
    },
    additionalProperties: { type: ['object', 'string', 'null'] },
  };
  return {
    dataset: change(dataset),
    optimizer: change(optimizer),
    loss: change(loss),
    model: { anyOf: [{ type: 'array', items: layers }, patch] },
  };
}

function layerSchema({ layers }: Language, definitions: Definitions): JsonSchema {
  const { bare, values } = layerChoice(layers, definitions);
  const beside = {
    ...propertiesOf(besideShape, definitions),
    inputs: oneOrMore({ type: 'string' }),
  };
  const item = {
    type: 'object',
    properties: {
      ...Object.fromEntries(values),
      [blockKey]: { type: 'array', items: { $ref: '#/$defs/layer' }, minItems: 1 },
      ...beside,
    },
    additionalProperties: false,
    oneOf: [...values.map(([name]) => name), blockKey].map((name) => ({ required: [name] })),
  };
  return { anyOf: [{ enum: bare }, item] };
}

type LayerChoice = {
  readonly bare: readonly string[];
  readonly values: readonly (readonly [string, JsonSchema])[];
};

// The layers that can stand by their name alone, and each with its arguments.
function layerChoice(layers: readonly Entry[], definitions: Definitions): LayerChoice {
  const bare = layers
    .filter((entry) => requiredOf(entry.arguments).length === 0)
    .flatMap((entry) => spellings([entry]));
  return {
    bare,
    values: layers.flatMap((entry) =>
      spellings([entry]).map((name) => [name, layerValue(entry, definitions)] as const),
    ),
  };
}

// Exactly one layer, and nothing beside it.
function nestedSchema(layers: readonly Entry[], definitions: Definitions): JsonSchema {
  const { bare, values } = layerChoice(layers, definitions);
  const written = {
    type: 'object',
    properties: Object.fromEntries(values),
    additionalProperties: false,
    minProperties: 1,
    maxProperties: 1,
  };
  return bare.length === 0 ? written : { anyOf: [{ enum: bare }, written] };
}

function layerValue(entry: Entry, definitions: Definitions): JsonSchema {
  const [first, ...others] = Object.keys(entry.arguments);
  const whole = {
    description: entry.summary,
    anyOf: [argumentsObject(entry.arguments, definitions)] as JsonSchema[],
  };
  const required = requiredOf(entry.arguments);
  if (required.length === 0) whole.anyOf.push({ type: 'null' });
  const schema = first === undefined ? undefined : entry.arguments[first];
  if (schema && !required.some((key) => others.includes(key))) {
    whole.anyOf.push({
      ...schemaOf(schema, definitions),
      ...(nestedTable(schema) ? {} : { not: { type: 'object' } }),
    });
  }
  return whole;
}

function oneOrMore(item: JsonSchema): JsonSchema {
  return { anyOf: [item, { type: 'array', items: item, minItems: 1 }] };
}

function argumentsObject(kinds: ArgumentKinds, definitions: Definitions): JsonSchema {
  const required = requiredOf(kinds);
  return {
    type: 'object',
    properties: propertiesOf(kinds, definitions),
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  };
}

function requiredOf(kinds: ArgumentKinds): string[] {
  return Object.entries(kinds).flatMap(([key, schema]) => (isRequired(schema) ? [key] : []));
}

function propertiesOf(kinds: ArgumentKinds, definitions: Definitions): Record<string, JsonSchema> {
  return Object.fromEntries(
    Object.entries(kinds).map(([key, schema]) => [
      key,
      withDefault(schema, schemaOf(schema, definitions)),
    ]),
  );
}

function withDefault(schema: z.ZodType, found: JsonSchema): JsonSchema {
  const standard = defaultOf(schema);
  const isPlain = standard === null || ['string', 'number', 'boolean'].includes(typeof standard);
  return isPlain ? { ...found, default: standard } : found;
}

// Everything but tagged kinds is left to zod.
function schemaOf(schema: z.ZodType, definitions: Definitions): JsonSchema {
  const { inner, nullable } = unwrap(schema);
  const found = innerSchema(inner, definitions);
  return nullable ? { anyOf: [found, { type: 'null' }] } : found;
}

function innerSchema(inner: z.ZodType, definitions: Definitions): JsonSchema {
  const kind = taggedKind(inner);
  if (kind) return { $ref: `#/$defs/${definitionOf(kind, definitions)}` };
  const layers = nestedTable(inner);
  if (layers) {
    return {
      $ref: `#/$defs/${definitionOf({ noun: 'nested layer', table: layers }, definitions, nestedSchema)}`,
    };
  }
  const item = itemOf(inner);
  const alternatives = alternativesOf(inner);
  if (alternatives.length > 1) {
    return { anyOf: alternatives.map((alternative) => schemaOf(alternative, definitions)) };
  }
  const { $schema: _, ...plain } = z.toJSONSchema(inner, {
    io: 'input',
    unrepresentable: 'any',
  }) as Record<string, unknown>;
  if (!item) return wordsOf(inner) ? { enum: wordsOf(inner) } : plain;
  return { ...plain, items: schemaOf(item, definitions) };
}

function definitionOf(kind: TaggedKind, definitions: Definitions, schemaFor = namedSchema): string {
  const known = definitions.get(kind.table);
  if (known) return known.name;
  const plain = kind.noun.replaceAll(/\W+/g, '_');
  const others = [...definitions.values()].filter(
    ({ name }) => name === plain || name.startsWith(`${plain}_`),
  ).length;
  const definition = {
    name: others === 0 ? plain : `${plain}_${others + 1}`,
    schema: {} as JsonSchema,
  };
  // There before it is filled, as a kind may hold itself.
  definitions.set(kind.table, definition);
  definition.schema = schemaFor(kind.table, definitions);
  return definition.name;
}

function namedSchema(table: readonly Entry[], definitions: Definitions): JsonSchema {
  const bare = table.filter((entry) => requiredOf(entry.arguments).length === 0);
  return {
    anyOf: [{ enum: spellings(bare) }, ...table.map((entry) => namedObject(entry, definitions))],
  };
}

function namedObject(entry: Entry, definitions: Definitions): JsonSchema {
  const { properties, required = [], ...rest } = argumentsObject(entry.arguments, definitions);
  return {
    ...rest,
    description: entry.summary,
    properties: { name: { enum: spellings([entry]) }, ...(properties as object) },
    required: ['name', ...(required as string[])],
  };
}
