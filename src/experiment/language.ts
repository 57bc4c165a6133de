// The words a spec may use: every table, gathered from where each lives.
import { datasets } from '../dataset/datasets.js';
import { layers } from '../model/layers/layers.js';
import { type Language, languageOf } from '../words/language.js';
import { losses } from '../training/losses/losses.js';
import { metrics } from '../training/metrics/metrics.js';
import { optimizers } from '../training/optimizers/optimizers.js';

/** The language of specs. */
export const language: Language = languageOf({ datasets, layers, optimizers, losses, metrics });
