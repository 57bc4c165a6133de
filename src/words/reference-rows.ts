// What is said of one argument or one entry, for people: in go declarations, out come pieces of
// Markdown. The reference and the explanation of single names are made of them.
import { briefBounds, briefly } from './brief.js';
import { defaultOf } from './check.js';
import { exampleArguments, flow } from './examples.js';
import type { Entry, Form, Kind } from './kinds.js';
import { isTagged } from './tagged.js';

/** The shapes of a sample that goes into a layer with these written arguments and comes out. */
export type ShapesOf = (layer: string, written: Readonly<Record<string, unknown>>) => string | null;

/** Behind an argument's name: its default and what it takes, as ` = `32`: integer ≥ 1`. */
export function saidOf(kind: Kind): string {
  const standard = kind.isRequired ? '' : ` = ${code(defaultWords(kind))}`;
  return `${standard}: ${briefly(kind)}`;
}

/**
 * The same in the reference, whose head says what is left out here: what may be null is null where
 * nothing is written; what is true or false, a name of a table or any number shows so by its default.
 */
export function brieflySaidOf(kind: Kind): string {
  const takes = brieflyTaken(kind);
  if (kind.isRequired) return `: ${takes}`;
  const standard = defaultWords(kind);
  if (!kind.rest.nullable) {
    return ` = ${standard}${isSaidByDefault(kind.form) ? '' : `: ${takes}`}`;
  }
  if (standard !== 'null') return ` = ${standard}: ${takes}`;
  return kind.form.form === 'tagged' ? '' : `: ${takes}`;
}

// A size is an integer for all axes, or one for each; a bound alone is that of a number.
function brieflyTaken(kind: Kind): string {
  const { form, rest } = kind;
  const orNull = rest.nullable ? ', or null' : '';
  if (form.form === 'number' && Object.keys(form.bounds).length > 0) {
    return `${briefBounds(form.bounds).trim()}${orNull}`;
  }
  const size = form.form === 'sizes' ? form.size.form : null;
  if (size?.form === 'integer' && size.bounds.min !== undefined) {
    return `size${briefBounds(size.bounds)}${orNull}`;
  }
  return briefly(kind);
}

function isSaidByDefault(form: Form): boolean {
  switch (form.form) {
    case 'boolean':
    case 'tagged':
      return true;
    case 'number':
      return Object.keys(form.bounds).length === 0;
    default:
      return false;
  }
}

/** What stands where nothing is written, as one would write it. */
export function defaultWords(kind: Kind): string {
  const value = defaultOf(kind);
  if (isTagged(value)) return value.name;
  const one = Array.isArray(value) && value.length > 0 ? sameOf(value) : undefined;
  return flow(one !== undefined && kind.form.form !== 'list' ? one : value);
}

// One value stands for all of a list, as it is written.
function sameOf(values: readonly unknown[]): unknown {
  const [first] = values;
  return values.every((value) => flow(value) === flow(first))
    ? Array.isArray(first)
      ? sameOf(first)
      : first
    : undefined;
}

/** How a layer is written with what it must have, and what it makes of a sample. */
export type Example = { readonly written: string; readonly shapes: string };

/** The example of a layer; null where none fits, and for what is no layer. */
export function exampleOf(noun: string, entry: Entry, shapesOf: ShapesOf): Example | null {
  if (noun !== 'layer') return null;
  const written = exampleArguments(entry.arguments);
  const shapes = shapesOf(entry.name, written);
  const value = Object.keys(written).length === 0 ? entry.name : `${entry.name}: ${flow(written)}`;
  return shapes === null ? null : { written: value, shapes };
}

/** Whether an entry has no arguments. */
export function isBare(entry: Entry): boolean {
  return Object.keys(entry.arguments).length === 0;
}

/** The other names of an entry, as ` (also mse, MSE)`. */
export function otherNames(names: readonly string[]): string {
  return names.length === 0 ? '' : ` (also ${names.join(', ')})`;
}

/** A piece of code in Markdown. */
export function code(text: string): string {
  return `\`${text}\``;
}
