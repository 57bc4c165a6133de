// Rows that are left out because a cell has no value: which ones stay, and columns of those alone.
import { failure } from '../../ground/errors.js';
import { imagesOf } from './image-cells.js';
import { gapsIn, type Meaning } from './meaning.js';
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
  // A column after another: not all of them need be in memory.
  const left = new Uint8Array(count);
  for (const column of gappy) {
    const isGap = gapsIn(column);
    for (let row = 0; row < count; row += 1) if (isGap(row)) left[row] = 1;
  }
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

/** A column of some rows alone; how many cells it has without a value stays that of all. */
export function columnOf(column: Meaning, rows: Int32Array | null): Meaning {
  if (rows === null) return column;
  switch (column.kind) {
    case 'number': {
      const take = (): Numbers => {
        const { values } = column;
        return Float64Array.from(rows, (row) => values[row] ?? NaN);
      };
      return column.valuesOf ? lazily(column, 'values', take) : { ...column, values: take() };
    }
    case 'text': {
      const take = (): readonly string[] => {
        const { texts } = column;
        return Array.from(rows, (row) => texts[row] ?? '');
      };
      return column.textsOf ? lazily(column, 'texts', take) : { ...column, texts: take() };
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
function lazily<M extends Meaning>(column: M, key: 'values' | 'texts', get: () => unknown): M {
  const own = Object.getOwnPropertyDescriptors(column);
  return Object.create(Object.prototype, {
    ...own,
    [key]: { get, enumerable: true },
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
