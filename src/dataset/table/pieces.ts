// A column some rows at a time, so that one of very many rows need not be in memory as a whole: cells
// come in, stretches of them go out, one after another.

/** Cells of rows that follow each other. */
export type Piece<V> = {
  /** The number of the first row. */
  readonly from: number;
  readonly values: V;
};

/** Cells that lie in a file. */
export type StoredCells<V> = {
  readonly count: number;
  /** Those of the rows from one to another. */
  readonly slice: (from: number, to: number) => V;
};

/** Numbers, in memory or in a file. */
export type PlainNumbers = {
  /** All of them, which are read where they lie in a file. */
  readonly values: ArrayLike<number>;
  readonly stored?: StoredCells<ArrayLike<number>>;
};

/** Texts, in memory or in a file. */
export type PlainTexts = {
  readonly texts: readonly string[];
  readonly stored?: StoredCells<readonly string[]>;
};

// So many rows of a column that lies in a file are read together.
const rowsTogether = 2 ** 19;

/** The numbers of a column: all at once where they are in memory. */
export function numberPieces(column: PlainNumbers): Iterable<Piece<ArrayLike<number>>> {
  return column.stored ? storedPieces(column.stored) : [{ from: 0, values: column.values }];
}

/** The texts of a column: all at once where they are in memory. */
export function textPieces(column: PlainTexts): Iterable<Piece<readonly string[]>> {
  return column.stored ? storedPieces(column.stored) : [{ from: 0, values: column.texts }];
}

function* storedPieces<V>({ count, slice }: StoredCells<V>): Generator<Piece<V>> {
  for (let from = 0; from < count; from += rowsTogether) {
    yield { from, values: slice(from, Math.min(count, from + rowsTogether)) };
  }
}

/** How many rows a column of numbers has. */
export function numberCount(column: PlainNumbers): number {
  return column.stored?.count ?? column.values.length;
}

/** How many rows a column of texts has. */
export function textCount(column: PlainTexts): number {
  return column.stored?.count ?? column.texts.length;
}

/** Cells of some rows alone, whose numbers ascend. */
export function storedRows<V>(
  { slice }: StoredCells<V>,
  rows: Int32Array,
  take: (values: V, places: Int32Array) => V,
): StoredCells<V> {
  return {
    count: rows.length,
    slice: (from, to) => {
      const some = rows.subarray(from, to);
      const first = some[0] ?? 0;
      return take(
        slice(first, (some.at(-1) ?? -1) + 1),
        some.map((row) => row - first),
      );
    },
  };
}

/** How often each text is there, in the order in which they first are: of all rows, or of some that ascend. */
export function textCounts(column: PlainTexts, rows?: Int32Array): Map<string, number> {
  const counts = new Map<string, number>();
  let next = 0;
  for (const { from, values } of textPieces(column)) {
    if (!rows) {
      for (const text of values) counts.set(text, (counts.get(text) ?? 0) + 1);
      continue;
    }
    for (; next < rows.length; next += 1) {
      const text = values[(rows[next] ?? 0) - from];
      if (text === undefined) break;
      counts.set(text, (counts.get(text) ?? 0) + 1);
    }
  }
  return counts;
}

/** All numbers of a column, each changed by a function, as a target has them. */
export function mapped(column: PlainNumbers, change: (value: number) => number): Float32Array {
  const all = new Float32Array(numberCount(column));
  for (const { from, values } of numberPieces(column)) {
    for (let i = 0; i < values.length; i += 1) all[from + i] = change(values[i] ?? NaN);
  }
  return all;
}
