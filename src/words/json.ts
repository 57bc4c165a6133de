// JSON files of dlx' own held against their declaration: in goes a parsed value, out comes it with
// its type, or the first thing about it that is not as declared. A file may be foreign, old or
// torn, so nothing of its texts is said.
import { cutText } from '../text/cut.js';
import { scalarValue } from './check-scalar.js';
import { check } from './check.js';
import { expectation } from './expectation.js';
import type { Form, Kind } from './kinds.js';
import type { Reporter } from './reporter.js';
import { isMapping, type PlainPlace, type Written, writtenOf } from './written.js';

/**
 * A value of the declared type; or where the first wrong thing is, and what is wrong with it as the
 * rest of a sentence that the file's name begins: `lacks seed`.
 */
export type CheckedJson<T> =
  | { readonly value: T }
  | { readonly path: string; readonly message: string };

// JSON nested deeper than this was not written by dlx, and walking it could exhaust the stack.
const deepest = 64;

// Nor were longer lists and mappings, unless their declaration says so.
const mostItems = 10_000;

/** Holds parsed JSON against its declaration. */
export function checkJson<T>(kind: Kind<T>, value: unknown): CheckedJson<T> {
  if (isDeeperThan(value, deepest)) {
    return { path: '', message: `is nested more than ${deepest} deep` };
  }
  // Files mostly are; what is wrong, and where, check.ts takes several times as long to tell.
  if (isAsDeclared(kind, value, mostItems)) return { value: value as T };
  const found: { readonly path: string; readonly message: string }[] = [];
  const checked = check('', kind, writtenOf(value), reporterTo(found));
  if (checked !== undefined) return { value: checked };
  return found[0] ?? { path: '', message: 'is not as dlx writes it' };
}

function reporterTo(
  found: { readonly path: string; readonly message: string }[],
): Reporter<PlainPlace> {
  const tell = (place: PlainPlace, message: (path: string) => string): undefined => {
    if (found.length > 0) return;
    const path = pathOf(place);
    found.push({ path, message: message(path) });
  };
  const unexpected = (_: string, kind: Kind, written: Written<PlainPlace>): undefined =>
    tell(written.place, (path) => expected(path, expectation(kind), written));
  return {
    mostItems,
    mismatch: unexpected,
    excess: (_, most, written) =>
      tell(written.place, (path) => {
        const [count, what] =
          written.kind === 'list'
            ? [written.items.length, 'items']
            : [written.kind === 'mapping' ? written.entries.size : 0, 'keys'];
        return `has ${count} ${what}${path === '' ? '' : ` in ${path}`}, where dlx writes ${most} at most`;
      }),
    missing: (key, _, { place }) => tell({ key, within: place }, (path) => `lacks ${path}`),
    nameless: (_, __, written) => tell(written.place, (path) => `lacks a name in ${path}`),
    unknownName: (_, { noun }, written) =>
      tell(written.place, (path) => `has an unknown ${noun} as ${path}`),
    unknownLayer: (_, __, ___, place) => tell(place, (path) => `has an unknown layer as ${path}`),
    unknownArgument: (_, __, place) => tell(place, (path) => `has an unknown key ${path}`),
    problem: (entry, problem, written) =>
      tell(written.place, () => `has ${entry.name}, which ${problem}`),
  };
}

function expected(path: string, what: string, written: Written<PlainPlace>): string {
  return path === ''
    ? `should hold ${what}, and holds ${shown(written)}`
    : `should have ${what} as ${path}, and has ${shown(written)}`;
}

// Text stays unsaid: the file may be another program's.
function shown(written: Written<PlainPlace>): string {
  if (written.kind !== 'scalar') return `a ${written.kind}`;
  return typeof written.value === 'string' ? 'text' : String(written.value);
}

// Keys are the file's own, and may be any text of any length.
function pathOf(place: PlainPlace): string {
  const keys: string[] = [];
  for (let at = place; at; at = at.within) {
    keys.unshift(cutText(at.key, 80));
  }
  return keys.join('.');
}

// By recursion, which goes no deeper than it is asked: hostile nesting would overflow the stack.
function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) {
    return (
      value.length > 0 && (levels === 0 || value.some((item) => isDeeperThan(item, levels - 1)))
    );
  }
  for (const key in value) {
    if (levels === 0 || isDeeperThan(Reflect.get(value, key), levels - 1)) return true;
  }
  return false;
}

/**
 * Whether parsed JSON is, at a quick look, as declared and is its own checked value, without a default, a number as
 * text or anything else to be read. Where it is not, or cannot be said without looking closely, no.
 * Lists and mappings for which nothing else is declared have `most` items at most.
 */
export function isAsDeclared({ form, rest }: Kind, value: unknown, most: number): boolean {
  if (value === null) return rest.nullable === true || form.form === 'anything';
  switch (form.form) {
    case 'anything':
      return value !== undefined;
    case 'fields':
      return isMapping(value) && hasFields(form, value, most);
    case 'mapping':
      return isMapping(value) && areValues(form, value, most);
    case 'list':
      return Array.isArray(value) && areItems(form, value, most);
    default:
      return isScalar(value) && scalarValue(form, value) === value;
  }
}

type Mapping = Readonly<Record<string, unknown>>;

function hasFields(
  { fields, optional }: Form & { readonly form: 'fields' },
  value: Mapping,
  most: number,
): boolean {
  for (const key in fields) {
    const kind = fields[key];
    if (!kind || !Object.hasOwn(value, key) || !isAsDeclared(kind, value[key], most)) return false;
  }
  for (const key in optional) {
    const kind = optional[key];
    if (kind && Object.hasOwn(value, key) && !isAsDeclared(kind, value[key], most)) return false;
  }
  return true;
}

function areValues(
  form: Form & { readonly form: 'mapping' },
  value: Mapping,
  most: number,
): boolean {
  const keys = Object.keys(value);
  return (
    keys.length <= (form.most ?? most) &&
    keys.every((key) => isAsDeclared(form.value, value[key], most))
  );
}

function areItems(
  { item, least, most: declared }: Form & { readonly form: 'list' },
  value: readonly unknown[],
  most: number,
): boolean {
  return (
    value.length >= least &&
    value.length <= (declared ?? most) &&
    value.every((one) => isAsDeclared(item, one, most))
  );
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
