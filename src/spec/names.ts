// Which names mean the same: the tables of a language, those inside arguments included, searched for a spelling.
import type { Language } from './spec.js';
import { type Entry, findEntry } from './tagged.js';
import { itemOf, kindWithin } from './wrapping.js';
import type { z } from 'zod';

const tables = new WeakMap<Language, readonly (readonly Entry[])[]>();

/** Whether two names are spellings of one entry, as `Adam` and `adam`. */
export function sameNames(language: Language, a: string, b: string): boolean {
  if (a === b) return true;
  return tablesOf(language).some((table) => {
    const entry = findEntry(table, a);
    return entry !== undefined && entry === findEntry(table, b);
  });
}

/** Every table that a spec may choose names from. */
export function tablesOf(language: Language): readonly (readonly Entry[])[] {
  const known = tables.get(language);
  if (known) return known;
  const found = new Set<readonly Entry[]>([language.datasets, language.optimizers, language.losses, language.metrics]);
  // A set's loop also visits what is added to it on the way.
  for (const table of [...found, language.layers]) addTables(table, found);
  for (const table of found) addTables(table, found);
  const all = [...found];
  tables.set(language, all);
  return all;
}

function addTables(table: readonly Entry[], found: Set<readonly Entry[]>): void {
  for (const entry of table) for (const schema of Object.values(entry.arguments)) addTable(schema, found);
}

function addTable(schema: z.ZodType, found: Set<readonly Entry[]>): void {
  const kind = kindWithin(itemOf(schema) ?? schema);
  if (kind) found.add(kind.table);
}
