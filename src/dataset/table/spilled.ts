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
  keep(values: Float64Array): number {
    const at = this.#end;
    writeAll(this.#file, new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
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
  /** Those behind the last piece, and how many they are; a table may have very many columns, of few rows. */
  #open = new Float64Array(0);
  #count = 0;
  /** Pieces in memory. */
  #whole: Float64Array[] = [];
  /** All of them, as they were asked for last. */
  #all: Numbers | null = null;
  /** Where pieces lie in the file, where they are spilled. */
  #pieces: number[] = [];
  #spill: Spill | null = null;

  get length(): number {
    return (this.#pieces.length + this.#whole.length) * pieceRows + this.#count;
  }

  get isSpilled(): boolean {
    return this.#spill !== null;
  }

  /** Adds one. */
  push(value: number): void {
    if (this.#count === this.#open.length) this.#grow();
    this.#open[this.#count] = value;
    this.#count += 1;
    if (this.#count === pieceRows) this.#close();
  }

  /** Adds `count` of them: every `step`th from a place on. */
  pushAll(values: Float64Array, from: number, step: number, count: number): void {
    let at = from;
    for (let left = count; left > 0;) {
      if (this.#count === this.#open.length) this.#grow();
      const open = this.#open;
      const end = Math.min(this.#count + left, open.length);
      left -= end - this.#count;
      for (let i = this.#count; i < end; i += 1, at += step) open[i] = values[at] ?? NaN;
      this.#count = end;
      if (end === pieceRows) this.#close();
    }
  }

  /** Keeps what there is, and what will come, in a file. */
  spillTo(spill: Spill): void {
    this.#spill = spill;
    this.#pieces = this.#whole.map((piece) => spill.keep(piece));
    this.#whole = [];
    this.#all = null;
  }

  /** All of them. */
  all(): Numbers {
    if (this.#spill !== null) return this.#spill.whole(this, () => this.slice(0, this.length));
    if (this.#all?.length === this.length) return this.#all;
    const values = this.slice(0, this.length);
    // They are in memory once.
    this.#whole = this.#whole.map((_, i) => values.subarray(i * pieceRows, (i + 1) * pieceRows));
    this.#all = this.#whole.length > 0 ? values : Array.from(values);
    return this.#all;
  }

  /** Those of the rows from one to another. */
  slice(from: number, to: number): Float64Array {
    const values = new Float64Array(to - from);
    for (let row = from; row < to;) {
      const number = Math.floor(row / pieceRows);
      const until = Math.min(to, (number + 1) * pieceRows);
      this.#read(number, row - number * pieceRows, values.subarray(row - from, until - from));
      row = until;
    }
    return values;
  }

  #read(number: number, start: number, into: Float64Array): void {
    const at = this.#pieces[number];
    if (at !== undefined && this.#spill) this.#spill.read(into, at + 8 * start);
    else into.set((this.#whole[number] ?? this.#open).subarray(start, start + into.length));
  }

  #grow(): void {
    const more = new Float64Array(Math.min(pieceRows, Math.max(8, 2 * this.#open.length)));
    more.set(this.#open);
    this.#open = more;
  }

  #close(): void {
    if (this.#spill) {
      this.#pieces.push(this.#spill.keep(this.#open));
    } else {
      this.#whole.push(this.#open);
      // The next piece will be as long.
      this.#open = new Float64Array(pieceRows);
    }
    this.#count = 0;
  }
}
