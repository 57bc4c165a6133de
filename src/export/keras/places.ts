// Where a .keras file keeps the weights of a layer: its class, arguments and dlx' names of its
// weights come in, groups of the HDF5 file and numbers in them come out. Keras numbers the weights
// of each part of a layer in the order in which it builds them, which is the order of dlx' table.
import { isNestedLayer } from '../../words/nested.js';
import type { Arguments } from './objects.js';

/** A layer's class with its arguments. */
export type PlacedLayer = { readonly layer: string; readonly arguments: Arguments };

/** The place of a weight within the group of its layer, as `cell/vars/0`, for each of its weights. */
export function weightPlaces(layer: PlacedLayer, names: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  return names.map((name) => {
    const group = groupOf(layer, name);
    const count = counts.get(group) ?? 0;
    counts.set(group, count + 1);
    return `${group}vars/${count}`;
  });
}

const recurrent: ReadonlySet<string> = new Set(['SimpleRNN', 'LSTM', 'GRU']);

// The part of a layer that a weight belongs to: an attribute of Keras' class.
function groupOf({ layer, arguments: args }: PlacedLayer, name: string): string {
  if (recurrent.has(layer)) return 'cell/';
  if (layer === 'MultiHeadAttention') return partOfAttention(name);
  if (layer === 'TimeDistributed') return `layer/${within(args['layer'], name)}`;
  if (layer !== 'Bidirectional') return '';
  const slash = name.indexOf('/');
  const [way, rest] = [name.slice(0, slash), name.slice(slash + 1)];
  const inner = way === 'backward' ? (args['backward_layer'] ?? args['layer']) : args['layer'];
  return `${way}_layer/${within(inner, rest)}`;
}

function within(inner: unknown, name: string): string {
  if (!isNestedLayer(inner)) throw new Error('a layer around none');
  return groupOf(inner, name);
}

// `query/kernel` is that of query_dense, `attention_output/kernel` that of output_dense.
function partOfAttention(name: string): string {
  return `${name.slice(0, name.indexOf('/')).replace('attention_', '')}_dense/`;
}
