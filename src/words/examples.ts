// The shortest way to write an entry that needs arguments: in go its declarations, out come values
// for those that must be written, as one would write them.
import type { ArgumentKinds, Entry, Form, Kind } from './kinds.js';

/** Values of arguments whose bounds say less than their names. */
const usual: Readonly<Record<string, unknown>> = {
  units: 10,
  filters: 32,
  kernel_size: 3,
  pool_size: 2,
  rate: 0.3,
  stddev: 0.1,
  target_shape: [-1],
  dims: [2, 1],
  n: 4,
  scale: 0.1,
  sequence_length: 20,
  num_heads: 2,
  key_dim: 16,
  input_dim: 10_000,
  output_dim: 32,
  axes: 1,
  activation: 'relu',
};

/** The arguments that must be written, each with a value that fits. */
export function exampleArguments(kinds: ArgumentKinds): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(kinds)
      .filter(([, kind]) => kind.isRequired)
      .map(([name, kind]) => [name, usual[name] ?? exampleOf(kind)]),
  );
}

function exampleOf({ form }: Kind): unknown {
  switch (form.form) {
    case 'integer':
    case 'number':
      return numberFor(form);
    case 'sizes':
    case 'edges':
      return exampleOf(form.size);
    case 'list':
      return [exampleOf(form.item)];
    case 'oneOrList':
      return exampleOf(form.item);
    case 'either':
      return form.options[0] && exampleOf(form.options[0]);
    case 'settings':
      return exampleArguments(form.kinds);
    case 'choice':
      return form.words[0];
    case 'tagged':
      return form.table[0]?.name;
    case 'layer':
      return exampleLayer(form.table);
    default:
      return form.form === 'boolean' ? true : 'name';
  }
}

function exampleLayer(table: readonly Entry[]): unknown {
  const inner = table.find(({ name }) => ['Dense', 'LSTM'].includes(name));
  return inner && { [inner.name]: exampleArguments(inner.arguments) };
}

function numberFor({ bounds }: Form & { readonly form: 'integer' | 'number' }): number {
  const { min, max, above, below } = bounds;
  if (max !== undefined || below !== undefined) return 0.5;
  return Math.max(1, min ?? above ?? 1);
}

/** A value on one line of YAML, as `{units: 10}`. */
export function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .map(([key, inner]) => `${key}: ${flow(inner)}`)
      .join(', ')}}`;
  }
  return typeof value === 'string' && /^[a-z_]\w*$/i.test(value) ? value : JSON.stringify(value);
}
