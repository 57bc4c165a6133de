// The table of optimizers, with Keras' defaults and arithmetic.
import { findEntry, type Tagged } from '../spec/tagged.js';
import type { OptimizerEntry } from './optimizer.js';
import { adamOptimizers } from './optimizers/adam.js';
import { adaptiveOptimizers } from './optimizers/adaptive.js';
import { descentOptimizers } from './optimizers/descent.js';

/** The optimizers a spec may name. */
export const optimizers: readonly OptimizerEntry[] = [
  ...descentOptimizers,
  ...adaptiveOptimizers,
  ...adamOptimizers,
];

/** The table's entry of an optimizer that a checked spec names. */
export function optimizerEntry({ name }: Tagged): OptimizerEntry {
  const entry = findEntry(optimizers, name);
  if (!entry) throw new Error(`no optimizer ${name}`);
  return entry;
}
