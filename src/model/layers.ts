// The table of layers: what a spec may name under `model`.
import { kerasSpellings } from '../spec/keras.js';
import { findEntry } from '../spec/tagged.js';
import type { LayerEntry } from './layer.js';
import { activationLayers } from './layers/activation-layers.js';
import { attentionLayers } from './layers/attention.js';
import { convolutionLayers } from './layers/convolution.js';
import { coreLayers } from './layers/core.js';
import { depthwiseLayers } from './layers/depthwise.js';
import { maskingLayers } from './layers/embedding.js';
import { fittedLayers } from './layers/fitted.js';
import { mergingLayers } from './layers/merging.js';
import { noiseLayers } from './layers/noise.js';
import { normalizationLayers } from './layers/normalization.js';
import { poolingLayers } from './layers/pooling.js';
import { recurrentLayers } from './layers/recurrent.js';
import { reshapingLayers } from './layers/reshaping.js';
import { resizingLayers } from './layers/resizing.js';
import { wrapperLayers } from './layers/wrappers.js';

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
