// The table of losses, with Keras' definitions: one value a sample, whose mean over the batch is
// what training lowers.
import { findEntry, type Tagged } from '../../words/tagged.js';
import type { WantedTargets } from '../../dataset/dataset.js';
import type { LossEntry } from './loss.js';
import { classLosses } from './classes.js';
import { valueLosses } from './values.js';

/** The losses a spec may name. */
export const losses: readonly LossEntry[] = [...classLosses, ...valueLosses];

/** The table's entry of a loss that a checked spec names. */
export function lossEntry({ name }: Pick<Tagged, 'name'>): LossEntry {
  const entry = findEntry(losses, name);
  if (!entry) throw new Error(`no loss ${name}`);
  return entry;
}

/**
 * What a loss takes numbers in a target for: those of classes take them for classes, errors and
 * counts for values; a hinge is at home with both.
 */
export function wantedTargets({ name }: Pick<Tagged, 'name'>): WantedTargets {
  if (['hinge', 'squared_hinge'].includes(name)) return 'either';
  return classLosses.some((loss) => loss.name === name) ? 'classes' : 'values';
}
