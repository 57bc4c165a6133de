// Rows that are left out because a cell has no value: which ones stay, and columns of those alone.
import { failure } from '../../ground/errors.js';
import { imagesOf } from './image-cells.js';
import type { Meaning } from './meaning.js';
import { numberPieces, storedRows, textPieces, type StoredCells } from './pieces.js';
import type { Numbers } from './spilled.js';

/**
 * The numbers of the rows in which each of `needed` has a value, ascending; null where those are all.
 * Throws a UserError that names `file` where there are none.
 */
export function keptRows(
  { file, count }: { readonly file: string; readonly count: number },
  needed: readonly Meaning[],
): Int32Array | null {
  const gappy = needed.filter(({ missing }) => missing > 0);
  if (gappy.length === 0) return null;
  const left = new Uint8Array(count);
  for (const column of gappy) markGaps(column, left);
  const kept = new Int32Array(count);
  let length = 0;
  for (let row = 0; row < count; row += 1) if (left[row] === 0) kept[length++] = row;
  if (length === 0) {
    throw failure(
      `${file} has no row in which nothing is missing: say missing: fill, or fill cells in`,
    );
  }
  return length === count ? null : kept.slice(0, length);
}

// Marks the rows in which a column has no value.
function markGaps(column: Meaning, left: Uint8Array): void {
  switch (column.kind) {
    case 'number':
      for (const { from, values } of numberPieces(column)) markNaN(values, left.subarray(from));
      return;
    case 'text':
      for (const { from, values } of textPieces(column)) {
        for (const [i, text] of values.entries()) if (column.marks.has(text)) left[from + i] = 1;
      }
      return;
    case 'date':
      markNaN(column.times, left);
      return;
    case 'sequence':
      for (const [row, cell] of column.sequences.entries()) if (cell === null) left[row] = 1;
      return;
    case 'image':
      for (const [row, cell] of column.cells.entries()) if (cell === '') left[row] = 1;
  }
}

function markNaN(values: ArrayLike<number>, left: Uint8Array): void {
  for (let i = 0; i < values.length; i += 1) if (Number.isNaN(values[i])) left[i] = 1;
}

/** A column of some rows alone; how many cells it has without a value stays that of all. */
export function columnOf(column: Meaning, rows: Int32Array | null): Meaning {
  if (rows === null) return column;
  switch (column.kind) {
    case 'number': {
      const take = (values: Numbers, places: Int32Array): Numbers =>
        Float64Array.from(places, (row) => values[row] ?? NaN);
      if (!column.stored) return { ...column, values: take(column.values, rows) };
      return lazily(column, 'values', storedRows(column.stored, rows, take));
    }
    case 'text': {
      const take = (texts: readonly string[], places: Int32Array): readonly string[] =>
        Array.from(places, (row) => texts[row] ?? '');
      if (!column.stored) return { ...column, texts: take(column.texts, rows) };
      return lazily(column, 'texts', storedRows(column.stored, rows, take));
    }
    case 'date':
      return { ...column, times: Float64Array.from(rows, (row) => column.times[row] ?? NaN) };
    case 'sequence':
      return { ...column, sequences: Array.from(rows, (row) => column.sequences[row] ?? null) };
    case 'image':
      return imagesOf(column, rows);
  }
}

// What lies in a file is read when it is asked for.
function lazily<M extends Meaning, V>(
  column: M,
  key: 'values' | 'texts',
  stored: StoredCells<V>,
): M {
  return Object.create(Object.prototype, {
    ...Object.getOwnPropertyDescriptors(column),
    stored: { value: stored, enumerable: true },
    [key]: { get: () => stored.slice(0, stored.count), enumerable: true },
  }) as M;
}

/** Numbers of kept rows as those of all rows. */
export function amongAll(rows: Int32Array, kept: Int32Array | null): Int32Array {
  return kept ? rows.map((row) => kept[row] ?? 0) : rows;
}

/** The values of kept rows, `width` each, in the places of all rows; those that were left out have 0. */
export function spread<V extends Float32Array | Int32Array>(
  values: V,
  kept: Int32Array | null,
  make: (length: number) => V,
  { count, width }: { readonly count: number; readonly width: number },
): V {
  if (kept === null) return values;
  const all = make(count * width);
  kept.forEach((row, i) => {
    all.set(values.subarray(i * width, (i + 1) * width), row * width);
  });
  return all;
}
