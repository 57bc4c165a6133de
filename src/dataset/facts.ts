// What is needed to use a model without the data it was trained on: names, shapes and kinds of
// inputs and targets, what each column of a table became, and all that was fitted on the training
// part. Declared once: the type and the check of a data.json, which may be foreign, old or torn, both
// follow. Keys are the file's own spelling.
import {
  anyText,
  boolean,
  choice,
  constant,
  either,
  fields,
  integer,
  listOf,
  number,
} from '../words/arguments.js';
import type { CheckedOf, Kind } from '../words/kinds.js';
import { backgrounds, fits } from './pictures/formats.js';
import { textColumn } from './text/facts.js';

/** The format that data.json has. */
export const factsFormat = 1;

const text = anyText();
const count = integer({ min: 0 });
const anyFinite = number();
// A table may have any number of columns, and a column of categories.
const texts = listOf(text).max(Infinity);

/** More different numbers of a column than these are not counted. */
export const mostDistinct = 2 ** 22;

const summaryFields = {
  column: text,
  /** How many different cells it has. */
  distinct: count,
  /** How many cells hold a mark for a missing value. */
  missing: count,
};

/**
 * What a cell without a value becomes: rows that have one are left out, or it counts as this value;
 * with an indicator, one more input of the column is 1 where the value is missing.
 */
function gapsOf<T>(value: Kind<T>) {
  return either(constant('drop'), fields({ value, indicator: boolean() }));
}

const numberColumn = fields(
  {
    ...summaryFields,
    /** Null where they are more than {@link mostDistinct}. */
    distinct: count.nullable(),
    kind: constant('number'),
    decimal: choice(['.', ',']),
    /** What stands between thousands, or null where nothing does. */
    thousands: text.nullable(),
    /** What stands before or after each number, as "%" or "kg", or null. */
    unit: text.nullable(),
    min: anyFinite,
    max: anyFinite,
    mean: anyFinite,
    /** 0: the column is constant and gives zeros. */
    deviation: anyFinite,
  },
  /** Left out where a cell without a value is refused. */
  { gaps: gapsOf(anyFinite) },
);

const categoryColumn = fields(
  {
    ...summaryFields,
    kind: constant('categories'),
    /** In the order of the inputs; a category that is none of them gives zeros. */
    categories: texts,
  },
  {
    /**
     * Given where a category is a whole number, for an Embedding: 0 is a missing value where `gaps`
     * has an indicator; then comes what is none of the categories, and then those in their order.
     */
    encode: constant('index'),
    /** How many rarer ones share the input after those; so does one that training never saw. */
    rare: count,
    /** A value of null is none of the categories. */
    gaps: gapsOf(text.nullable()),
  },
);

/** What of a date may be an input of its own. */
export const dateParts = [
  'year',
  'quarter',
  'month',
  'week',
  'day',
  'day_of_year',
  'day_of_week',
  'hour',
  'minute',
  'second',
  'days',
] as const;

const dateColumn = fields(
  {
    ...summaryFields,
    kind: constant('date'),
    /** How dates are written, as "%d.%m.%Y"; null: as ISO 8601 has them. */
    format: text.nullable(),
    /** The first and the last of them, in ISO 8601. */
    first: text,
    last: text,
    /** A part each input: (value − mean) / deviation; a deviation of 0 gives zeros. */
    parts: listOf(fields({ part: choice(dateParts), mean: anyFinite, deviation: anyFinite })),
  },
  { gaps: gapsOf(text) },
);

/** What may stand between the numbers of a cell; a blank means any number of them, `json` a JSON array. */
export const sequenceSeparators = [' ', ',', ';', 'json'] as const;

/** One of {@link sequenceSeparators}. */
export type SequenceSeparator = (typeof sequenceSeparators)[number];

const sequenceColumn = fields(
  {
    ...summaryFields,
    kind: constant('sequence'),
    /** What stands between the numbers of a cell; `json`: it is a JSON array. */
    separator: choice(sequenceSeparators),
    /** So many numbers go in, of which those behind a shorter sequence are 0. */
    sequence_length: count,
    /** Of the training part. */
    longest: count,
    /** Of all numbers of the training part; a deviation of 0 gives zeros. */
    mean: anyFinite,
    deviation: anyFinite,
  },
  {
    gaps: constant('drop'),
    /** Given where a cell without a value is a sequence of no numbers; else it is refused. */
    empty: constant(true),
  },
);

const imageColumn = fields(
  {
    ...summaryFields,
    kind: constant('image'),
    /** What each picture is brought to. */
    height: count,
    width: count,
    channels: count,
    fit: choice(fits),
    background: choice(backgrounds),
    /** Bytes are divided by this on the device. */
    divide_by: anyFinite,
  },
  { gaps: constant('drop') },
);

const columnKind = either(
  numberColumn,
  categoryColumn,
  dateColumn,
  textColumn,
  sequenceColumn,
  imageColumn,
);

/** What of files of texts is a row: each line, or each file. */
export const textForms = ['lines', 'files'] as const;

/** One of {@link textForms}. */
export type TextForm = (typeof textForms)[number];

/** The columns of files of texts: the texts, and what each is of: its file, where rows are lines, or its folder. */
export const [textsColumn, classColumn] = ['text', 'class'];

const readingKind = fields(
  {
    delimiter: text,
    encoding: text,
    /** What means that a value is missing, as an empty cell does. */
    missing_values: texts,
  },
  {
    /** Given where the files were texts. */
    texts: choice(textForms),
  },
);

const windowsKind = fields({
  /** Rows of a window, rows after it that are predicted, and rows from one window to the next. */
  length: count,
  horizon: count,
  stride: count,
  /** The columns that tell series apart, and put rows in order; null where there is none. */
  by: text.nullable(),
  time: text.nullable(),
  gaps: choice(['split', 'ignore']),
  /** How far apart rows are, where that is known. */
  step: fields({
    size: anyFinite,
    unit: choice(['number', 'milliseconds', 'months']),
  }).nullable(),
});

const pictureKind = fields({
  /** How it is brought to the input's height and width. */
  fit: choice(fits),
  /** What is behind its transparent parts, and beside it where it is contained. */
  background: choice(backgrounds),
});

const inputKind = fields(
  {
    name: text,
    /** `values` are numbers as they are, of any shape. */
    kind: choice(['image', 'table', 'tokens', 'values']),
    /** Of one sample: height × width × channels, or [columns], or [steps]. */
    shape: listOf(count),
    /** Values are divided by this on the device; 1 leaves them alone. */
    divide_by: anyFinite,
    /** Tokens are whole numbers below this. */
    vocabulary: count.nullable(),
    columns: listOf(columnKind).max(Infinity).nullable(),
    reading: readingKind.nullable(),
  },
  {
    /** Given where a sample is a window of a series: a row of it has the values of the columns. */
    windows: windowsKind,
    /** How a picture in a file of its own becomes this input. */
    picture: pictureKind,
  },
);

const scaleKind = fields({ mean: anyFinite, deviation: anyFinite });

const targetKind = either(
  fields({
    name: text,
    kind: constant('classes'),
    classes: texts,
    /** Of two classes the one that is 1; null where there are more. */
    positive: text.nullable(),
  }),
  fields({
    name: text,
    kind: constant('labels'),
    /** In the order of the outputs, each of which says how likely a label is. */
    labels: texts,
    /** What stands between the labels of a cell; `json`: a cell is a JSON array. */
    separator: choice([',', ';', '|', 'json']),
  }),
  fields(
    {
      name: text,
      kind: constant('number'),
      /** Null where outputs are values as they are; a list has one for each number. */
      scale: either(scaleKind, listOf(scaleKind.nullable()).max(Infinity)).nullable(),
    },
    {
      /** What each of several numbers is called, in the order of the outputs; left out for one. */
      numbers: texts,
      /** Given where the target is this input itself, as the model sees it: its numbers in a row. */
      input: text,
    },
  ),
);

const sourceFileKind = fields({
  /** `file`, `test_file`, `train_images`: the argument that names it. */
  role: text,
  /** As the spec names it: relative to the folder of the spec's file, or absolute. */
  path: text,
  /** Of its bytes, or of its decoded ones where it is compressed. */
  sha256: text,
});

/** data.json. */
export const factsKind = fields({
  format: constant(factsFormat),
  /** The data set as the spec names it. */
  name: text,
  /** Of the content the numbers come from, independent of where the files lie. */
  sha256: text,
  source: listOf(sourceFileKind),
  samples: fields({ train: count, validation: count, test: count }),
  inputs: listOf(inputKind),
  targets: listOf(targetKind),
  /** What a reader should know of the data: a sentence each. */
  notes: texts,
});

/** How a picture in a file of its own becomes an input. */
export type PictureFacts = CheckedOf<typeof pictureKind>;

/** A column of numbers: (value − mean) / deviation is what goes in. */
export type NumberColumn = CheckedOf<typeof numberColumn>;

/** A column of categories: one input a category, of which one is 1, or one whole number. */
export type CategoryColumn = CheckedOf<typeof categoryColumn>;

/** A column of dates: one input a part of them. */
export type DateColumn = CheckedOf<typeof dateColumn>;

/** A column of sequences of numbers: each number is (value − mean) / deviation. */
export type SequenceColumn = CheckedOf<typeof sequenceColumn>;

/** A column of paths of pictures: an input of height × width × channels bytes. */
export type ImageColumn = CheckedOf<typeof imageColumn>;

/** One of {@link dateParts}. */
export type DatePart = DateColumn['parts'][number]['part'];

/** What a cell without a value becomes, where it is not refused. */
export type Gaps<T> = 'drop' | { readonly value: T; readonly indicator: boolean };

/** What one column of a table became; its counts are over all rows of the training file. */
export type ColumnFacts = CheckedOf<typeof columnKind>;

/** How the cells of a table are to be read. */
export type TableReading = CheckedOf<typeof readingKind>;

/** An input of the model: `columns` and `reading` are a table's, in the order of its values. */
export type InputFacts = CheckedOf<typeof inputKind>;

/** Values are standardised inside: a value is mean + deviation · what is inside. */
export type Scale = CheckedOf<typeof scaleKind>;

/** How windows were cut out of series. */
export type WindowFacts = CheckedOf<typeof windowsKind>;

/** How the numbers of a target are standardised: all alike, each its own way, or not at all. */
export type Units = Scale | readonly (Scale | null)[] | null;

/** What a model's outputs are compared with: classes in the order of their numbers, labels, or values. */
export type TargetFacts = CheckedOf<typeof targetKind>;

/** A file that the numbers come from. */
export type SourceFile = CheckedOf<typeof sourceFileKind>;

/** What is known of data. */
export type DataFacts = CheckedOf<typeof factsKind>;
