// What is needed to use a model without the data it was trained on: names, shapes and kinds of
// inputs and targets, what each column of a table became, and all that was fitted on the training
// part. Plain data, written as data.json into a run's folder; keys are the file's own spelling.

/** What is said of a column whatever it became: its cells, over all rows of the training file. */
export type ColumnSummary = {
  readonly column: string;
  /** How many different cells it has. */
  readonly distinct: number;
  /** How many cells hold a mark for a missing value. */
  readonly missing: number;
};

/** A column of numbers: (value − mean) / deviation is what goes in. */
export type NumberColumn = ColumnSummary & {
  readonly kind: 'number';
  readonly decimal: '.' | ',';
  /** What stands between thousands, or null where nothing does. */
  readonly thousands: string | null;
  /** What stands before or after each number, as "%" or "kg", or null. */
  readonly unit: string | null;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** 0: the column is constant and gives zeros. */
  readonly deviation: number;
};

/** A column of categories: one input a category, of which one is 1. */
export type CategoryColumn = ColumnSummary & {
  readonly kind: 'categories';
  /** In the order of the inputs; a category that is none of them gives zeros. */
  readonly categories: readonly string[];
};

/** What one column of a table became. */
export type ColumnFacts = NumberColumn | CategoryColumn;

/** How the cells of a table are to be read. */
export type TableReading = {
  readonly delimiter: string;
  readonly encoding: string;
  /** What means that a value is missing, as an empty cell does. */
  readonly missing_values: readonly string[];
};

/** An input of the model: `columns` and `reading` are a table's, in the order of its values. */
export type InputFacts = {
  readonly name: string;
  readonly kind: 'image' | 'table' | 'tokens';
  /** Of one sample: height × width × channels, or [columns], or [steps]. */
  readonly shape: readonly number[];
  /** Values are divided by this on the device; 1 leaves them alone. */
  readonly divide_by: number;
  /** Tokens are whole numbers below this. */
  readonly vocabulary: number | null;
  readonly columns: readonly ColumnFacts[] | null;
  readonly reading: TableReading | null;
};

/** Values are standardised inside: a value is mean + deviation · what is inside. */
export type Scale = { readonly mean: number; readonly deviation: number };

/** What a model's outputs are compared with: classes in the order of their numbers, or values. */
export type TargetFacts =
  | {
      readonly name: string;
      readonly kind: 'classes';
      readonly classes: readonly string[];
      /** Of two classes the one that is 1; null where there are more. */
      readonly positive: string | null;
    }
  | {
      readonly name: string;
      readonly kind: 'number';
      /** Null where outputs are values as they are. */
      readonly scale: Scale | null;
    };

/** A file that the numbers come from. */
export type SourceFile = {
  /** `file`, `test_file`, `train_images`: the argument that names it. */
  readonly role: string;
  /** As the spec names it: relative to the folder of the spec's file, or absolute. */
  readonly path: string;
  /** Of its bytes, or of its decoded ones where it is compressed. */
  readonly sha256: string;
};

/** data.json. */
export type DataFacts = {
  readonly format: 1;
  /** The data set as the spec names it. */
  readonly name: string;
  /** Of the content the numbers come from, independent of where the files lie. */
  readonly sha256: string;
  readonly source: readonly SourceFile[];
  readonly samples: {
    readonly train: number;
    readonly validation: number;
    readonly test: number;
  };
  readonly inputs: readonly InputFacts[];
  readonly targets: readonly TargetFacts[];
  /** What a reader should know of the data: a sentence each. */
  readonly notes: readonly string[];
};
