// The kinds of argument a spec may hold. One declaration is the TypeScript type, the check, the
// JSON Schema and the reference: `zod` is used here and nowhere outside src/spec.
import { z } from 'zod';

/**
 * The arguments of an entry by Keras' name, in Keras' order: the first one is what a bare scalar
 * means.
 */
export type ArgumentKinds = Readonly<Record<string, z.ZodType>>;

/** The checked arguments of an entry: every one present, defaults filled in. */
export type ArgumentsOf<S extends ArgumentKinds> = { readonly [K in keyof S]: z.output<S[K]> };

type Bounds = { readonly min?: number; readonly max?: number };

/** A whole number within bounds that a double holds exactly. */
export function integer({
  min = Number.MIN_SAFE_INTEGER,
  max = Number.MAX_SAFE_INTEGER,
}: Bounds = {}): z.ZodInt {
  return z.int().min(min).max(max);
}

/** A finite number; `above` and `below` are exclusive bounds. */
export function number({
  min,
  max,
  above,
  below,
}: Bounds & { readonly above?: number; readonly below?: number } = {}): z.ZodNumber {
  let schema = z.number();
  if (min !== undefined) schema = schema.min(min);
  if (max !== undefined) schema = schema.max(max);
  if (above !== undefined) schema = schema.gt(above);
  if (below !== undefined) schema = schema.lt(below);
  return schema;
}

/** true or false. */
export function boolean(): z.ZodBoolean {
  return z.boolean();
}

/** A text that is not empty. */
export function text(): z.ZodString {
  return z.string().min(1);
}

/** One of a few words. */
export function choice<const W extends readonly [string, ...string[]]>(
  words: W,
): z.ZodEnum<{ [K in W[number]]: K }> {
  return z.enum(words) as unknown as z.ZodEnum<{ [K in W[number]]: K }>;
}

/** A list of values of one kind. */
export function listOf<T extends z.ZodType>(item: T): z.ZodArray<T> {
  return z.array(item);
}

/** Two sizes as Keras takes them: one number stands for both. Always read as a pair. */
export function pair(bounds: Bounds): z.ZodType<readonly [number, number]> {
  const size = integer(bounds);
  return z
    .union([size, z.tuple([size, size])])
    .transform((value): readonly [number, number] =>
      typeof value === 'number' ? [value, value] : value,
    );
}

/** A size for each of so many axes: one number stands for all. Always read as a list. */
export function sizes(axes: 1 | 2, bounds: Bounds): z.ZodType<readonly number[]> {
  const size = integer(bounds);
  const all = axes === 1 ? z.tuple([size]) : z.tuple([size, size]);
  return z
    .union([size, all])
    .transform((value): readonly number[] =>
      typeof value === 'number' ? Array.from({ length: axes }, () => value) : value,
    );
}

/**
 * What is before and after each axis of a sequence or an image: one number for all, one for each
 * axis, or two for each. Always read as pairs.
 */
export function edges(rank: 1 | 2): z.ZodType<readonly (readonly [number, number])[]> {
  const size = integer({ min: 0 });
  const both = z.tuple([size, size]);
  if (rank === 1) {
    return z
      .union([size, both])
      .transform((value): readonly (readonly [number, number])[] => [
        typeof value === 'number' ? [value, value] : value,
      ]);
  }
  const each = z.union([size, both]);
  const edge = (value: number | readonly [number, number]): readonly [number, number] =>
    typeof value === 'number' ? [value, value] : value;
  return z
    .union([size, z.tuple([each, each])])
    .transform((value): readonly (readonly [number, number])[] =>
      typeof value === 'number' ? [edge(value), edge(value)] : value.map(edge),
    );
}

/** One value or a list of them; always read as a list. */
export function oneOrList<T extends z.ZodType>(item: T): z.ZodType<readonly z.output<T>[]> {
  return z
    .union([item, z.array(item).min(1)])
    .transform((value): readonly z.output<T>[] =>
      Array.isArray(value) ? (value as z.output<T>[]) : [value as z.output<T>],
    );
}

/** What either of two declarations takes. */
export function either<A extends z.ZodType, B extends z.ZodType>(
  first: A,
  second: B,
): z.ZodUnion<readonly [A, B]> {
  return z.union([first, second]);
}

/** A mapping of words to values of one kind. */
export function mappingOf<T extends z.ZodType>(value: T): z.ZodRecord<z.ZodString, T> {
  return z.record(z.string(), value);
}

const secondsOf: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/** A time: a number of seconds, or as 60s, 5m, 1h. Always read as seconds. */
export function duration(): z.ZodType<number> {
  const written = z
    .string()
    .regex(/^(?:0*[1-9]\d{0,8}(?:\.\d{1,9})?|0+\.\d{0,8}[1-9])[smh]$/)
    .describe('a time as 60s, 5m or 1h');
  return z
    .union([number({ above: 0 }), written])
    .transform((value) =>
      typeof value === 'number'
        ? value
        : Number(value.slice(0, -1)) * (secondsOf[value.slice(-1)] ?? 1),
    );
}

/** A path of a file, relative to the folder of the spec that names it. */
export function filePath(): z.ZodString {
  return z.string().min(1).meta({ dlx: 'path' });
}
