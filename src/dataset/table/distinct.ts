// How many different numbers there are. A Set of them takes longer than all else that is learned of
// a long column.

// Knuth's multiplicative hashing: 2³² divided by the golden ratio.
const golden = 0x9e3779b1;

// Of more values than this a part is counted at a time, by their hashes.
const mostTogether = 2 ** 22;

/** How many different values there are, as a Set counts them: NaN is one, and −0 is 0. */
export function distinctCount(values: ArrayLike<number>): number {
  const parts = Math.ceil(values.length / mostTogether);
  if (parts <= 1) return countDistinct(values);
  let count = 0;
  for (let part = 0; part < parts; part += 1) count += countDistinct(ofPart(values, part, parts));
  return count;
}

const scratch = new Float64Array(1);
const scratchWords = new Uint32Array(scratch.buffer);

function ofPart(values: ArrayLike<number>, part: number, parts: number): Float64Array {
  let taken = new Float64Array(mostTogether);
  let length = 0;
  for (let i = 0; i < values.length; i += 1) {
    scratch[0] = (values[i] ?? 0) + 0;
    // Other bits than those that are a value's place.
    const mixed = Math.imul(
      (scratchWords[0] ?? 0) ^ Math.imul(scratchWords[1] ?? 0, 0x85ebca6b),
      0xc2b2ae35,
    );
    if ((mixed >>> 12) % parts !== part) continue;
    if (length === taken.length) {
      const more = new Float64Array(2 * length);
      more.set(taken);
      taken = more;
    }
    taken[length++] = scratch[0] ?? 0;
  }
  return taken.subarray(0, length);
}

function countDistinct(values: ArrayLike<number>): number {
  const doubles = new Float64Array(values.length);
  // −0 + 0 is 0.
  for (let i = 0; i < values.length; i += 1) doubles[i] = (values[i] ?? 0) + 0;
  const words = new Uint32Array(doubles.buffer);
  const bits = Math.max(4, Math.ceil(Math.log2(2 * doubles.length + 1)));
  const mask = 2 ** bits - 1;
  // In each place the number of a value, from 1; 0 is free.
  const places = new Int32Array(mask + 1);
  let count = 0;
  for (let i = 0; i < doubles.length; i += 1) {
    const value = doubles[i] ?? 0;
    const mixed = Math.imul((words[2 * i] ?? 0) ^ Math.imul(words[2 * i + 1] ?? 0, golden), golden);
    let place = (mixed >>> (32 - bits)) & mask;
    let taken = places[place] ?? 0;
    while (taken !== 0 && !isSame(doubles[taken - 1] ?? 0, value)) {
      place = (place + 1) & mask;
      taken = places[place] ?? 0;
    }
    if (taken !== 0) continue;
    places[place] = i + 1;
    count += 1;
  }
  return count;
}

function isSame(a: number, b: number): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b));
}
