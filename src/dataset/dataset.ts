// What a data set is once it has been loaded and split: typed arrays and the rows that belong to
// each part.
import type { Entry, Tagged } from '../words/tagged.js';
import type { ArgumentsOf, ArgumentKinds } from '../words/arguments.js';

/** Rows of inputs and targets, in the order of their file. */
export type Samples = {
  readonly count: number;
  /** One sample after another, row-major. Images stay uint8; tables are float32; tokens int32. */
  readonly inputs: Uint8Array | Float32Array | Int32Array;
  /** Class numbers (int32) or values (float32), `targetSize` a sample. */
  readonly targets: Int32Array | Float32Array;
  /** What each row weighs in the loss, where the data says so. */
  readonly weights?: Float32Array;
};

/** A part of the data: the rows of `samples` that belong to it, ascending. */
export type Part = { readonly samples: Samples; readonly rows: Int32Array };

/**
 * What can be known of the data before it is loaded for training: enough to check a model and show
 * its shapes.
 */
export type DatasetDescription = {
  /** One sample: height × width × channels, or [columns], or [steps]. */
  readonly inputShape: readonly number[];
  readonly inputKind: 'image' | 'table' | 'tokens';
  /** Tokens are whole numbers below this. */
  readonly vocabulary?: number;
  /** Number of classes, or null where the target is a number. */
  readonly classes: number | null;
  readonly classNames: readonly string[] | null;
};

/** Everything a run needs to know about its data. */
export type Dataset = DatasetDescription & {
  readonly name: string;
  readonly train: Part;
  readonly validation: Part;
  readonly test: Part;
  /** Inputs are divided by this on the device; 1 leaves them alone. */
  readonly divideBy: number;
  /** Of the content the numbers come from, independent of where the files lie. */
  readonly sha256: string;
  /** What was fitted on the training part (means, categories), for preprocessing.json. */
  readonly preprocessing: Readonly<Record<string, unknown>>;
};

/** What loading needs from outside: where relative paths start, and whom to tell of slow work. */
export type LoadContext = {
  /** The folder of the spec's file. */
  readonly folder: string;
  /** Told one plain sentence, or a fraction from 0 to 1 of the work it named last. */
  readonly notify: (message: string, fraction?: number) => void;
};

/** One kind of data set: its arguments in a spec, and how it is described and loaded. */
export type DatasetEntry<S extends ArgumentKinds = ArgumentKinds> = Entry & {
  readonly arguments: S;
  /** Cheap where it can be: reads a header, or nothing. */
  readonly describe: (args: ArgumentsOf<S>, context: LoadContext) => Promise<DatasetDescription>;
  readonly load: (args: ArgumentsOf<S>, context: LoadContext) => Promise<Dataset>;
};

/** Declares a data set; the types of its arguments follow from their declaration. */
export function defineDataset<S extends ArgumentKinds>(entry: DatasetEntry<S>): DatasetEntry {
  return entry as unknown as DatasetEntry;
}

export type { Tagged };
