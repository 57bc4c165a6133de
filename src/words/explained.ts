// What one name means, for `dlx schema NAME`: in go the tables and the name, out comes each entry
// that has it, with all of its arguments and nothing that is said elsewhere.
import type { Entry } from './kinds.js';
import type { Language } from './language.js';
import { callbacks, keyKinds, keyRows, keyTable } from './reference-keys.js';
import { code, exampleOf, isBare, otherNames, saidOf, type ShapesOf } from './reference-rows.js';

/**
 * The entries of this name, or this other spelling, in any table, and the key of that name: several
 * where a loss is a metric too.
 */
export function explained(name: string, language: Language, shapesOf: ShapesOf): readonly string[] {
  const kinds = [{ noun: 'layer', table: language.layers }, ...language.kinds];
  const found = kinds.flatMap(({ noun, table }) =>
    table
      .filter((entry) => entry.name === name || entry.aliases?.includes(name))
      .map((entry) => `${noun} ${explanation(noun, entry, shapesOf)}`),
  );
  const callback = callbacks.find((entry) => entry.name === name);
  const row = keyRows.find(({ key }) => key === name);
  if (callback) found.push(`key ${explanation('key', callback, shapesOf)}`);
  else if (row) found.push(`key ${row.key}\n\n${keyTable([row], keyKinds)}`);
  return found;
}

function explanation(noun: string, entry: Entry, shapesOf: ShapesOf): string {
  const example = exampleOf(noun, entry, shapesOf);
  const rows = Object.entries(entry.arguments).map(
    ([name, kind]) => `- ${code(name)}${saidOf(kind)}`,
  );
  return [
    entry.name,
    `${entry.summary}${otherNames(entry.aliases ?? [])}`,
    ...(example ? [`${code(example.written)}: ${example.shapes}`] : []),
    isBare(entry) ? 'No arguments.' : rows.join('\n'),
  ].join('\n\n');
}
