// A layer among another layer's arguments, as Bidirectional has one. It is written as in a model's
// list, by its bare name or as one key with its arguments, and read as { layer, arguments } with
// every argument present.
import { type Entry, Kind, type NestedLayer } from './kinds.js';
import { isMapping, isNull, textOf, type Written, type WrittenMapping } from './written.js';

export type { NestedLayer } from './kinds.js';

/** An argument that is one of some layers. What is in the table may still grow. */
export function nestedLayer(table: readonly Entry[]): Kind<NestedLayer> {
  return new Kind({ form: 'layer', table });
}

/** The layers that an argument may be one of, if {@link nestedLayer} declared it. */
export function nestedTable({ form }: Kind): readonly Entry[] | undefined {
  return form.form === 'layer' ? form.table : undefined;
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
  return first?.form.form === 'layer' && others.length === 0 && /^[A-Z]/.test(key);
}

/** Whether a checked value is a layer with arguments. */
export function isNestedLayer(value: unknown): value is NestedLayer {
  if (!isMapping(value) || Object.keys(value).length !== 2) return false;
  return typeof value['layer'] === 'string' && isMapping(value['arguments']);
}

type NestedItem<P> = { readonly name: string; readonly place: P; readonly value: Written<P> };

/** What is written as a layer: a bare name, or one key with its arguments; undefined if neither. */
export function nestedItem<P>(written: Written<P>): NestedItem<P> | undefined {
  const bare = textOf(written);
  const { place } = written;
  if (bare !== undefined) {
    return { name: bare, place, value: { kind: 'scalar', value: null, place } };
  }
  if (written.kind !== 'mapping' || written.entries.size !== 1) return undefined;
  const [first] = written.entries;
  return first && { name: first[0], place: first[1].key, value: first[1].value };
}

/**
 * A layer's arguments as a mapping: a scalar, a list or a layer is the first one. Null where there
 * are none.
 */
export function argumentsWritten<P>(
  entry: Entry | undefined,
  value: Written<P>,
  key: P,
): WrittenMapping<P> | null {
  if (value.kind === 'mapping' && !(entry && isNestedItself(entry, [...value.entries.keys()]))) {
    return value;
  }
  const first = Object.keys(entry?.arguments ?? {})[0];
  if (isNull(value) || first === undefined) return null;
  return { kind: 'mapping', entries: new Map([[first, { key, value }]]), place: value.place };
}
