// Holds what was written against its declaration: in go a kind and a value with places, out comes
// the checked value, defaults filled in; or undefined, after the reporter was told of each thing
// that is wrong. Nothing here knows YAML, and no sentence is made here.
import type {
  ArgumentKinds,
  ArgumentsOf,
  Entry,
  Kind,
  Form,
  NestedLayer,
  Tagged,
  TaggedKind,
} from './kinds.js';
import { manyValue } from './check-many.js';
import { numberIn, scalarValue } from './check-scalar.js';
import { argumentsWritten, nestedItem } from './nested.js';
import { type Owner, type Reporter, silent } from './reporter.js';
import { findEntry } from './tagged.js';
import {
  isNull,
  plainOf,
  textOf,
  type Written,
  type WrittenMapping,
  writtenOf,
} from './written.js';

/** The checked value, or undefined once the reporter knows why there is none. */
export function check<T, P>(
  key: string,
  kind: Kind<T>,
  written: Written<P>,
  to: Reporter<P>,
): T | undefined {
  if (written.kind === 'scalar' && written.refused) return undefined;
  // The one place where a value takes on the type that its declaration stands for.
  return (kind.rest.nullable && isNull(written) ? null : valueOf(key, kind, written, to)) as
    | T
    | undefined;
}

/** The checked arguments, or undefined once the reporter knows why there are none. */
export function checkArguments<S extends ArgumentKinds, P>(
  kinds: S,
  written: WrittenMapping<P> | null,
  owner: Owner<P>,
  to: Reporter<P>,
): ArgumentsOf<S> | undefined {
  let isWrong = false;
  const keys = [...(written?.entries.keys() ?? [])];
  for (const [key, member] of written?.entries ?? []) {
    if (Object.hasOwn(kinds, key)) continue;
    to.unknownArgument(key, kinds, member.key, owner);
    isWrong = true;
  }
  const values: Record<string, unknown> = {};
  for (const [key, kind] of Object.entries(kinds)) {
    const member = written?.entries.get(key);
    const value = member ? check(key, kind, member.value, to) : defaultOf(kind);
    if (!member && kind.isRequired) to.missing(key, kinds, owner, keys);
    if (value === undefined) isWrong = true;
    values[key] = value;
  }
  return isWrong ? undefined : (values as ArgumentsOf<S>);
}

/** What stands where nothing is written; undefined where something must be. */
export function defaultOf<T>(kind: Kind<T>): T | undefined {
  return kind.defaultBy((written) => checkPlain(kind, written)) as T | undefined;
}

/** The checked value of plain data that is known to be right, as a default is. */
export function checkPlain<T>(kind: Kind<T>, plain: unknown): T {
  const value = check('value', kind, writtenOf(plain), silent);
  if (value === undefined) throw new Error(`not what is declared: ${JSON.stringify(plain)}`);
  return value;
}

/** The checked arguments of plain data that is known to be right, defaults filled in. */
export function checkPlainArguments<S extends ArgumentKinds>(
  kinds: S,
  plain: Readonly<Record<string, unknown>>,
): ArgumentsOf<S> {
  const written = writtenOf(plain);
  const owner = { name: 'arguments', place: null };
  const values = checkArguments(kinds, written.kind === 'mapping' ? written : null, owner, silent);
  if (!values) throw new Error(`not what is declared: ${JSON.stringify(plain)}`);
  return values;
}

/** Whether plain data is what a declaration takes. */
export function accepts(kind: Kind, plain: unknown): boolean {
  return check('value', kind, writtenOf(plain), silent) !== undefined;
}

function valueOf<P>(key: string, kind: Kind, written: Written<P>, to: Reporter<P>): unknown {
  const { form } = kind;
  switch (form.form) {
    case 'anything':
      return plainOf(written);
    case 'list':
      return listValue(key, kind, form, written, to);
    case 'mapping':
      return mappingValue(key, kind, form, written, to);
    case 'fields':
      return fieldsValue(key, kind, form, written, to);
    case 'settings':
      return written.kind === 'mapping'
        ? checkArguments(form.kinds, written, { name: key, place: written.place }, to)
        : to.mismatch(key, kind, written);
    case 'either':
      return eitherValue(key, kind, form.options, written, to);
    case 'tagged':
      return taggedValue(key, kind, form, written, to);
    case 'layer':
      return layerValue(key, kind, form.table, written, to);
    case 'oneOrList':
    case 'sizes':
    case 'edges':
      return told(key, kind, manyValue(form, written, silently), written, to);
    default:
      return told(
        key,
        kind,
        written.kind === 'scalar' ? scalarValue(form, written.value) : undefined,
        written,
        to,
      );
  }
}

function silently<P>(kind: Kind, written: Written<P>): unknown {
  return check('', kind, written, silent);
}

function told<P>(
  key: string,
  kind: Kind,
  value: unknown,
  written: Written<P>,
  to: Reporter<P>,
): unknown {
  if (value === undefined) to.mismatch(key, kind, written);
  return value;
}

function listValue<P>(
  key: string,
  kind: Kind,
  { item, least, most }: Form & { readonly form: 'list' },
  written: Written<P>,
  to: Reporter<P>,
): unknown {
  if (written.kind !== 'list' || written.items.length < least) {
    return to.mismatch(key, kind, written);
  }
  const limit = most ?? to.mostItems;
  if (written.items.length > limit) return to.excess(key, limit, written);
  const values = written.items.map((part) => check(`each of ${key}`, item, part, to));
  return values.includes(undefined) ? undefined : values;
}

function mappingValue<P>(
  key: string,
  kind: Kind,
  { value, most }: Form & { readonly form: 'mapping' },
  written: Written<P>,
  to: Reporter<P>,
): unknown {
  if (written.kind !== 'mapping') return to.mismatch(key, kind, written);
  const limit = most ?? to.mostItems;
  if (written.entries.size > limit) return to.excess(key, limit, written);
  const values = [...written.entries].map(
    ([inner, member]) => [inner, check(inner, value, member.value, to)] as const,
  );
  return values.some(([, part]) => part === undefined) ? undefined : Object.fromEntries(values);
}

function fieldsValue<P>(
  key: string,
  kind: Kind,
  form: Form & { readonly form: 'fields' },
  written: Written<P>,
  to: Reporter<P>,
): unknown {
  if (written.kind !== 'mapping') return to.mismatch(key, kind, written);
  const { entries } = written;
  let isWrong = false;
  for (const inner of Object.keys(form.fields)) {
    if (entries.has(inner)) continue;
    to.missing(inner, form.fields, { name: key, place: written.place }, [...entries.keys()]);
    isWrong = true;
  }
  const values = [...entries].map(([inner, member]) => {
    const field = fieldOf(form, inner);
    return [inner, field ? check(inner, field, member.value, to) : plainOf(member.value)] as const;
  });
  return isWrong || values.some(([, part]) => part === undefined)
    ? undefined
    : Object.fromEntries(values);
}

function fieldOf(
  { fields, optional }: Form & { readonly form: 'fields' },
  key: string,
): Kind | undefined {
  if (Object.hasOwn(fields, key)) return fields[key];
  return Object.hasOwn(optional, key) ? optional[key] : undefined;
}

// What is chosen by name explains itself, and so does a mapping that bears a mark of one of them or
// may have any keys; of anything else, all that may stand there is said.
function eitherValue<P>(
  key: string,
  kind: Kind,
  options: readonly Kind[],
  written: Written<P>,
  to: Reporter<P>,
): unknown {
  for (const option of options) {
    const value = check(key, option, written, silent);
    if (value !== undefined) return value;
  }
  const meant =
    options.find(({ form }) =>
      form.form === 'tagged'
        ? isNamed(written)
        : form.form === 'mapping'
          ? written.kind === 'mapping'
          : isMarked(form, written),
    ) ?? onlySettings(options, written);
  return meant ? check(key, meant, written, to) : to.mismatch(key, kind, written);
}

// The one mapping that may stand there explains its own keys.
function onlySettings<P>(options: readonly Kind[], written: Written<P>): Kind | undefined {
  const [first, ...others] = options.filter(({ form }) => form.form === 'settings');
  return written.kind === 'mapping' && others.length === 0 ? first : undefined;
}

// {kind: number, …} where another of them is {kind: categories, …}.
function isMarked<P>(form: Form, written: Written<P>): boolean {
  if (written.kind !== 'mapping') return false;
  const fields = form.form === 'fields' ? form.fields : form.form === 'settings' ? form.kinds : {};
  return Object.entries(fields).some(([key, field]) => {
    const member = written.entries.get(key);
    return field.form.form === 'constant' && member && silently(field, member.value) !== undefined;
  });
}

// A number in quotes is not a misspelt schedule.
function isNamed<P>(written: Written<P>): boolean {
  const text = textOf(written);
  return text === undefined ? written.kind === 'mapping' : numberIn(text) === undefined;
}

function taggedValue<P>(
  key: string,
  kind: Kind,
  of: TaggedKind,
  written: Written<P>,
  to: Reporter<P>,
): Tagged | undefined {
  const { noun, table, key: under = 'name' } = of;
  const named = written.kind === 'mapping' ? written.entries.get(under)?.value : written;
  if (!named) return to.nameless(key, of, written);
  const name = textOf(named);
  if (name === undefined) return to.mismatch(key, kind, named);
  const entry = findEntry(table, name);
  if (!entry) return to.unknownName(key, of, named);
  const others =
    written.kind === 'mapping'
      ? {
          kind: written.kind,
          place: written.place,
          entries: new Map([...written.entries].filter(([at]) => at !== under)),
        }
      : null;
  const owner = { name: entry.name, place: named.place, kind: { noun, entry } };
  const values = checkArguments(entry.arguments, others, owner, to);
  const problem = values && entry.problem?.(values);
  if (problem) return to.problem(entry, problem, written);
  return values && { name: entry.name, arguments: values, ...(of.key ? { key: of.key } : {}) };
}

function layerValue<P>(
  key: string,
  kind: Kind,
  table: readonly Entry[],
  written: Written<P>,
  to: Reporter<P>,
): NestedLayer | undefined {
  const item = nestedItem(written);
  if (!item) return to.mismatch(key, kind, written);
  const entry = findEntry(table, item.name);
  if (!entry) return to.unknownLayer(key, kind, item.name, item.place);
  const owner = {
    name: entry.name,
    place: item.place,
    kind: { noun: 'layer', entry, isNested: true as const },
  };
  const values = checkArguments(
    entry.arguments,
    argumentsWritten(entry, item.value, item.place),
    owner,
    to,
  );
  return values && { layer: entry.name, arguments: values };
}
