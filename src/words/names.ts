// Which names mean the same: the tables of a language, those inside arguments included, searched
// for a spelling.
import type { Language } from '../spec/spec.js';
import { type Entry, findEntry, type TaggedKind } from './tagged.js';
import { itemOf, kindWithin } from './wrapping.js';

const known = new WeakMap<Language, readonly TaggedKind[]>();

/** Whether two names are spellings of one entry, as `Adam` and `adam`. */
export function sameNames(language: Language, a: string, b: string): boolean {
  if (a === b) return true;
  return kindsOf(language).some(({ table }) => {
    const entry = findEntry(table, a);
    return entry !== undefined && entry === findEntry(table, b);
  });
}

/** Every kind of thing that a spec names, but for layers, each with its table. */
export function kindsOf(language: Language): readonly TaggedKind[] {
  const made = known.get(language);
  if (made) return made;
  const { datasets, optimizers, losses, metrics } = language;
  const found = new Map<readonly Entry[], TaggedKind>();
  const top: readonly TaggedKind[] = [
    { noun: 'data set', table: datasets },
    { noun: 'optimizer', table: optimizers },
    { noun: 'loss', table: losses },
    { noun: 'metric', table: metrics },
  ];
  for (const kind of top) found.set(kind.table, kind);
  addKinds(language.layers, found);
  // A map's loop also visits what is added to it on the way.
  for (const table of found.keys()) addKinds(table, found);
  const all = [...found.values()];
  known.set(language, all);
  return all;
}

function addKinds(table: readonly Entry[], found: Map<readonly Entry[], TaggedKind>): void {
  for (const entry of table) {
    for (const schema of Object.values(entry.arguments)) {
      const kind = kindWithin(itemOf(schema) ?? schema);
      if (kind && !found.has(kind.table)) found.set(kind.table, kind);
    }
  }
}
