// Texts of a file come in, the inputs of all of them go out, and what each of them came to.
import { failure } from '../../ground/errors.js';
import type { TextColumn } from './facts.js';
import { Vectorizer } from './vectorizer.js';

/** Texts as inputs, one after another, and of each how many tokens it has and how many are known. */
export type EncodedTexts = {
  readonly width: number;
  readonly values: Int32Array | Float32Array;
  readonly tokens: Int32Array;
  readonly known: Int32Array;
};

// 2 GiB of four bytes.
const mostInputs = 2 ** 29;

/**
 * The inputs of texts by what was fitted. Throws a UserError that names their place where they are
 * too many to be held in memory.
 */
export function encodeTexts(
  texts: readonly string[],
  column: TextColumn,
  place: string,
): EncodedTexts {
  const vectorizer = new Vectorizer(column);
  const { width } = vectorizer;
  if (texts.length * width > mostInputs) {
    const key = column.output_mode === 'int' ? 'sequence_length' : 'max_tokens';
    throw failure(
      `${place} would make ${texts.length} × ${width} inputs, more than dlx holds in memory: say a smaller ${key}`,
    );
  }
  const length = texts.length * width;
  const values = column.output_mode === 'int' ? new Int32Array(length) : new Float32Array(length);
  const [tokens, known] = [new Int32Array(texts.length), new Int32Array(texts.length)];
  for (const [i, text] of texts.entries()) {
    const written = vectorizer.write(text, values, i * width);
    tokens[i] = written.tokens;
    known[i] = written.known;
  }
  return { width, values, tokens, known };
}
