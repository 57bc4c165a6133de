// A layer among another layer's arguments, as Bidirectional has one. It is written as in a model's
// list, by its bare name or as one key with its arguments, and read as { layer, arguments } with
// every argument present.
import { type Entry, Kind, type NestedLayer } from './kinds.js';
import { isMapping } from './written.js';

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
