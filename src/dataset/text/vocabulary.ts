// Tokens of the training part come in, one by one; what is to be known of them goes out: the
// vocabulary in Keras' order, and for tf_idf what each of its tokens weighs.
import { known } from '../../ground/known.js';

/** What stands for every token that the vocabulary lacks. */
export const unknownToken = '[UNK]';

// A Map holds twice as many at most.
const mostDifferent = 2 ** 23;

/** Tokens as they are counted, text by text. */
export class TokenCounts {
  readonly #counts = new Map<string, number>();
  readonly #texts = new Map<string, number>();
  /** How many tokens there were, with repetitions. */
  total = 0;

  /** Counts the tokens of one text, and returns how many it has; undefined where they are too many different ones. */
  add(tokens: Iterable<string>): number | undefined {
    const seen = new Set<string>();
    let length = 0;
    for (const token of tokens) {
      length += 1;
      this.#counts.set(token, (this.#counts.get(token) ?? 0) + 1);
      seen.add(token);
      if (this.#counts.size > mostDifferent) return undefined;
    }
    for (const token of seen) this.#texts.set(token, (this.#texts.get(token) ?? 0) + 1);
    this.total += length;
    return length;
  }

  /** How many texts have a token at least once. */
  textsWith(token: string): number {
    return this.#texts.get(token) ?? 0;
  }

  /**
   * The most frequent tokens, at most so many, in Keras' order: by how often they came, of equally
   * frequent ones the last by its UTF-8 bytes first. Neither the empty text nor `[UNK]` is a token.
   */
  vocabulary(most: number): readonly string[] {
    const tokens = [...this.#counts.keys()].filter(
      (token) => token !== '' && token !== unknownToken,
    );
    return tokens
      .sort((a, b) => known(this.#counts, b) - known(this.#counts, a) || compareBytes(b, a))
      .slice(0, most);
  }

  /** How many different tokens a vocabulary could have. */
  get different(): number {
    const others = ['', unknownToken].filter((token) => this.#counts.has(token));
    return this.#counts.size - others.length;
  }
}

/**
 * What each token of a vocabulary weighs under tf_idf, `[UNK]` first, which has the mean of all:
 * log(1 + texts / (1 + texts with the token)), as float32.
 */
export function inverseFrequencies(
  counts: TokenCounts,
  vocabulary: readonly string[],
  texts: number,
): readonly number[] {
  const weights = vocabulary.map((token) =>
    Math.fround(Math.log(1 + texts / (1 + counts.textsWith(token)))),
  );
  const sum = weights.reduce((all, weight) => all + weight, 0);
  return [Math.fround(sum / Math.max(1, weights.length)), ...weights];
}

/** The order of two texts by their UTF-8 bytes, which is that of their code points. */
export function compareBytes(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x !== y) return rankOf(x) - rankOf(y);
  }
  return a.length - b.length;
}

// Pairs of surrogates stand for code points above all that one unit holds.
function rankOf(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
