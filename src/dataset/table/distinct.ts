// How many different numbers there are. A Set of them takes longer than all else that is learned of
// a long column.
import { mostDistinct } from '../facts.js';
import type { Piece } from './pieces.js';

// Knuth's multiplicative hashing: 2³² divided by the golden ratio.
const golden = 0x9e3779b1;

// There is room for 2²¹ of them from the beginning on.
const mostExpected = 21;

/**
 * How many different values there are, as a Set counts them: NaN is one, and −0 is 0; null where they
 * are more than `most`.
 */
export function distinctCount(
  pieces: Iterable<Piece<ArrayLike<number>>>,
  most = mostDistinct,
): number | null {
  let all: Distinct | null = null;
  for (const { values } of pieces) {
    all ??= new Distinct(Math.min(values.length, most));
    for (let i = 0; i < values.length; i += 1) {
      all.add(values[i] ?? 0);
      if (all.count > most) return null;
    }
  }
  return all?.count ?? 0;
}

/** What whole numbers are that are all different. */
export type Names = {
  /** The least one and the greatest one, of all rows; null where only the first rows were looked at. */
  readonly range: readonly [min: number, max: number] | null;
  /** In how many of the first rows they are all different. */
  readonly rows: number;
};

/**
 * Whether a column holds whole numbers that are different in every row; of more than `most` rows,
 * unless they ascend, in the first of them. Null where it does not.
 */
export function wholeNames(
  pieces: Iterable<Piece<ArrayLike<number>>>,
  most = mostDistinct,
): Names | null {
  const seen = new Distinct(16);
  let [rows, ascends, last] = [0, true, -Infinity];
  let [min, max] = [Infinity, -Infinity];
  for (const { values } of pieces) {
    for (let i = 0; i < values.length; i += 1) {
      const value = values[i] ?? NaN;
      if (!Number.isInteger(value)) return null;
      ascends &&= value > last;
      if (rows < most) {
        seen.add(value);
        if (seen.count === rows) return null;
      } else if (!ascends) return { range: null, rows: most };
      last = value;
      rows += 1;
      if (value < min) min = value;
      if (value > max) max = value;
    }
  }
  return { range: [min, max], rows };
}

/** Different values, as many as were added so far. */
class Distinct {
  /** How many they are. */
  count = 0;
  #values: Float64Array;
  #words: Uint32Array;
  // In each place the number of a value, from 1; 0 is free. Half of them at most are taken.
  #places: Int32Array;
  #shift: number;

  /** With room for so many, unless they are very many. */
  constructor(expected: number) {
    const bits = Math.min(mostExpected, Math.max(4, Math.ceil(Math.log2(expected + 1))));
    this.#values = new Float64Array(2 ** bits);
    this.#words = new Uint32Array(this.#values.buffer);
    this.#places = new Int32Array(2 ** (bits + 1));
    this.#shift = 31 - bits;
  }

  add(given: number): void {
    if (this.count === this.#values.length) this.#grow();
    // Behind the last one it is no value yet, but its bits can be seen.
    this.#values[this.count] = given + 0;
    const place = this.#placeOf(this.count);
    if (this.#places[place] !== 0) return;
    this.count += 1;
    this.#places[place] = this.count;
  }

  // Where the value of this number is, or is to be.
  #placeOf(number: number): number {
    const words = this.#words;
    const places = this.#places;
    const values = this.#values;
    const value = values[number] ?? 0;
    const mask = places.length - 1;
    const mixed = Math.imul(
      (words[2 * number] ?? 0) ^ Math.imul(words[2 * number + 1] ?? 0, golden),
      golden,
    );
    let place = mixed >>> this.#shift;
    let taken = places[place] ?? 0;
    while (taken !== 0 && !isSame(values[taken - 1] ?? 0, value)) {
      place = (place + 1) & mask;
      taken = places[place] ?? 0;
    }
    return place;
  }

  #grow(): void {
    const known = this.#values;
    this.#values = new Float64Array(2 * known.length);
    this.#values.set(known);
    this.#words = new Uint32Array(this.#values.buffer);
    this.#places = new Int32Array(2 * this.#places.length);
    this.#shift -= 1;
    for (let i = 0; i < known.length; i += 1) this.#places[this.#placeOf(i)] = i + 1;
  }
}

function isSame(a: number, b: number): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b));
}
