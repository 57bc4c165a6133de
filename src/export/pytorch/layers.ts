// Every layer that PyTorch has a plain form of, by Keras' name.
import { convolutionLayers } from './convolution.js';
import { denseLayers } from './dense.js';
import { mergingLayers } from './merging.js';
import { normalizationLayers } from './normalization.js';
import { poolingLayers } from './pooling.js';
import { recurrentLayers } from './recurrent.js';
import { shapingLayers } from './shaping.js';
import type { Translate } from './translation.js';

const table = new Map<string, Translate>(
  [
    denseLayers,
    convolutionLayers,
    poolingLayers,
    shapingLayers,
    normalizationLayers,
    recurrentLayers,
    mergingLayers,
  ].flatMap((layers) => Object.entries(layers)),
);

/** How a layer is translated; undefined where it is not. */
export function translationOf(layer: string): Translate | undefined {
  return table.get(layer);
}
