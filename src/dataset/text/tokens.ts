// A text comes in, its tokens go out, as Keras' TextVectorization makes them on TensorFlow: what is
// lowered, what is punctuation and what is a space is ASCII alone, whatever the language; a
// character is a code point.

/** What is done to a text before it is split. */
export const standardizations = [
  'lower_and_strip_punctuation',
  'lower',
  'strip_punctuation',
  'none',
] as const;

/** Where a text is split. */
export const splits = ['whitespace', 'character', 'none'] as const;

/** How a text becomes tokens. */
export type TokenRules = {
  readonly standardize: (typeof standardizations)[number];
  readonly split: (typeof splits)[number];
  /** How many neighbours make a token, each of these in turn; null leaves them as they are. */
  readonly ngrams: readonly number[] | null;
};

/** The widths of n-grams as Keras reads them: a number stands for all up to it. */
export function ngramWidths(written: number | readonly number[] | null): readonly number[] | null {
  if (typeof written !== 'number') return written;
  return Array.from({ length: written }, (_, i) => i + 1);
}

/** The tokens of a text, in its order; n-grams width by width, joined by spaces. */
export function* tokensOf(text: string, rules: TokenRules): Generator<string> {
  const parts = partsOf(standardized(text, rules.standardize), rules.split);
  if (rules.ngrams === null) {
    yield* parts;
    return;
  }
  for (const width of rules.ngrams) {
    for (let at = 0; at + width <= parts.length; at += 1) {
      yield parts.slice(at, at + width).join(' ');
    }
  }
}

// Keras' list of punctuation is all of ASCII's.
const punctuation = /[!-/:-@[-`{-~]+/g;
const capitals = /[A-Z]+/g;
// What C's isspace knows.
const spaces = /[\t\n\v\f\r ]+/;
const halves = /[\ud800-\udfff]/;

function standardized(text: string, how: TokenRules['standardize']): string {
  let result = wellFormed(text);
  if (how.startsWith('lower')) result = result.replace(capitals, (part) => part.toLowerCase());
  return how.endsWith('strip_punctuation') ? result.replace(punctuation, '') : result;
}

/** A text in which half of a surrogate pair, which is no character, counts as U+FFFD, as in every file. */
export function wellFormed(text: string): string {
  return halves.test(text) ? Buffer.from(text).toString() : text;
}

function partsOf(text: string, split: TokenRules['split']): readonly string[] {
  if (split === 'character') return [...text];
  if (split === 'none') return [text];
  return text.split(spaces).filter((part) => part !== '');
}
