// What a person calls a column in, the column out: by its key or its label, or a misuse with the
// nearest that there is.
import { misuse } from '../ground/errors.js';
import { cutText } from '../text/cut.js';
import { didYouMean } from '../text/suggest.js';
import type { ColumnSource } from './column.js';

/** The column of this key or label; spaces, dashes and capitals do not matter. */
export function findColumn(
  sources: readonly ColumnSource[],
  name: string,
): ColumnSource | undefined {
  return (
    sources.find(({ key }) => key === name) ??
    sources.find(({ key, label }) => plain(key) === plain(name) || plain(label) === plain(name))
  );
}

function plain(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, '_');
}

// More columns are counted, not listed: the keys of a stranger's specs are columns too.
const mostListed = 200;

/** Throws a misuse for a column that none of these is: the nearest, or all that there are. */
export function throwUnknown(keys: readonly string[], name: string): never {
  const legal = [...new Set(keys)];
  const hint = didYouMean(name, legal);
  const listed =
    legal
      .slice(0, mostListed)
      .map((key) => cutText(key, 60))
      .join(', ') + (legal.length > mostListed ? `, … and ${legal.length - mostListed} more` : '');
  throw misuse(`unknown column ${JSON.stringify(name)}${hint || `; the columns are ${listed}`}`);
}
