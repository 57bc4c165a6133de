// Data that is larger than memory, looked at by some of its rows: a data set comes in; the same data set
// with as many rows as there is room for goes out, and a sentence that says so.
import type { Dataset, Part } from '../dataset/dataset.js';
import { streamedRowBytes } from '../dataset/source.js';

/** How many rows of a part are looked at, at most, where it is larger than memory. */
export const mostLookedAt = 2 ** 17;

/** What is looked at of a data set; the note is null where that is all of it. */
export type LookedAt = { readonly data: Dataset; readonly note: string | null };

/** Takes rows at equal distances, the same ones each time, of the parts that are larger than memory. */
export function lookedAt(data: Dataset, most = mostLookedAt): LookedAt {
  const { train, validation, test } = data;
  const isLarge = ({ source, rows }: Part): boolean =>
    streamedRowBytes(source) > 0 && rows.length > most;
  if (![train, validation, test].some(isLarge)) return { data, note: null };
  const few = (part: Part): Part =>
    isLarge(part) ? { ...part, rows: some(part.rows, most) } : part;
  return {
    data: { ...data, train: few(train), validation: few(validation), test: few(test) },
    note: `the data is larger than memory: of each part ${most.toLocaleString('en')} rows at most, at equal distances, are looked at, and none of the columns that are left out`,
  };
}

function some(rows: Int32Array, most: number): Int32Array {
  return Int32Array.from(
    { length: most },
    (_, i) => rows[Math.floor((i * rows.length) / most)] ?? 0,
  );
}
