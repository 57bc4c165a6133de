// Declarations as JSON Schema: in goes a kind or a table of entries, out comes the schema of what may
// be written there. What a table has is defined once and referred to.
import { durationForm } from './check-scalar.js';
import { defaultOf } from './check.js';
import type { ArgumentKinds, Bounds, Entry, Form, Kind, ScalarForm, TaggedKind } from './kinds.js';
import { spellings } from './tagged.js';

/** A JSON Schema, or a part of one. */
export type JsonSchema = { readonly [key: string]: unknown };

type ArgumentsSchema = JsonSchema & {
  readonly properties: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
};

/** What has been defined so far, by the table that it is made from. */
export type Definitions = Map<TaggedKind['table'], { readonly name: string; schema: JsonSchema }>;

type LayerChoice = {
  readonly bare: readonly string[];
  readonly values: readonly (readonly [string, JsonSchema])[];
};

/** The layers that can stand by their name alone, and each with its arguments. */
export function layerChoice(layers: readonly Entry[], definitions: Definitions): LayerChoice {
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
  };
  const anyOf: JsonSchema[] = [argumentsObject(entry.arguments, definitions)];
  const required = requiredOf(entry.arguments);
  if (required.length === 0) anyOf.push({ type: 'null' });
  const schema = first === undefined ? undefined : entry.arguments[first];
  if (schema && !required.some((key) => others.includes(key))) {
    anyOf.push({
      ...schemaOf(schema, definitions),
      ...(schema.form.form === 'layer' ? {} : { not: { type: 'object' } }),
    });
  }
  return { ...whole, anyOf };
}

/** One of these, or a list of them. */
export function oneOrMore(item: JsonSchema): JsonSchema {
  return { anyOf: [item, { type: 'array', items: item, minItems: 1 }] };
}

/** The schema of a mapping of arguments. */
export function argumentsObject(kinds: ArgumentKinds, definitions: Definitions): ArgumentsSchema {
  const required = requiredOf(kinds);
  return {
    type: 'object',
    properties: propertiesOf(kinds, definitions),
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  };
}

function requiredOf(kinds: ArgumentKinds): string[] {
  return Object.entries(kinds).flatMap(([key, schema]) => (schema.isRequired ? [key] : []));
}

/** The schema of each argument by its name. */
export function propertiesOf(
  kinds: ArgumentKinds,
  definitions: Definitions,
): Record<string, JsonSchema> {
  return Object.fromEntries(
    Object.entries(kinds).map(([key, schema]) => [
      key,
      withDefault(schema, schemaOf(schema, definitions)),
    ]),
  );
}

function withDefault(kind: Kind, found: JsonSchema): JsonSchema {
  const standard = defaultOf(kind);
  const isPlain = standard === null || ['string', 'number', 'boolean'].includes(typeof standard);
  return isPlain ? { ...found, default: standard } : found;
}

/** The schema of what a declaration takes. */
export function schemaOf(kind: Kind, definitions: Definitions): JsonSchema {
  const found = formSchema(kind.form, definitions);
  return kind.rest.nullable ? { anyOf: [found, { type: 'null' }] } : found;
}

function formSchema(form: Form, definitions: Definitions): JsonSchema {
  const of = (kind: Kind): JsonSchema => schemaOf(kind, definitions);
  switch (form.form) {
    case 'list':
      return arrayOf(of(form.item), form.least, form.most);
    case 'oneOrList':
      return { anyOf: [of(form.item), arrayOf(of(form.item), 1)] };
    case 'sizes':
      return { anyOf: [of(form.size), arrayOf(of(form.size), form.axes, form.axes)] };
    case 'edges': {
      const both = { anyOf: [of(form.size), arrayOf(of(form.size), 2, 2)] };
      return form.axes === 1 ? both : { anyOf: [of(form.size), arrayOf(both, 2, 2)] };
    }
    case 'either':
      return { anyOf: form.options.map(of) };
    case 'mapping':
      return { type: 'object', additionalProperties: of(form.value) };
    case 'settings':
      return argumentsObject(form.kinds, definitions);
    case 'fields':
      return {
        type: 'object',
        properties: propertiesOf({ ...form.fields, ...form.optional }, definitions),
        required: Object.keys(form.fields),
      };
    case 'tagged':
      return { $ref: `#/$defs/${definitionOf(form, definitions)}` };
    case 'layer':
      return {
        $ref: `#/$defs/${definitionOf({ noun: 'nested layer', table: form.table }, definitions, nestedSchema)}`,
      };
    default:
      return scalarSchema(form);
  }
}

function scalarSchema(form: ScalarForm): JsonSchema {
  switch (form.form) {
    case 'integer':
      return { type: 'integer', ...boundsSchema({ ...exact, ...form.bounds }) };
    case 'number':
      return { type: 'number', ...boundsSchema(form.bounds) };
    case 'boolean':
      return { type: 'boolean' };
    case 'text':
      return {
        type: 'string',
        ...(form.least > 0 ? { minLength: form.least } : {}),
        ...(form.pattern ? { pattern: form.pattern.source } : {}),
      };
    case 'choice':
      return { enum: form.words };
    case 'constant':
      return { const: form.value };
    case 'duration':
      return {
        anyOf: [
          { type: 'number', exclusiveMinimum: 0 },
          { type: 'string', pattern: durationForm.source },
        ],
      };
    case 'anything':
      return {};
  }
}

// Whole numbers that a double holds.
const exact = { min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER };

function boundsSchema({ min, max, above, below }: Bounds): JsonSchema {
  const said: readonly (readonly [string, number | undefined])[] = [
    ['minimum', min],
    ['maximum', max],
    ['exclusiveMinimum', above],
    ['exclusiveMaximum', below],
  ];
  return Object.fromEntries(said.filter(([, value]) => value !== undefined));
}

function arrayOf(items: JsonSchema, least = 0, most?: number): JsonSchema {
  return {
    type: 'array',
    items,
    ...(least > 0 ? { minItems: least } : {}),
    ...(most === undefined ? {} : { maxItems: most }),
  };
}

const empty: JsonSchema = {};

function definitionOf(
  kind: TaggedKind,
  definitions: Definitions,
  schemaFor: (
    table: readonly Entry[],
    definitions: Definitions,
    key?: string,
  ) => JsonSchema = namedSchema,
): string {
  const known = definitions.get(kind.table);
  if (known) return known.name;
  const plain = kind.noun.replaceAll(/\W+/g, '_');
  const others = [...definitions.values()].filter(
    ({ name }) => name === plain || name.startsWith(`${plain}_`),
  ).length;
  const definition = {
    name: others === 0 ? plain : `${plain}_${others + 1}`,
    schema: empty,
  };
  // There before it is filled, as a kind may hold itself.
  definitions.set(kind.table, definition);
  definition.schema = schemaFor(kind.table, definitions, kind.key);
  return definition.name;
}

function namedSchema(table: readonly Entry[], definitions: Definitions, key = 'name'): JsonSchema {
  const bare = table.filter((entry) => requiredOf(entry.arguments).length === 0);
  return {
    anyOf: [
      { enum: spellings(bare) },
      ...table.map((entry) => namedObject(entry, definitions, key)),
    ],
  };
}

function namedObject(entry: Entry, definitions: Definitions, key: string): JsonSchema {
  const { properties, required = [], ...rest } = argumentsObject(entry.arguments, definitions);
  return {
    ...rest,
    description: entry.summary,
    properties: { [key]: { enum: spellings([entry]) }, ...properties },
    required: [key, ...required],
  };
}
