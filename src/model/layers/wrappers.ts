// Layers around another layer: Bidirectional and TimeDistributed, and what each may hold.
import type { LayerEntry } from '../layer.js';
import { bidirectional } from './bidirectional.js';
import { recurrentLayers } from './recurrent.js';
import { timeDistributed } from './time-distributed.js';

/** The layers that hold one of `table`, a layer of the other kinds or of their own. */
export function wrapperLayers(table: readonly LayerEntry[]): readonly LayerEntry[] {
  const recurrent = table.filter(({ name }) =>
    recurrentLayers.some((layer) => layer.name === name),
  );
  const inner = table.filter(({ takes, takesTokens }) => !takes && !takesTokens);
  const wrappers = [bidirectional(recurrent), timeDistributed(inner)];
  inner.push(...wrappers);
  return wrappers;
}
