// Steps that layers leave out because of a mask, which PyTorch's layers do not know.
import type { Network, NetworkLayer } from '../../model/network.js';
import { isNestedLayer } from '../../words/nested.js';

// Layers whose values depend on a mask.
const users = new Set([
  ...['SimpleRNN', 'LSTM', 'GRU', 'Bidirectional', 'MultiHeadAttention', 'GlobalAveragePooling1D'],
  ...['Softmax', 'Multiply', 'Maximum', 'Minimum'],
]);

function usesMask({ layer, arguments: args }: NetworkLayer['spec']): boolean {
  const { layer: inner } = args;
  return users.has(layer) || (isNestedLayer(inner) && users.has(inner.layer));
}

/** The layers that are given a mask and make use of it. */
export function maskUsers({ layers }: Pick<Network, 'layers'>): ReadonlySet<NetworkLayer> {
  const masked = new Map<string, boolean>();
  const found = layers.filter(({ spec, entry: { outputMask } }) => {
    const given = spec.inputs.map((name) => masked.get(name) ?? false);
    const passes =
      outputMask === 'passes'
        ? (given[0] ?? false)
        : (outputMask?.isThere(spec.arguments, given) ?? false);
    masked.set(spec.name, passes);
    return given.some(Boolean) && usesMask(spec);
  });
  return new Set(found);
}
