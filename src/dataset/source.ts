// Where samples come from: so many rows of named inputs and targets, taken by the numbers of the
// rows. A data set has one source, or a second one for a test set in files of its own.
import { productOf } from '../ground/product.js';
import type { Units } from './facts.js';
import { readStored, storedRowBytes, takeStored, type StoredRows } from './stored.js';

/**
 * Where samples are windows of a series: the steps of the series lie in memory once, and each sample
 * is so many of them that follow each other. `shape` begins with that number, or is [] for one.
 */
export type Windows = {
  /** For each sample the number of its first step, counted from 0. */
  readonly starts: Int32Array;
  /** How many steps a sample has. */
  readonly length: number;
};

/** One of the inputs of some rows. */
export type InputColumn = {
  readonly name: string;
  /** Of one row: height × width × channels, [columns] or [steps]. */
  readonly shape: readonly number[];
  /** What a model sees is divided by this; 1 leaves it alone. */
  readonly divideBy: number;
  /**
   * One row after another, row-major; of windows one step after another. Images stay uint8; tables are
   * float32; tokens int32.
   */
  readonly values: Uint8Array | Float32Array | Int32Array;
  /** Given where rows are windows of a series. */
  readonly windows?: Windows;
  /** Given where rows lie in an open file, from which some are read at a time: `values` has none then. */
  readonly stored?: StoredRows;
};

/** One of the targets of some rows. */
export type TargetColumn = {
  readonly name: string;
  /** Of one row: [] for a class or a single value, [n] for so many numbers. */
  readonly shape: readonly number[];
  /** What each of several numbers is called; left out for one, and for classes. */
  readonly numbers?: readonly string[];
  /** Given where targets are standardised. */
  readonly scale: Units;
  /** Class numbers (int32) or values (float32), one row after another, or one step. */
  readonly values: Int32Array | Float32Array;
  /** Given where rows are windows of a series. */
  readonly windows?: Windows;
};

/** Rows in memory. */
export type Samples = {
  readonly count: number;
  readonly inputs: readonly InputColumn[];
  readonly targets: readonly TargetColumn[];
  /** What each row weighs in the loss, where the data says so. */
  readonly weights: Float32Array | null;
};

/** Rows in the order of their file: targets and weights in memory, inputs there or in a file. */
export type Source = Samples & {
  /** Tells the sources of a data set apart. */
  readonly name: string;
  /** A batch: the rows of these numbers, counted from 0, in that order. */
  readonly gather: (rows: Int32Array) => Samples;
  /** The same, where rows lie in a file read while other work is done. */
  readonly read: (rows: Int32Array) => Promise<Samples>;
};

/**
 * How many bytes a row of a source has in files; 0 where all of it is in memory. A source that has
 * some there is streamed: no more than a stretch of it is in memory at a time.
 */
export function streamedRowBytes({ inputs }: Pick<Samples, 'inputs'>): number {
  return inputs.reduce((sum, { stored }) => sum + (stored ? storedRowBytes(stored) : 0), 0);
}

/** All rows of a source in memory. */
export function residentSamples(source: Source): Samples {
  if (streamedRowBytes(source) === 0) return source;
  return source.gather(Int32Array.from({ length: source.count }, (_, row) => row));
}

/**
 * A source of samples that are in memory, but for inputs that lie in files. They must fit their
 * shapes: anything else is a bug.
 */
export function residentSource(name: string, samples: Samples): Source {
  const { count, inputs, targets, weights } = samples;
  const weighing = weights ? [{ name: 'weights', shape: [], values: weights }] : [];
  const resident = inputs.filter(({ stored }) => !stored);
  for (const column of [...resident, ...targets, ...weighing]) {
    if (!fits(column, count)) {
      throw new Error(
        `${column.name} of ${name} has ${column.values.length} values, which are not ${count} rows of [${column.shape.join(', ')}]`,
      );
    }
  }
  const beside = (rows: Int32Array): Omit<Samples, 'inputs'> => ({
    count: rows.length,
    targets: targets.map((column) => ({
      ...column,
      ...sideBySide(column, rows),
      values: takenRows(column, rows),
    })),
    weights: weights && takenRows({ shape: [], values: weights }, rows),
  });
  return {
    ...samples,
    name,
    gather: (rows) => ({
      inputs: inputs.map(({ stored, ...column }) =>
        stored ? { ...column, values: takeStored(stored, rows) } : gathered(column, rows),
      ),
      ...beside(rows),
    }),
    read: async (rows) => ({
      inputs: await Promise.all(
        inputs.map(async ({ stored, ...column }) =>
          stored ? { ...column, values: await readStored(stored, rows) } : gathered(column, rows),
        ),
      ),
      ...beside(rows),
    }),
  };
}

function gathered(column: InputColumn, rows: Int32Array): InputColumn {
  return { ...column, ...sideBySide(column, rows), values: takenRows(column, rows) };
}

type InputValues = InputColumn['values'];
type TargetValues = TargetColumn['values'];

type Rows<V> = {
  readonly shape: readonly number[];
  readonly values: V;
  readonly windows?: Windows;
};

function fits({ shape, values, windows }: Rows<InputValues>, count: number): boolean {
  const size = productOf(shape);
  if (!windows) return values.length === count * size;
  const { starts, length } = windows;
  const last = (values.length * length) / size - length;
  return starts.length === count && starts.every((start) => start >= 0 && start <= last);
}

// Windows that were taken out of their series lie one after another, as other rows do.
function sideBySide(
  { windows }: Pick<Rows<InputValues>, 'windows'>,
  rows: Int32Array,
): { readonly windows?: Windows } {
  if (!windows) return {};
  const { length } = windows;
  return { windows: { length, starts: Int32Array.from(rows, (_, i) => i * length) } };
}

/** The values of some rows of a column, in the order of the rows' numbers. */
export function takenRows(column: Rows<Float32Array>, rows: Int32Array): Float32Array;
export function takenRows(column: Rows<TargetValues>, rows: Int32Array): TargetValues;
export function takenRows(column: Rows<InputValues>, rows: Int32Array): InputValues;
export function takenRows(
  { shape, values, windows }: Rows<InputValues>,
  rows: Int32Array,
): InputValues {
  const size = productOf(shape);
  const taken = emptyLike(values, rows.length * size);
  const step = windows ? size / windows.length : size;
  rows.forEach((row, i) => {
    const start = (windows ? (windows.starts[row] ?? 0) : row) * step;
    taken.set(values.subarray(start, start + size), i * size);
  });
  return taken;
}

function emptyLike(values: InputValues, length: number): InputValues {
  if (values instanceof Uint8Array) return new Uint8Array(length);
  return values instanceof Int32Array ? new Int32Array(length) : new Float32Array(length);
}

/** The input of what has just one, on the host or on the device: all that a network takes so far. */
export function onlyInput<T>({ inputs }: { readonly inputs: readonly T[] }): T {
  return only(inputs, 'input');
}

/** The target of what has just one: all that a loss takes so far. */
export function onlyTarget<T>({ targets }: { readonly targets: readonly T[] }): T {
  return only(targets, 'target');
}

function only<T>(items: readonly T[], what: string): T {
  const [item, ...others] = items;
  if (item === undefined || others.length > 0) {
    throw new Error(`${items.length} ${what}s where there is one`);
  }
  return item;
}
