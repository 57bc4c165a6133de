// Columns that do not fit into memory together: their values lie in a file without a name, in
// pieces of equally many rows, and are read a column or a piece at a time. What is in memory is the
// last piece of each column, and the columns that were read last.
import { writeSync } from 'node:fs';
import { cacheFolder } from '../../ground/cache.js';
import { failure, messageOf } from '../../ground/errors.js';
import { files } from '../../ground/files.js';
import { openAnonymous } from '../../ground/anonymous.js';
import { readPiece } from '../stored.js';

/** Numbers in their order, wherever they were kept. */
export type Numbers = ArrayLike<number> &
  Iterable<number> & {
    every(test: (value: number, row: number) => boolean): boolean;
    some(test: (value: number, row: number) => boolean): boolean;
    findIndex(test: (value: number, row: number) => boolean): number;
  };

/** How many rows a piece has. */
export const pieceRows = 8192;

// A column is looked at beside another one.
const lastColumns = 2;

/** A file for the columns of one table. */
export class Spill {
  readonly #file: number;
  #end = 0;
  readonly #last = new Map<NumberList, Float64Array>();

  private constructor(file: number) {
    this.#file = file;
  }

  /** Opens one on the disk of dlx's cache. Throws a UserError where it cannot. */
  static open(): Spill {
    return new Spill(streamFile());
  }

  /** Keeps a piece, and gives its place. */
  keep(values: readonly number[]): number {
    const at = this.#end;
    writeAll(this.#file, new Uint8Array(Float64Array.from(values).buffer), at);
    this.#end += 8 * values.length;
    return at;
  }

  /** Reads values into an array. */
  read(values: Float64Array, at: number): void {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    let done = 0;
    while (done < bytes.length) {
      const more = readPiece(this.#file, bytes, done, at + done);
      if (more === 0) throw new Error('a file of columns is shorter than it was');
      done += more;
    }
  }

  /** All of a column, which is in memory for as long as no two others are asked for. */
  whole(list: NumberList, make: () => Float64Array): Float64Array {
    const known = this.#last.get(list);
    if (known) return known;
    const [oldest] = this.#last.keys();
    // Its memory is free before more is taken.
    if (this.#last.size >= lastColumns && oldest) this.#last.delete(oldest);
    const values = make();
    this.#last.set(list, values);
    return values;
  }
}

/**
 * The descriptor of a file without a name on the disk of dlx's cache. Throws a UserError where there can be
 * none.
 */
export function streamFile(): number {
  const folder = cacheFolder('streams');
  files.makeFolder(folder);
  const file = openAnonymous(folder);
  if (file !== null) return file;
  throw failure(`no file can be made in ${folder}, where data is kept that is streamed`, 'disk');
}

/** Writes bytes into a file of {@link streamFile}. Throws a UserError where the disk is full. */
export function writeAll(file: number, bytes: Uint8Array, at: number): void {
  try {
    let done = 0;
    while (done < bytes.length) {
      done += writeSync(file, bytes, done, bytes.length - done, at + done);
    }
  } catch (error) {
    throw failure(
      `cannot keep the data that is streamed in ${cacheFolder('streams')}: ${messageOf(error)}`,
      'disk',
    );
  }
}

/** Numbers that are added one by one: in memory, or spilled. */
export class NumberList {
  #recent: number[] = [];
  #pieces: number[] | null = null;
  #spill: Spill | null = null;

  get length(): number {
    return (this.#pieces?.length ?? 0) * pieceRows + this.#recent.length;
  }

  get isSpilled(): boolean {
    return this.#spill !== null;
  }

  /** Adds one. */
  push(value: number): void {
    this.#recent.push(value);
    if (this.#spill !== null && this.#recent.length === pieceRows) this.#empty(this.#spill);
  }

  /** Keeps what there is, and what will come, in a file. */
  spillTo(spill: Spill): void {
    const before = this.#recent;
    this.#recent = [];
    this.#pieces = [];
    this.#spill = spill;
    for (const value of before) this.push(value);
  }

  /** All of them. */
  all(): Numbers {
    if (this.#spill === null) return this.#recent;
    return this.#spill.whole(this, () => this.slice(0, this.length));
  }

  /** Those from one row to another. */
  slice(from: number, to: number): Float64Array {
    const pieces = this.#pieces ?? [];
    const values = new Float64Array(to - from);
    for (let row = from; row < to;) {
      const number = Math.floor(row / pieceRows);
      const at = pieces[number];
      const until = Math.min(to, at === undefined ? to : (number + 1) * pieceRows);
      const start = row - number * pieceRows;
      if (at === undefined || this.#spill === null) {
        const own = row - pieces.length * pieceRows;
        values.set(this.#recent.slice(own, own + until - row), row - from);
      } else {
        this.#spill.read(values.subarray(row - from, until - from), at + 8 * start);
      }
      row = until;
    }
    return values;
  }

  #empty(spill: Spill): void {
    this.#pieces?.push(spill.keep(this.#recent));
    this.#recent = [];
  }
}
