// How many different numbers there are. A Set of them takes longer than all else that is learned of
// a long column.

// Knuth's multiplicative hashing: 2³² divided by the golden ratio.
const golden = 0x9e3779b1;

// So many different values are held at a time, which is a third of a gigabyte.
const mostTogether = 2 ** 24;

// There is room for 2²¹ of them from the beginning on.
const mostExpected = 21;

/**
 * How many different values there are, as a Set counts them: NaN is one, and −0 is 0. Memory is that
 * of the different ones; where there are more than `most`, values are counted a part at a time, by
 * their hashes.
 */
export function distinctCount(values: ArrayLike<number>, most = mostTogether): number {
  const all = new Distinct(values.length);
  for (let i = 0; i < values.length; i += 1) {
    all.add(values[i] ?? 0);
    if (all.count > most) return countByParts(values, Math.ceil(values.length / most));
  }
  return all.count;
}

function countByParts(values: ArrayLike<number>, parts: number): number {
  let count = 0;
  for (let part = 0; part < parts; part += 1) {
    const own = new Distinct(values.length);
    for (let i = 0; i < values.length; i += 1) {
      const value = values[i] ?? 0;
      if (partOf(value, parts) === part) own.add(value);
    }
    count += own.count;
  }
  return count;
}

const scratch = new Float64Array(1);
const scratchWords = new Uint32Array(scratch.buffer);

// By other bits than those that are a value's place.
function partOf(value: number, parts: number): number {
  // −0 + 0 is 0.
  scratch[0] = value + 0;
  const mixed = Math.imul(
    (scratchWords[0] ?? 0) ^ Math.imul(scratchWords[1] ?? 0, 0x85ebca6b),
    0xc2b2ae35,
  );
  return (mixed >>> 12) % parts;
}

/** Different values, as many as were added so far. */
class Distinct {
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
