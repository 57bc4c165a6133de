// Texts come in, and what each of them comes to by what was fitted goes out, for who has to be told.
import type { TextColumn } from './facts.js';
import { Vectorizer } from './vectorizer.js';

/** Of each text, how many tokens it has and how many of them are in the vocabulary. */
export type CountedTexts = { readonly tokens: Int32Array; readonly known: Int32Array };

/** Counts the tokens of texts. */
export function countedTexts(texts: readonly string[], column: TextColumn): CountedTexts {
  const vectorizer = new Vectorizer(column);
  const scratch = new Float32Array(vectorizer.width);
  const [tokens, known] = [new Int32Array(texts.length), new Int32Array(texts.length)];
  for (const [i, text] of texts.entries()) {
    const written = vectorizer.write(text, scratch, 0);
    tokens[i] = written.tokens;
    known[i] = written.known;
  }
  return { tokens, known };
}
