// The types that a spec may give a column, as one table: each is an entry with its arguments. What a
// column of a type becomes is in the file of its kind (number-column.ts, category-column.ts,
// date-column.ts) and in columns.ts, where they meet.
import {
  choice,
  constant,
  either,
  integer,
  listOf,
  number,
  pair,
  patternOf,
} from '../../words/arguments.js';
import type { ArgumentKinds, ArgumentsOf, Entry } from '../../words/kinds.js';
import { type Tagged, typed } from '../../words/tagged.js';
import { dateParts, sequenceSeparators } from '../facts.js';
import { backgrounds, corruptChoices, fits } from '../pictures/formats.js';
import { textArguments, type TextArguments } from '../text/arguments.js';
import type { ImageArguments } from './image-cells.js';
import type { SequenceArguments } from './sequence-column.js';
import { dateFormat } from './dates.js';

/** What a spec may say of a table's target. */
export const targetTypes = ['auto', 'classes', 'number'] as const;

const categoryArguments = {
  min_count: integer({ min: 1 }).default(1),
  encode: choice(['one_hot', 'index']).default('one_hot'),
};

const dateArguments = {
  parts: listOf(choice(dateParts)).min(1).default(['year', 'month', 'day', 'day_of_week']),
  format: patternOf(
    dateFormat,
    'text with the words %Y %y %m %d %j %H %I %M %S %f %p %B %b %A %a %z, as "%d.%m.%Y"',
  )
    .nullable()
    .default(null),
};

const sequenceArguments = {
  sequence_length: integer({ min: 1, max: 100_000 }).nullable().default(null),
  separator: choice(sequenceSeparators).nullable().default(null),
};

const imageArguments = {
  size: pair({ min: 1, max: 8192 }).nullable().default(null),
  fit: choice(fits).default('stretch'),
  channels: either(constant(1), constant(3)).called('1 (grey) or 3 (red, green, blue)').default(3),
  background: choice(backgrounds).default('black'),
  corrupt: choice(corruptChoices).default('refuse'),
  divide_by: number({ above: 0 }).default(255),
};

/** Every type that a column may have. */
export const columnTypes: readonly Entry[] = [
  {
    name: 'number',
    summary:
      'Numbers, standardised by the training part. Odd cells are refused, however many they are.',
    arguments: {},
  },
  {
    name: 'category',
    summary:
      "Categories, whatever the cells look like and however many differ: one input each. Those that the training part has less than `min_count` times share one input with those that it never has. `encode: index` makes the column an input of its own, one whole number as Keras' StringLookup gives it, for an Embedding: with `missing: fill` 0 is a missing value, the next number whatever training has not seen (or seldom), then the categories follow in their order; `dlx show` says how many rows that are.",
    arguments: categoryArguments,
  },
  {
    name: 'date',
    summary:
      'Dates and times, in ISO 8601 or as `format` says in the words of strftime; each of `parts` is a number, standardised by the training part. Months, days and weeks count from 1, days of the week from 0 (Monday); `days` are those since 1970 with their fraction. Parts are those that the clock shows: an offset is not reckoned in.',
    arguments: dateArguments,
  },
  {
    name: 'text',
    summary:
      "Texts, as Keras' TextVectorization has them, in its words: standardized, split, and what the training part has most often is the vocabulary. `output_mode: int` gives the numbers of the first `sequence_length` tokens (Keras' output_sequence_length; left out, as many as leave 95 % of the training texts whole), 0 for none and 1 for one that is not in the vocabulary, for an Embedding, and the column is an input of its own name beside `table`, which is all other columns; the others give a value for each token of the vocabulary, beside the other columns. An empty cell is a text of no tokens. `tokenizer: tokenizer.json` takes the tokens of a file of Hugging Face's tokenizers instead: the numbers that it gives, cut and filled up to `sequence_length`; the file is kept with the run.",
    arguments: textArguments,
  },
  {
    name: 'sequence',
    summary:
      'Numbers in order, several in a cell: between blanks, `,` or `;` (found out where it can be only one, else `separator`), or as a JSON array. The column is an input of its own name, [sequence_length, 1], as LSTM, GRU and Conv1D take it: standardised by all numbers of the training part, cut to `sequence_length` (left out, the longest of the training part) and filled up with zeros, which a Masking leaves out. With `missing: fill` an empty cell is a sequence of no numbers.',
    arguments: sequenceArguments,
  },
  {
    name: 'image',
    summary:
      "Pictures: a cell is the path of one, from the table's folder. An input of its own name, decoded and brought to `size` as by image_folder, in its words; `corrupt: skip` leaves out rows whose picture cannot be decoded.",
    arguments: imageArguments,
  },
];

/** The type of a column, as a spec writes it. */
export const columnType = typed('column type', columnTypes);

/** What a spec wants of a column; null where that is inferred. */
export type ColumnWish =
  | { readonly type: 'number' }
  | ({ readonly type: 'category' } & Arguments<typeof categoryArguments>)
  | ({ readonly type: 'date' } & Arguments<typeof dateArguments>)
  | ({ readonly type: 'text' } & TextArguments)
  | ({ readonly type: 'sequence' } & SequenceArguments)
  | ({ readonly type: 'image' } & ImageArguments);

type Arguments<S extends ArgumentKinds> = ArgumentsOf<S>;

/** A column's type with its arguments, which were checked against {@link columnTypes}. */
export function wishOf({ name, arguments: args }: Tagged): ColumnWish {
  // Their entry has declared them, and nothing else passes.
  switch (name) {
    case 'number':
      return { type: 'number' };
    case 'category':
      return { type: 'category', ...(args as ArgumentsOf<typeof categoryArguments>) };
    case 'date':
      return { type: 'date', ...(args as ArgumentsOf<typeof dateArguments>) };
    case 'text':
      return { type: 'text', ...(args as TextArguments) };
    case 'sequence':
      return { type: 'sequence', ...(args as SequenceArguments) };
    case 'image':
      return { type: 'image', ...(args as ImageArguments) };
    default:
      throw new Error(`no column is of the type ${name}: it has not been checked`);
  }
}
