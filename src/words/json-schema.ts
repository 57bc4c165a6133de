// The language as a JSON Schema (2020-12), for editors: in go the tables, out comes what a spec's
// file may hold.
import {
  argumentsObject,
  type Definitions,
  type JsonSchema,
  layerChoice,
  oneOrMore,
  propertiesOf,
  schemaOf,
} from './json-schema-kinds.js';
import { blockKey } from './keys.js';
import type { ArgumentKinds } from './kinds.js';
import type { Language } from './language.js';
import {
  besideKinds,
  budget,
  checkpoint,
  earlyStopping,
  freeze,
  initialWeights,
  labels,
  largestSeed,
  mostSeeds,
  reduceLearningRate,
  settings,
} from './top-level.js';

export type { JsonSchema } from './json-schema-kinds.js';

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
  const { dataset, optimizer, loss, metric } = language.parts;
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
    initial_weights: {
      anyOf: [argumentsObject(initialWeights, definitions), { enum: [false, null] }],
    },
    freeze: schemaOf(freeze, definitions),
    early_stopping: callback(earlyStopping, definitions),
    reduce_lr_on_plateau: callback(reduceLearningRate, definitions),
    checkpoint: {
      anyOf: [...callback(checkpoint, definitions).anyOf, schemaOf(checkpoint.every, definitions)],
    },
    budget: {
      anyOf: [
        argumentsObject(budget, definitions),
        schemaOf(budget.seconds, definitions),
        { enum: [false, null] },
      ],
    },
  };
}

function callback(
  kinds: ArgumentKinds,
  definitions: Definitions,
): { readonly anyOf: readonly JsonSchema[] } {
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
    ...propertiesOf(besideKinds, definitions),
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
