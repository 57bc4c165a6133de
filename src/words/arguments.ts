// The kinds of argument that a spec or a file of dlx' own may hold, each made by a word: in go
// bounds and words, out comes a declaration, whose TypeScript type follows from it.
import { type ArgumentKinds, type ArgumentsOf, type CheckedOf, Kind, ListKind } from './kinds.js';

export type { ArgumentKinds, ArgumentsOf } from './kinds.js';

type Bounds = { readonly min?: number; readonly max?: number };

/** A whole number within bounds that a double holds exactly. */
export function integer(bounds: Bounds = {}): Kind<number> {
  return new Kind({ form: 'integer', bounds });
}

/** A finite number; `above` and `below` are exclusive bounds. */
export function number(
  bounds: Bounds & { readonly above?: number; readonly below?: number } = {},
): Kind<number> {
  return new Kind({ form: 'number', bounds });
}

/** Any number, in a JSON file of dlx' own, which keeps NaN and the infinities as text. */
export function anyNumber(): Kind<number> {
  return new Kind({ form: 'number', bounds: {}, coded: true });
}

/** true or false. */
export function boolean(): Kind<boolean> {
  return new Kind({ form: 'boolean' });
}

/** A text that is not empty. */
export function text(): Kind<string> {
  return new Kind({ form: 'text', least: 1 });
}

/** A text that may be empty. */
export function anyText(): Kind<string> {
  return new Kind({ form: 'text', least: 0 });
}

/** A text of this form; `words` say what it is, after "must be". */
export function patternOf(pattern: RegExp, words: string): Kind<string> {
  return new Kind({ form: 'text', least: 1, pattern, words });
}

/** One of a few words. */
export function choice<const W extends readonly [string, ...string[]]>(words: W): Kind<W[number]> {
  return new Kind({ form: 'choice', words });
}

/** This one value, as the number of a format. */
export function constant<const V extends string | number | boolean>(value: V): Kind<V> {
  return new Kind({ form: 'constant', value });
}

/** A list of values of one kind. */
export function listOf<T>(item: Kind<T>): ListKind<T> {
  return new ListKind(item);
}

/** Two sizes as Keras takes them: one number stands for both. Always read as a pair. */
export function pair(bounds: Bounds): Kind<readonly [number, number]> {
  return new Kind({ form: 'sizes', axes: 2, size: integer(bounds) });
}

/** A size for each of so many axes: one number stands for all. Always read as a list. */
export function sizes(axes: 1 | 2, bounds: Bounds): Kind<readonly number[]> {
  return new Kind({ form: 'sizes', axes, size: integer(bounds) });
}

/**
 * What is before and after each axis of a sequence or an image: one number for all, one for each
 * axis, or two for each. Always read as pairs.
 */
export function edges(axes: 1 | 2): Kind<readonly (readonly [number, number])[]> {
  return new Kind({ form: 'edges', axes, size: integer({ min: 0 }) });
}

/** One value or a list of them; always read as a list. */
export function oneOrList<T>(item: Kind<T>): Kind<readonly T[]> {
  return new Kind({ form: 'oneOrList', item });
}

/** What one of several declarations takes. */
export function either<const O extends readonly Kind[]>(...options: O): Kind<CheckedOf<O[number]>> {
  return new Kind({ form: 'either', options });
}

/** A mapping of words to values of one kind. */
export function mappingOf<T>(value: Kind<T>, most?: number): Kind<Readonly<Record<string, T>>> {
  return new Kind({ form: 'mapping', value, ...(most === undefined ? {} : { most }) });
}

/** A mapping with these keys and no others, in a spec; those that have a default may be left out. */
export function settings<S extends ArgumentKinds>(kinds: S): Kind<ArgumentsOf<S>> {
  return new Kind({ form: 'settings', kinds });
}

/** A mapping with these keys, and perhaps with those; others pass as they are. */
export function fields<F extends ArgumentKinds>(needed: F): Kind<ArgumentsOf<F>>;
export function fields<F extends ArgumentKinds, O extends ArgumentKinds>(
  needed: F,
  optional: O,
): Kind<ArgumentsOf<F> & Partial<ArgumentsOf<O>>>;
export function fields(needed: ArgumentKinds, optional: ArgumentKinds = {}): Kind {
  return new Kind({ form: 'fields', fields: needed, optional });
}

/** Whatever is there. */
export function anything(): Kind {
  return new Kind({ form: 'anything' });
}

/** A time: a number of seconds, or as 60s, 5m, 1h. Always read as seconds. */
export function duration(): Kind<number> {
  return new Kind({ form: 'duration' });
}

/** A path of a file, relative to the folder of the spec that names it. */
export function filePath(): Kind<string> {
  return new Kind({ form: 'text', least: 1, isPath: true });
}
