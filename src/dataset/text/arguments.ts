// What a spec says of a column of texts, in the words of Keras' TextVectorization.
import { misuse } from '../../ground/errors.js';
import { choice, either, filePath, integer, listOf } from '../../words/arguments.js';
import type { ArgumentsOf } from '../../words/kinds.js';
import { splits, standardizations } from './tokens.js';

/** What a model gets of a text: numbers of tokens, or a value for each token of the vocabulary. */
export const outputModes = ['int', 'multi_hot', 'count', 'tf_idf'] as const;

// Of neighbours; longer n-grams are hardly ever seen twice.
const width = integer({ min: 1, max: 32 });

/** What may be said of a column of texts beside its type. */
export const textArguments = {
  max_tokens: integer({ min: 2, max: 2 ** 20 })
    .nullable()
    .default(null),
  standardize: choice(standardizations).default('lower_and_strip_punctuation'),
  split: choice(splits).default('whitespace'),
  ngrams: either(width, listOf(width).min(1)).nullable().default(null),
  output_mode: choice(outputModes).default('int'),
  sequence_length: integer({ min: 1, max: 2 ** 20 })
    .nullable()
    .default(null),
  tokenizer: filePath().nullable().default(null),
};

/** The checked {@link textArguments}. */
export type TextArguments = ArgumentsOf<typeof textArguments>;

/** Throws a UserError where what is said of a column of texts does not go together. */
export function checkTextArguments(column: string, args: TextArguments): void {
  const { max_tokens, output_mode, sequence_length } = args;
  const name = JSON.stringify(column);
  checkTokenizer(name, args);
  if (output_mode !== 'int' && sequence_length !== null) {
    throw misuse(
      `column ${name} has a sequence_length and output_mode ${output_mode}, which gives a value for each token of the vocabulary: leave out sequence_length, or say output_mode: int`,
    );
  }
  if (output_mode === 'int' && max_tokens === 2) {
    throw misuse(`column ${name} has max_tokens 2, which padding and [UNK] take: say 3 at least`);
  }
}

// A tokenizer.json has all of it in itself.
function checkTokenizer(
  name: string,
  { tokenizer, max_tokens, standardize, split, ngrams, output_mode }: TextArguments,
): void {
  if (tokenizer === null) return;
  const [[key] = []] = Object.entries({
    max_tokens: max_tokens !== null,
    standardize: standardize !== 'lower_and_strip_punctuation',
    split: split !== 'whitespace',
    ngrams: ngrams !== null,
    output_mode: output_mode !== 'int',
  }).filter(([, isSaid]) => isSaid);
  if (key === undefined) return;
  throw misuse(
    `column ${name} has a tokenizer and ${key}: a tokenizer says by itself what a token is, and gives numbers of tokens; leave out ${key}, or the tokenizer`,
  );
}
