// What Keras names by a string: an optimizer, a loss, an initializer, a data set. A spec may write
// the bare name or a mapping with `name` and its arguments; it is read as { name, arguments } with
// every argument present.
import { z } from 'zod';
import { number, type ArgumentKinds } from './arguments.js';
import { onlyInKeras } from './keras.js';
import { didYouMean } from '../text/suggest.js';

/**
 * One name that a spec may use, with its arguments. The tables of these are the language of specs.
 */
export type Entry = {
  /** The one spelling it is stored under. */
  readonly name: string;
  /** Other spellings that Keras accepts. */
  readonly aliases?: readonly string[];
  readonly arguments: ArgumentKinds;
  /** One sentence for the reference. */
  readonly summary: string;
  /**
   * What is wrong with checked arguments taken together, as a sentence that its name begins; null
   * where nothing is.
   */
  problem?(args: Readonly<Record<string, unknown>>): string | null;
};

/** A named thing with its checked arguments. */
export type Tagged = {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
};

/** What a schema made by {@link tagged} chooses from, for the JSON Schema and the minimal form. */
export type TaggedKind = { readonly noun: string; readonly table: readonly Entry[] };

const kinds = new WeakMap<z.ZodType, TaggedKind>();

/** The kind behind a schema, if {@link tagged} made it. */
export function taggedKind(schema: z.ZodType): TaggedKind | undefined {
  // describe(), meta() and the like make a copy that remembers what it was copied from.
  for (
    let made: z.ZodType | undefined = schema;
    made;
    made = made._zod.parent as z.ZodType | undefined
  ) {
    const kind = kinds.get(made);
    if (kind) return kind;
  }
  return undefined;
}

/** An argument that is the name of a `noun`, or a mapping with that name and its arguments. */
export function tagged(noun: string, table: readonly Entry[]): z.ZodType<Tagged> {
  const schema = z.unknown().transform((written, context): Tagged => {
    const name = writtenName(written);
    if (name === undefined) {
      context.issues.push({
        code: 'custom',
        message: `expected the name of ${article(noun)}, or a mapping with its name and arguments`,
        input: written,
      });
      return z.NEVER;
    }
    const entry = findEntry(table, name);
    if (!entry) {
      const path = typeof written === 'string' ? [] : ['name'];
      // The check of what is written has more to say, and says it for as many as are shown.
      context.issues.push({ code: 'custom', message: `unknown ${noun}`, input: written, path });
      return z.NEVER;
    }
    const { name: _, ...rest } =
      typeof written === 'string' ? { name } : (written as Record<string, unknown>);
    const parsed = argumentsSchema(entry).safeParse(rest);
    const problem = parsed.success && entry.problem?.(parsed.data);
    if (problem) context.issues.push({ code: 'custom', message: problem, input: written });
    else if (parsed.success) return { name: entry.name, arguments: parsed.data };
    for (const issue of parsed.error?.issues ?? []) {
      context.issues.push({ ...issue, input: written } as (typeof context.issues)[number]);
    }
    return z.NEVER;
  });
  kinds.set(schema, { noun, table });
  return schema;
}

/**
 * An argument that is a number within bounds or, as a schedule in the place of a learning rate,
 * something tagged.
 */
export function numberOrTagged(
  noun: string,
  table: readonly Entry[],
  bounds: Parameters<typeof number>[0] = {},
): z.ZodType<number | Tagged> {
  return z.union([number(bounds), tagged(noun, table)]);
}

const schemas = new WeakMap<Entry, z.ZodObject<Record<string, z.ZodType>>>();

/** The schema of an entry's arguments as a mapping. */
export function argumentsSchema(entry: Entry): z.ZodObject<Record<string, z.ZodType>> {
  const known = schemas.get(entry);
  if (known) return known;
  const made = z.strictObject(entry.arguments) as unknown as z.ZodObject<Record<string, z.ZodType>>;
  schemas.set(entry, made);
  return made;
}

/** The entry that a name, or one of its other spellings, stands for. */
export function findEntry<E extends Entry>(table: readonly E[], name: string): E | undefined {
  return table.find((entry) => entry.name === name || entry.aliases?.includes(name));
}

/** Every name that a table knows. */
export function spellings(table: readonly Entry[]): string[] {
  return table.flatMap((entry) => [entry.name, ...(entry.aliases ?? [])]);
}

/** A message about a name that a table does not have; `shown` is how it was written. */
export function unknownName(
  noun: string,
  name: string,
  table: readonly Entry[],
  shown = JSON.stringify(name),
): string {
  const legal = spellings(table);
  return (
    onlyInKeras(noun, name, legal) ??
    `unknown ${noun} ${shown}${didYouMean(
      name,
      legal,
      table.map((entry) => entry.name),
    )}`
  );
}

function writtenName(written: unknown): string | undefined {
  if (typeof written === 'string') return written;
  if (typeof written !== 'object' || written === null || Array.isArray(written)) return undefined;
  const name: unknown = (written as Record<string, unknown>)['name'];
  return typeof name === 'string' ? name : undefined;
}

/** `a` or `an` and the noun. */
export function article(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}
