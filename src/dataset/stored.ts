// Rows that lie in open files, one after another: their numbers come in, their values go out. Rows
// that lie near each other are read together, so what is asked for in blocks is read in blocks.
import { closeSync, read as readAsync, readSync } from 'node:fs';
import { promisify } from 'node:util';
import { failure, messageOf, type UserError } from '../ground/errors.js';

/** What the values of a row are, as they lie in the file in this machine's order of bytes. */
export const storedTypes = ['uint8', 'float32', 'int32'] as const;

/** Rows that follow each other in a file. */
export type StoredPiece = {
  /** The descriptor of the open file. */
  readonly file: number;
  /** The byte that the first of them begins at. */
  readonly at: number;
  readonly rows: number;
};

/** Rows in files. */
export type StoredRows = {
  readonly type: (typeof storedTypes)[number];
  /** Values a row. */
  readonly size: number;
  /** Where they lie, the first ones first. */
  readonly pieces: readonly StoredPiece[];
};

// Whoever holds rows holds their pieces; there is no other end of a data set.
const closing = new FinalizationRegistry((files: readonly number[]) => {
  for (const file of files) closeSync(file);
});

/**
 * The same pieces; these files are closed once nobody has them any more, and by nobody else. Whoever makes
 * others of them keeps them, or their numbers may be those of other files.
 */
export function closedInTime(
  pieces: readonly StoredPiece[],
  files: readonly number[],
): readonly StoredPiece[] {
  closing.register(pieces, files);
  return pieces;
}

/** Values of rows. */
export type StoredValues = Uint8Array | Float32Array | Int32Array;

/** How many bytes a row has. */
export function storedRowBytes({ type, size }: Pick<StoredRows, 'type' | 'size'>): number {
  return type === 'uint8' ? size : 4 * size;
}

/** The values of these rows, in the order of their numbers. */
export function takeStored(stored: StoredRows, rows: Int32Array): StoredValues {
  const { taken, places, ranges } = planned(stored, rows);
  for (const range of ranges) {
    const bytes = new Uint8Array(range.bytes);
    let done = 0;
    while (done < bytes.length) {
      const more = readPiece(range.file, bytes, done, range.at + done);
      if (more === 0) throw shorter();
      done += more;
    }
    scatter(stored, { taken, places }, range, bytes);
  }
  return taken;
}

const reading = promisify(readAsync);

// So many readings are under way at once, each into a buffer of its own.
const readers = 8;

/** The same, read while other work is done. */
export async function readStored(stored: StoredRows, rows: Int32Array): Promise<StoredValues> {
  const { taken, places, ranges } = planned(stored, rows);
  const left = ranges.values();
  const longest = ranges.reduce((most, { bytes }) => Math.max(most, bytes), 0);
  const reader = async (): Promise<void> => {
    const buffer = new Uint8Array(longest);
    for (const range of left) {
      const bytes = buffer.subarray(0, range.bytes);
      let done = 0;
      while (done < bytes.length) {
        const at = range.at + done;
        const { bytesRead } = await reading(range.file, bytes, done, bytes.length - done, at).catch(
          unreadable,
        );
        if (bytesRead === 0) throw shorter();
        done += bytesRead;
      }
      scatter(stored, { taken, places }, range, bytes);
    }
  };
  // The files stay open for as long as something of them is read.
  const some = Math.min(readers, ranges.length);
  const results = await Promise.allSettled(Array.from({ length: some }, reader));
  for (const result of results) if (result.status === 'rejected') throw result.reason;
  return taken;
}

// Stands for a stretch of the file: the places from `from` to `to`, of rows that ascend.
type Range = {
  readonly from: number;
  readonly to: number;
  readonly file: number;
  readonly at: number;
  readonly bytes: number;
};

type Places = {
  /** The rows' numbers, ascending. */
  readonly sorted: Int32Array;
  /** Where each of them goes. */
  readonly target: Int32Array;
};

type Taking = { readonly taken: StoredValues; readonly places: Places };

// Reading over a gap is quicker than asking again.
const [widestGap, longestRange] = [2 ** 15, 2 ** 20];

function planned(
  stored: StoredRows,
  rows: Int32Array,
): Taking & { readonly ranges: readonly Range[] } {
  const places = ascending(rows);
  const rowBytes = storedRowBytes(stored);
  const ranges: Range[] = [];
  const { sorted } = places;
  // The rows ascend, and so do the pieces that they are in.
  let [number, begin] = [0, 0];
  for (let from = 0; from < sorted.length;) {
    const first = sorted[from] ?? 0;
    while (first - begin >= pieceAt(stored, number).rows) {
      begin += pieceAt(stored, number).rows;
      number += 1;
    }
    const { file, at, rows: count } = pieceAt(stored, number);
    let to = from + 1;
    let last = first;
    for (; to < sorted.length; to += 1) {
      const next = sorted[to] ?? 0;
      if (next - begin >= count || (next - last - 1) * rowBytes > widestGap) break;
      if ((next + 1 - first) * rowBytes > longestRange) break;
      last = next;
    }
    const start = at + (first - begin) * rowBytes;
    ranges.push({ from, to, file, at: start, bytes: (last + 1 - first) * rowBytes });
    from = to;
  }
  return { taken: valuesFor(stored, rows.length * stored.size), places, ranges };
}

function pieceAt({ pieces }: StoredRows, number: number): StoredPiece {
  const piece = pieces[number];
  if (!piece) throw new Error('a row is asked for that is in no file');
  return piece;
}

// By numbers of 64 bits that have the row above its place: typed arrays sort plain numbers quickly.
function ascending(rows: Int32Array): Places {
  const { length } = rows;
  if (rows.every((row, i) => i === 0 || (rows[i - 1] ?? 0) <= row)) {
    return { sorted: rows, target: Int32Array.from(rows, (_, i) => i) };
  }
  const words = new Uint32Array(2 * length);
  for (let i = 0; i < length; i += 1) {
    words[2 * i] = i;
    words[2 * i + 1] = rows[i] ?? 0;
  }
  new BigUint64Array(words.buffer).sort();
  const sorted = new Int32Array(length);
  const target = new Int32Array(length);
  for (let i = 0; i < length; i += 1) {
    target[i] = words[2 * i] ?? 0;
    sorted[i] = words[2 * i + 1] ?? 0;
  }
  return { sorted, target };
}

function valuesFor({ type }: Pick<StoredRows, 'type'>, length: number): StoredValues {
  if (type === 'uint8') return new Uint8Array(length);
  return type === 'int32' ? new Int32Array(length) : new Float32Array(length);
}

function viewOf({ type }: StoredRows, bytes: Uint8Array<ArrayBuffer>): StoredValues {
  if (type === 'uint8') return bytes;
  const { buffer, byteLength } = bytes;
  return type === 'int32'
    ? new Int32Array(buffer, 0, byteLength / 4)
    : new Float32Array(buffer, 0, byteLength / 4);
}

// Rows shorter than this are copied value by value, which is quicker than a view for each.
const shortRow = 128;

function scatter(
  stored: StoredRows,
  { taken, places: { sorted, target } }: Taking,
  { from, to }: Range,
  bytes: Uint8Array<ArrayBuffer>,
): void {
  const values = viewOf(stored, bytes);
  const { size } = stored;
  const first = sorted[from] ?? 0;
  for (let i = from; i < to; i += 1) {
    const start = ((sorted[i] ?? 0) - first) * size;
    const goal = (target[i] ?? 0) * size;
    if (size > shortRow) taken.set(values.subarray(start, start + size), goal);
    else for (let k = 0; k < size; k += 1) taken[goal + k] = values[start + k] ?? 0;
  }
}

/** Reads bytes at a place of a file of rows or columns. Throws a UserError where that fails. */
export function readPiece(file: number, bytes: Uint8Array, done: number, at: number): number {
  try {
    return readSync(file, bytes, done, bytes.length - done, at);
  } catch (error) {
    return unreadable(error);
  }
}

function unreadable(error: unknown): never {
  throw failure(`cannot read the data that is streamed: ${messageOf(error)}`, 'disk');
}

function shorter(): UserError {
  return failure(
    'a file in the cache that rows are streamed from is shorter than it was: run it again, and what is missing is made anew',
  );
}
