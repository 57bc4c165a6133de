// What a table is once its columns mean something, before anything is learned of it.
import type { LoadContext } from '../dataset.js';
import type { WrittenTarget } from './arguments.js';
import type { Meaning } from './meaning.js';
import type { CsvTable } from './table.js';

/** A file of the data set, understood: its columns of inputs, and its weights. */
export type UnderstoodTable = {
  readonly table: CsvTable;
  readonly columns: readonly Meaning[];
  readonly weights: Float32Array | null;
  /** The rows that are used; null for all. */
  readonly kept: Int32Array | null;
  /** How many are left out because their pictures cannot be decoded. */
  readonly skipped?: number;
};

/** The target's columns, understood. */
export type Understood = { readonly targets: readonly Meaning[] };

/** A table's files as they were read, and what is wanted of the target. */
export type ReadTable = {
  readonly training: Understood & { readonly train: UnderstoodTable };
  readonly held: (Understood & { readonly test: UnderstoodTable }) | null;
  /** How many of the training table's files are no validation_file. */
  readonly trainingFiles: number;
  /** What is to be told of the files themselves. */
  readonly told: readonly string[];
  /** What only decoding the pictures gave. */
  readonly found: readonly string[];
  readonly wanted: LoadContext['targets'];
  /** Where a path in the spec starts. */
  readonly folder: string;
  readonly written: readonly WrittenTarget[];
};
