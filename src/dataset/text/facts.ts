// What data.json has of a column of texts: declared once, type and check follow.
import {
  anyText,
  choice,
  constant,
  fields,
  integer,
  listOf,
  number,
} from '../../words/arguments.js';
import type { CheckedOf } from '../../words/kinds.js';
import { outputModes } from './arguments.js';
import { keptTokenizer } from './tokenizer.js';
import { splits, standardizations } from './tokens.js';

const count = integer({ min: 0 });

/** A column of texts, in the words of Keras' TextVectorization. */
export const textColumn = fields(
  {
    column: anyText(),
    kind: constant('text'),
    /** How many different cells it has. */
    distinct: count,
    /** How many cells are empty. */
    missing: count,
    standardize: choice(standardizations),
    split: choice(splits),
    /** How many neighbours make a token, each of these in turn; null leaves them as they are. */
    ngrams: listOf(count).nullable(),
    output_mode: choice(outputModes),
    /** How many tokens of a text are taken where their numbers are the inputs, else null. */
    sequence_length: count.nullable(),
    /** How many tokens the longest training text has. */
    longest: count,
    /** How many different tokens the training texts have. */
    tokens: count,
    /** In the order of their numbers: from 2 on where those are the inputs, else from 1. */
    vocabulary: listOf(anyText()).max(Infinity),
    /** Of tf_idf: what `[UNK]` and each token of the vocabulary weigh; else null. */
    idf_weights: listOf(number()).max(Infinity).nullable(),
  },
  {
    /** Rows with an empty cell were left out. */
    gaps: constant('drop'),
    /** Given where a tokenizer.json makes the tokens; there is no vocabulary then, and nothing of what stands above. */
    tokenizer: keptTokenizer,
  },
);

/** What Keras' TextVectorization has learned from the training rows of a column. */
export type TextColumn = CheckedOf<typeof textColumn>;
