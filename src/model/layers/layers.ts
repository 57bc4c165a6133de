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
import { positionEmbedding } from './position-embedding.js';
import { recurrentLayers } from './recurrent.js';
import { reshapingLayers } from './reshaping.js';
import { resizingLayers } from './resizing.js';
import { wrapperLayers } from './wrappers.js';

// Under the headings of the reference.
const families: readonly (readonly [family: string, entries: readonly LayerEntry[]])[] = [
  ['Dense and activations', [...coreLayers, ...activationLayers]],
  ['Shapes and values', reshapingLayers],
  ['Dropout and noise', noiseLayers],
  ['Convolutions', [...convolutionLayers, ...depthwiseLayers]],
  ['Pooling', poolingLayers],
  ['Padding, cropping, upsampling', resizingLayers],
  ['Normalizations', [...normalizationLayers, ...fittedLayers]],
  ['Attention, embedding, masking', [...attentionLayers, ...maskingLayers, positionEmbedding]],
  ['Recurrent layers', recurrentLayers],
  ['Merging', mergingLayers],
];

const single: readonly LayerEntry[] = families.flatMap(([family, entries]) =>
  entries.map((entry) => asInTable(family, entry)),
);

export const layers: readonly LayerEntry[] = [
  ...single,
  ...wrapperLayers(single).map((entry) => asInTable('Layers around layers', entry)),
];

function asInTable(family: string, entry: LayerEntry): LayerEntry {
  const aliases = kerasSpellings('layer', entry.name).filter((name) => name !== entry.name);
  return { ...entry, family, aliases };
}

/** The table's entry of a layer that a checked spec names. */
export function layerEntry(name: string): LayerEntry {
  const entry = findEntry(layers, name);
  if (!entry) throw new Error(`no layer ${name}`);
  return entry;
}
