// A few models that have every layer between them: many models in, those to look at out.
import { layers } from '../../src/model/layers/layers.js';

/** The names of the layers that are in a model as a spec has it, within other layers too. */
export function layersIn(model: unknown): readonly string[] {
  const text = JSON.stringify(model);
  return layers.map(({ name }) => name).filter((name) => text.includes(`"${name}"`));
}

/** Of these, some that have all their layers between them: each time the one that adds most. */
export function covering<T>(all: readonly T[], layersOf: (one: T) => readonly string[]): T[] {
  const missing = new Set(all.flatMap(layersOf));
  const chosen: T[] = [];
  const adds = (one: T): number => layersOf(one).filter((name) => missing.has(name)).length;
  while (missing.size > 0) {
    const next = all.reduce((best, one) => (adds(one) > adds(best) ? one : best));
    layersOf(next).forEach((name) => missing.delete(name));
    chosen.push(next);
  }
  return chosen;
}
