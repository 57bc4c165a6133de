// The table of optimizers, with Keras' defaults and arithmetic.
import { findEntry, type Tagged } from '../../words/tagged.js';
import type { OptimizerEntry } from './optimizer.js';
import { adamOptimizers } from './adam.js';
import { adaptiveOptimizers } from './adaptive.js';
import { descentOptimizers } from './descent.js';

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
