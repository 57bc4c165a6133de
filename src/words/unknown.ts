// What is said of words that a spec may not use: in goes a word, out comes a sentence with the word
// that was most likely meant, be it misspelt, another library's, or one that only Keras has or
// neither.
import { didYouMean, kerasCallsIt, plainWord } from '../text/suggest.js';
import { isOfNeither, kerasArgumentOf, kerasNameOf } from './foreign-names.js';
import { onlyInKeras } from './keras.js';
import type { Entry } from './kinds.js';
import { spellings } from './tagged.js';

/** A message about a name that a table does not have; `shown` is how it was written. */
export function unknownName(
  noun: string,
  name: string,
  table: readonly Entry[],
  shown = JSON.stringify(name),
): string {
  const legal = spellings(table);
  const names = table.map((entry) => entry.name);
  return (
    onlyInKeras(noun, name, legal) ?? `unknown ${noun} ${shown}${meant(noun, name, legal, names)}`
  );
}

// The same word in other letters is meant rather than another library's.
function meant(
  noun: string,
  name: string,
  legal: readonly string[],
  listed: readonly string[],
): string {
  const isMisspelt = legal.some((word) => plainWord(word) === plainWord(name));
  if (!isMisspelt && isOfNeither(noun, name)) return '; neither Keras nor dlx has it';
  const foreign = isMisspelt ? undefined : kerasNameOf(noun, name, legal);
  return foreign === undefined ? didYouMean(name, legal, listed) : kerasCallsIt(foreign);
}

/** The end of a message about an argument that is not known: what is meant, or what there is. */
export function meantArgument(key: string, legal: readonly string[]): string {
  const foreign = kerasArgumentOf(key, legal);
  return foreign === undefined ? didYouMean(key, legal) : kerasCallsIt(foreign);
}

/** A message about a name that no table of these has: `a spec can name nothing "Dence"; …`. */
export function unknownWord(
  name: string,
  kinds: readonly { readonly noun: string; readonly table: readonly Entry[] }[],
): string {
  const [missing] = kinds.flatMap(
    ({ noun, table }) => onlyInKeras(noun, name, spellings(table)) ?? [],
  );
  if (missing !== undefined) return missing;
  const [foreign] = kinds.flatMap(
    ({ noun, table }) => kerasNameOf(noun, name, spellings(table)) ?? [],
  );
  const legal = kinds.flatMap(({ table }) => spellings(table));
  return `a spec can name nothing ${JSON.stringify(name)}${
    foreign === undefined ? didYouMean(name, legal) : kerasCallsIt(foreign)
  }`;
}
