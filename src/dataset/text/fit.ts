// Texts of a column come in, what was learned from the training rows among them goes out: the
// vocabulary, what its tokens weigh, and how many tokens of a text are taken.
import { failure } from '../../ground/errors.js';
import type { TextColumn } from './facts.js';
import { OpenTokenizer, type KeptTokenizer } from './tokenizer.js';
import { ngramWidths, tokensOf } from './tokens.js';
import type { TextArguments } from './arguments.js';
import { inverseFrequencies, TokenCounts } from './vocabulary.js';

/** The texts of a column, and those of its rows that are for training. */
export type FitTexts = {
  readonly name: string;
  readonly texts: readonly string[];
  readonly rows: Int32Array;
  /** Where the column is, for messages: its file and name. */
  readonly place: string;
  /** Given where a tokenizer.json makes the tokens. */
  readonly tokenizer?: KeptTokenizer;
};

/** Without max_tokens. */
const mostTokens = 2 ** 20;

/** The share of the training texts that a length of sequences leaves whole where none is given. */
const wholeShare = 0.95;

/**
 * Learns from the training rows what a column of texts becomes. Throws a UserError where no training
 * text has a token, and where there are more different ones than can be counted.
 */
export function fitTexts(
  { name, texts, rows, place, tokenizer }: FitTexts,
  args: TextArguments,
): TextColumn {
  if (tokenizer) return fitTokenized({ name, texts, rows }, args, tokenizer);
  const { standardize, split, output_mode } = args;
  const rules = { standardize, split, ngrams: ngramWidths(args.ngrams) };
  const counts = new TokenCounts();
  const lengths = new Int32Array(rows.length);
  for (const [i, row] of rows.entries()) {
    const length = counts.add(tokensOf(texts[row] ?? '', rules));
    if (length === undefined) throw tooMany(place);
    lengths[i] = length;
  }
  if (counts.different === 0) throw noTokens(place, rows.length, args);
  const reserved = output_mode === 'int' ? 2 : 1;
  if (args.max_tokens === null && counts.different + reserved > mostTokens) throw tooMany(place);
  const vocabulary = counts.vocabulary((args.max_tokens ?? mostTokens) - reserved);
  lengths.sort();
  return {
    column: name,
    kind: 'text',
    distinct: new Set(texts).size,
    missing: texts.filter((text) => text === '').length,
    ...rules,
    output_mode,
    sequence_length: output_mode === 'int' ? (args.sequence_length ?? usualLength(lengths)) : null,
    longest: lengths.at(-1) ?? 0,
    tokens: counts.different,
    vocabulary,
    idf_weights:
      output_mode === 'tf_idf' ? inverseFrequencies(counts, vocabulary, rows.length) : null,
  };
}

// Nothing is learned but how long texts are.
function fitTokenized(
  { name, texts, rows }: Pick<FitTexts, 'name' | 'texts' | 'rows'>,
  { sequence_length }: TextArguments,
  tokenizer: KeptTokenizer,
): TextColumn {
  const open = new OpenTokenizer(tokenizer);
  const seen = new Set<number>();
  const lengths = Int32Array.from(rows, (row) => {
    const numbers = open.numbersOf(texts[row] ?? '');
    for (const number of numbers) seen.add(number);
    return numbers.length;
  }).sort();
  return {
    column: name,
    kind: 'text',
    distinct: new Set(texts).size,
    missing: texts.filter((text) => text === '').length,
    standardize: 'none',
    split: 'none',
    ngrams: null,
    output_mode: 'int',
    sequence_length: sequence_length ?? usualLength(lengths),
    longest: lengths.at(-1) ?? 0,
    tokens: seen.size,
    vocabulary: [],
    idf_weights: null,
    tokenizer,
  };
}

/** The smallest length that at least 95 % of the texts do not exceed, of lengths that ascend; at least 1. */
export function usualLength(lengths: Int32Array): number {
  return Math.max(1, lengths[Math.ceil(lengths.length * wholeShare) - 1] ?? 1);
}

function tooMany(place: string): Error {
  return failure(
    `${place} has more different tokens than dlx keeps: say max_tokens, or use fewer or smaller ngrams`,
  );
}

function noTokens(
  place: string,
  count: number,
  { standardize, split, ngrams }: TextArguments,
): Error {
  const how = `standardize: ${standardize}, split: ${split}${ngrams === null ? '' : `, ngrams: ${JSON.stringify(ngrams)}`}`;
  return failure(
    `${place}: none of the ${count} training texts has a token (${how}), so that there is nothing to learn from: leave the column out, or have it standardized or split otherwise`,
  );
}
