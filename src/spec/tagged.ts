// What Keras names by a string: an optimizer, a loss, an initializer, a data set. A spec may write the bare name or a
// mapping with `name` and its arguments; it is read as { name, arguments } with every argument present.
import { z } from 'zod';
import type { Shape } from './arguments.js';
import { didYouMean } from './suggest.js';

/** One name that a spec may use, with its arguments. The tables of these are the language of specs. */
export type Entry = {
  /** The one spelling it is stored under. */
  readonly name: string;
  /** Other spellings that Keras accepts. */
  readonly aliases?: readonly string[];
  readonly arguments: Shape;
  /** One sentence for the reference. */
  readonly summary: string;
};

/** A named thing with its checked arguments. */
export type Tagged = { readonly name: string; readonly arguments: Readonly<Record<string, unknown>> };

/** What a schema made by {@link tagged} chooses from, for the JSON Schema and the minimal form. */
export type TaggedKind = { readonly noun: string; readonly table: readonly Entry[] };

const kinds = new WeakMap<z.ZodType, TaggedKind>();

/** The kind behind a schema, if {@link tagged} made it. */
export function taggedKind(schema: z.ZodType): TaggedKind | undefined {
  return kinds.get(schema);
}

/** An argument that is the name of a `noun`, or a mapping with that name and its arguments. */
export function tagged(noun: string, table: readonly Entry[]): z.ZodType<Tagged> {
  const schema = z.unknown().transform((written, context): Tagged => {
    const name = writtenName(written);
    if (name === undefined) {
      context.issues.push({ code: 'custom', message: `expected the name of ${article(noun)}, or a mapping with its name and arguments`, input: written });
      return z.NEVER;
    }
    const entry = findEntry(table, name);
    if (!entry) {
      const path = typeof written === 'string' ? [] : ['name'];
      context.issues.push({ code: 'custom', message: `unknown ${noun} ${JSON.stringify(name)}${didYouMean(name, spellings(table))}`, input: written, path });
      return z.NEVER;
    }
    const { name: _, ...rest } = typeof written === 'string' ? { name } : (written as Record<string, unknown>);
    const parsed = z.strictObject(entry.arguments).safeParse(rest);
    if (!parsed.success) context.issues.push(...parsed.error.issues.map((issue) => ({ ...issue, input: written })) as typeof context.issues);
    return parsed.success ? { name: entry.name, arguments: parsed.data } : z.NEVER;
  });
  kinds.set(schema, { noun, table });
  return schema;
}

/** The entry that a name, or one of its other spellings, stands for. */
export function findEntry<E extends Entry>(table: readonly E[], name: string): E | undefined {
  return table.find((entry) => entry.name === name || entry.aliases?.includes(name));
}

function writtenName(written: unknown): string | undefined {
  if (typeof written === 'string') return written;
  if (typeof written !== 'object' || written === null || Array.isArray(written)) return undefined;
  const name: unknown = (written as Record<string, unknown>)['name'];
  return typeof name === 'string' ? name : undefined;
}

function spellings(table: readonly Entry[]): string[] {
  return table.flatMap((entry) => [entry.name, ...(entry.aliases ?? [])]);
}

function article(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}
