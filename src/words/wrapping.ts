// What lies inside a declared argument: defaults, null and alternatives around the kind that
// matters. In goes a zod schema, out come its parts.
import type { z } from 'zod';
import { type TaggedKind, taggedKind } from './tagged.js';

/** A declaration without what is wrapped around it. */
export type Unwrapped = { readonly inner: z.ZodType; readonly nullable: boolean };

/** Takes off defaults, optional, nullable and readonly; a tagged kind is never opened. */
export function unwrap(schema: z.ZodType): Unwrapped {
  let inner = schema;
  let nullable = false;
  while (!taggedKind(inner)) {
    const next = innerOf(inner);
    if (!next) break;
    if (inner.def.type === 'nullable') nullable = true;
    inner = next;
  }
  return { inner, nullable };
}

const wrappers: readonly string[] = [
  'default',
  'prefault',
  'optional',
  'nullable',
  'nonoptional',
  'readonly',
  'catch',
];

function innerOf(schema: z.ZodType): z.ZodType | undefined {
  return wrappers.includes(schema.def.type)
    ? (schema.def as unknown as { readonly innerType: z.ZodType }).innerType
    : undefined;
}

/** The alternatives of a union, or the schema alone. */
export function alternativesOf(schema: z.ZodType): readonly z.ZodType[] {
  const { inner } = unwrap(schema);
  return inner.def.type === 'union'
    ? (inner.def as unknown as { readonly options: readonly z.ZodType[] }).options
    : [inner];
}

/** The tagged kind that a value of this declaration may be, if any. */
export function kindWithin(schema: z.ZodType): TaggedKind | undefined {
  for (const alternative of alternativesOf(schema)) {
    const kind = taggedKind(unwrap(alternative).inner);
    if (kind) return kind;
  }
  return undefined;
}

/** The declaration of a list's items, or undefined where it is no list. */
export function itemOf(schema: z.ZodType): z.ZodType | undefined {
  const { inner } = unwrap(schema);
  return inner.def.type === 'array'
    ? (inner.def as unknown as { readonly element: z.ZodType }).element
    : undefined;
}

/** Whether a text of this declaration is the path of a file. */
export function isPath(schema: z.ZodType): boolean {
  return alternativesOf(schema).some(
    (alternative) => unwrap(alternative).inner.meta()?.['dlx'] === 'path',
  );
}

/**
 * What an argument is where nothing is written; undefined where it must be written. One value,
 * whoever asks.
 */
export function defaultOf(schema: z.ZodType): unknown {
  return standardOf(schema).value;
}

/** Whether an argument must be written. */
export function isRequired(schema: z.ZodType): boolean {
  return standardOf(schema).isRequired;
}

type Standard = { readonly isRequired: boolean; readonly value: unknown };

const standards = new WeakMap<z.ZodType, Standard>();

// Asked for every argument of every layer.
function standardOf(schema: z.ZodType): Standard {
  const known = standards.get(schema);
  if (known) return known;
  const parsed = schema.safeParse(undefined);
  const made = { isRequired: !parsed.success, value: parsed.success ? parsed.data : undefined };
  standards.set(schema, made);
  return made;
}

/** Whether an argument takes a list of whole numbers, as sizes and axes are. */
export function takesWholeNumbers(schema: z.ZodType): boolean {
  return alternativesOf(schema).some((alternative) => {
    const { inner } = unwrap(alternative);
    if (inner.def.type === 'pipe' && !taggedKind(inner)) {
      return takesWholeNumbers((inner.def as unknown as { readonly in: z.ZodType }).in);
    }
    const item = itemOf(inner);
    return (
      item !== undefined &&
      (unwrap(item).inner.def as unknown as { readonly format?: string }).format === 'safeint'
    );
  });
}
