// The table of layers: what a spec may name under `model`.
import { kerasSpellings } from '../../words/keras.js';
import { findEntry } from '../../words/tagged.js';
import type { LayerEntry } from '../layer.js';
import { activationLayers } from './activation-layers.js';
import { attentionLayers } from './attention.js';
import { convolutionLayers } from './convolution.js';
import { coreLayers } from './core.js';
import { depthwiseLayers } from './depthwise.js';
import { maskingLayers } from './embedding.js';
import { fittedLayers } from './fitted.js';
import { mergingLayers } from './merging.js';
import { noiseLayers } from './noise.js';
import { normalizationLayers } from './normalization.js';
import { poolingLayers } from './pooling.js';
import { recurrentLayers } from './recurrent.js';
import { reshapingLayers } from './reshaping.js';
import { resizingLayers } from './resizing.js';
import { wrapperLayers } from './wrappers.js';

const single: readonly LayerEntry[] = [
  ...coreLayers,
  ...activationLayers,
  ...reshapingLayers,
  ...noiseLayers,
  ...convolutionLayers,
  ...depthwiseLayers,
  ...poolingLayers,
  ...resizingLayers,
  ...normalizationLayers,
  ...fittedLayers,
  ...attentionLayers,
  ...maskingLayers,
  ...recurrentLayers,
  ...mergingLayers,
].map(withKerasSpellings);

export const layers: readonly LayerEntry[] = [
  ...single,
  ...wrapperLayers(single).map(withKerasSpellings),
];

function withKerasSpellings(entry: LayerEntry): LayerEntry {
  return {
    ...entry,
    aliases: kerasSpellings('layer', entry.name).filter((name) => name !== entry.name),
  };
}

/** The table's entry of a layer that a checked spec names. */
export function layerEntry(name: string): LayerEntry {
  const entry = findEntry(layers, name);
  if (!entry) throw new Error(`no layer ${name}`);
  return entry;
}
