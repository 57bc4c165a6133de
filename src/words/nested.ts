// A layer among another layer's arguments, as Bidirectional has one. It is written as in a model's
// list, by its bare name or as one key with its arguments, and read as { layer, arguments } with
// every argument present.
import { z } from 'zod';
import { argumentsSchema, type Entry, findEntry } from './tagged.js';
import { unwrap } from './wrapping.js';

/** A layer that belongs to another one, with its checked arguments. */
export type NestedLayer = {
  readonly layer: string;
  readonly arguments: Readonly<Record<string, unknown>>;
};

const tables = new WeakMap<z.ZodType, readonly Entry[]>();

/** An argument that is one of some layers. What is in the table may still grow. */
export function nestedLayer(table: readonly Entry[]): z.ZodType<NestedLayer> {
  const schema = z.unknown().transform((written, context): NestedLayer => {
    const [name, value, ...others] =
      typeof written === 'string' ? [written, null] : writtenParts(written);
    const entry = name !== undefined && others.length === 0 ? findEntry(table, name) : undefined;
    const parsed = entry && argumentsSchema(entry).safeParse(argumentsOf(entry, value));
    if (entry && parsed?.success) return { layer: entry.name, arguments: parsed.data };
    context.issues.push({
      code: 'custom',
      message: 'is no layer with arguments that fit',
      input: written,
    });
    return z.NEVER;
  });
  tables.set(schema, table);
  return schema;
}

function writtenParts(
  written: unknown,
): readonly [name?: string, value?: unknown, ...others: unknown[]] {
  return isMapping(written) ? (Object.entries(written).flat() as [string, unknown]) : [];
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The layers that an argument may be one of, if {@link nestedLayer} declared it. */
export function nestedTable(schema: z.ZodType): readonly Entry[] | undefined {
  for (
    let made: z.ZodType | undefined = unwrap(schema).inner;
    made;
    made = made._zod.parent as z.ZodType | undefined
  ) {
    const table = tables.get(made);
    if (table) return table;
  }
  return undefined;
}

/**
 * Whether a mapping under an entry is its first argument, a layer, as in `Bidirectional: {LSTM:
 * 8}`.
 */
export function isNestedItself({ arguments: kinds }: Entry, keys: readonly string[]): boolean {
  const [first] = Object.values(kinds);
  const [key = '', ...others] = keys;
  // Layers have capitals and arguments have none, so a layer that may not stand there is still
  // known as one.
  return (
    first !== undefined &&
    nestedTable(first) !== undefined &&
    others.length === 0 &&
    /^[A-Z]/.test(key)
  );
}

// A scalar or a list is the first argument.
function argumentsOf(entry: Entry, value: unknown): unknown {
  if (value === null) return {};
  if (isMapping(value) && !isNestedItself(entry, Object.keys(value))) return value;
  const [first] = Object.keys(entry.arguments);
  return first === undefined ? value : { [first]: value };
}

/** Whether a resolved value is a layer with arguments. */
export function isNestedLayer(value: unknown): value is NestedLayer {
  if (!isMapping(value) || Object.keys(value).length !== 2) return false;
  return typeof value['layer'] === 'string' && isMapping(value['arguments']);
}
