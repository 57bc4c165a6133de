// What Keras names by a string: an optimizer, a loss, an initializer, a data set. A spec may write
// the bare name or a mapping with `name` and its arguments; it is read as { name, arguments } with
// every argument present.
import { either, number } from './arguments.js';
import { type Entry, Kind, type Tagged } from './kinds.js';

export type { Entry, Tagged, TaggedKind } from './kinds.js';

/** An argument that is the name of a `noun`, or a mapping with that name and its arguments. */
export function tagged(noun: string, table: readonly Entry[]): Kind<Tagged> {
  return new Kind({ form: 'tagged', noun, table });
}

/** The same where a mapping has the name under `type`, as columns have that are named themselves. */
export function typed(noun: string, table: readonly Entry[]): Kind<Tagged> {
  return new Kind({ form: 'tagged', noun, table, key: 'type' });
}

/**
 * An argument that is a number within bounds or, as a schedule in the place of a learning rate,
 * something tagged.
 */
export function numberOrTagged(
  noun: string,
  table: readonly Entry[],
  bounds: Parameters<typeof number>[0] = {},
): Kind<number | Tagged> {
  return either(number(bounds), tagged(noun, table));
}

/** The entry that a name, or one of its other spellings, stands for. */
export function findEntry<E extends Entry>(table: readonly E[], name: string): E | undefined {
  return table.find((entry) => entry.name === name || entry.aliases?.includes(name));
}

/** Every name that a table knows. */
export function spellings(table: readonly Entry[]): string[] {
  return table.flatMap((entry) => [entry.name, ...(entry.aliases ?? [])]);
}

/** Whether a checked value is a name with arguments. */
export function isTagged(value: unknown): value is Tagged {
  if (typeof value !== 'object' || value === null) return false;
  const { name, arguments: args, key } = value as Partial<Tagged>;
  if (Object.keys(value).length !== (key === undefined ? 2 : 3)) return false;
  return typeof name === 'string' && typeof args === 'object' && args !== null;
}

/** The argument of that name where it is a name with arguments; null where it is not, or not there. */
export function taggedArgument(
  args: Readonly<Record<string, unknown>>,
  name: string,
): Tagged | null {
  const value = args[name];
  return isTagged(value) ? value : null;
}

/** `a` or `an` and the noun. */
export function article(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}
