// A text comes in, the inputs of a model go out, by what was fitted to the training part: the
// numbers of its tokens, or a value for each token of the vocabulary, as Keras' TextVectorization
// gives them.
import type { TextColumn } from './facts.js';
import { OpenTokenizer } from './tokenizer.js';
import { tokensOf } from './tokens.js';

/** What a text came to: how many tokens it has, those beyond the length of sequences too, and how many of them are in the vocabulary. */
export type Written = { readonly tokens: number; readonly known: number };

type Values = Int32Array | Float32Array;

/** How many different numbers tokens have: padding (of numbers of tokens alone), `[UNK]`, and each token. */
export function vocabularySize({
  output_mode,
  vocabulary,
  tokenizer,
}: Pick<TextColumn, 'output_mode' | 'vocabulary' | 'tokenizer'>): number {
  if (tokenizer) return tokenizer.size;
  return firstNumber(output_mode) + vocabulary.length;
}

// Of the first token in the vocabulary; the number before it is that of [UNK].
function firstNumber(mode: TextColumn['output_mode']): number {
  return mode === 'int' ? 2 : 1;
}

/** How many inputs a fitted column of texts gives. */
export function textWidth(column: TextColumn): number {
  return column.output_mode === 'int' ? (column.sequence_length ?? 1) : vocabularySize(column);
}

/** Turns texts into inputs. */
export class Vectorizer {
  readonly #column: TextColumn;
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #unknown: number;
  readonly #tokenizer: OpenTokenizer | null;
  /** Inputs of a text. */
  readonly width: number;

  constructor(column: TextColumn) {
    const first = firstNumber(column.output_mode);
    this.#column = column;
    this.#numbers = new Map(column.vocabulary.map((token, i) => [token, first + i]));
    this.#unknown = first - 1;
    this.#tokenizer = column.tokenizer ? new OpenTokenizer(column.tokenizer) : null;
    this.width = textWidth(column);
  }

  /** Writes a text's inputs where there are zeros, from `offset` on. */
  write(text: string, values: Values, offset: number): Written {
    if (this.#tokenizer) return this.#writeTokens(this.#tokenizer, text, values, offset);
    return this.#column.output_mode === 'int'
      ? this.#writeNumbers(text, values, offset)
      : this.#writeWeights(text, values, offset);
  }

  #writeTokens(tokenizer: OpenTokenizer, text: string, values: Values, offset: number): Written {
    const numbers = tokenizer.firstOf(text, this.width);
    values.set(numbers, offset);
    const padding = this.#column.tokenizer?.padding ?? 0;
    if (padding !== 0) values.fill(padding, offset + numbers.length, offset + this.width);
    const tokens = numbers.length < this.width ? numbers.length : tokenizer.numbersOf(text).length;
    return { tokens, known: tokens };
  }

  #writeNumbers(text: string, values: Values, offset: number): Written {
    let [tokens, known] = [0, 0];
    for (const token of tokensOf(text, this.#column)) {
      const number = this.#numberOf(token);
      if (tokens < this.width) values[offset + tokens] = number ?? 0;
      tokens += 1;
      if (number !== null && number !== this.#unknown) known += 1;
    }
    return { tokens, known };
  }

  #writeWeights(text: string, values: Values, offset: number): Written {
    const counts = new Map<number, number>();
    let [tokens, known] = [0, 0];
    for (const token of tokensOf(text, this.#column)) {
      const number = this.#numberOf(token);
      tokens += 1;
      if (number === null) continue;
      counts.set(number, (counts.get(number) ?? 0) + 1);
      if (number !== this.#unknown) known += 1;
    }
    for (const [number, count] of counts) values[offset + number] = this.#weightOf(number, count);
    return { tokens, known };
  }

  // The empty text, which is padding, has none.
  #numberOf(token: string): number | null {
    return token === '' ? null : (this.#numbers.get(token) ?? this.#unknown);
  }

  #weightOf(number: number, count: number): number {
    const { output_mode, idf_weights } = this.#column;
    if (output_mode === 'multi_hot') return 1;
    return output_mode === 'count' ? count : count * (idf_weights?.[number] ?? 0);
  }
}
