// The middle of numbers that need not be in memory together: they are counted by their leading bits,
// look by look, until those that the middle is among are few.

/** So many are sorted at once. */
const mostSorted = 2 ** 20;

/**
 * The middle one, or the mean of the middle two, of `count` numbers, at least one and none NaN; `pieces`
 * gives them anew each time. −0 is 0.
 */
export function medianOf(
  pieces: () => Iterable<Float64Array>,
  count: number,
  most = mostSorted,
): number {
  const upper = nth(pieces, count, count >> 1, most);
  return count % 2 === 1 ? upper : (nth(pieces, count, (count >> 1) - 1, most) + upper) / 2;
}

const digitBits = 16;
const digits = 64 / digitBits;

// That of this rank, from 0: a digit of the numbers' order after another is found.
function nth(
  pieces: () => Iterable<Float64Array>,
  count: number,
  wanted: number,
  most: number,
): number {
  const known = new Uint16Array(digits);
  let [rank, among] = [wanted, count];
  let level = 0;
  for (; level < digits && among > most; level += 1) {
    const counts = new Float64Array(2 ** digitBits);
    eachKey(pieces(), { known, level }, (key) => {
      const own = key[level] ?? 0;
      counts[own] = (counts[own] ?? 0) + 1;
    });
    let digit = 0;
    for (; rank >= (counts[digit] ?? Infinity); digit += 1) rank -= counts[digit] ?? 0;
    known[level] = digit;
    among = counts[digit] ?? 0;
  }
  // All digits are known, or those that are left are few.
  if (level === digits) return numberOf(known);
  const left = new Float64Array(among);
  let filled = 0;
  eachKey(pieces(), { known, level }, (key) => {
    left[filled++] = numberOf(key);
  });
  return left.sort()[rank] ?? NaN;
}

// Visits the keys of the numbers that begin with so many known digits; each is the same array, with
// other digits.
function eachKey(
  pieces: Iterable<Float64Array>,
  { known, level }: { readonly known: Uint16Array; readonly level: number },
  visit: (key: Uint16Array) => void,
): void {
  const key = new Uint16Array(digits);
  for (const values of pieces) {
    for (const value of values) {
      writeKey(value, key);
      let same = 0;
      while (same < level && key[same] === known[same]) same += 1;
      if (same === level) visit(key);
    }
  }
}

const scratch = new Float64Array(1);
const words = new Uint32Array(scratch.buffer);

// Keys are in the order of numbers: of those below 0 all bits are turned, of the others the sign.
function writeKey(value: number, key: Uint16Array): void {
  // −0 + 0 is 0.
  scratch[0] = value + 0;
  const [low = 0, high = 0] = words;
  const turned = high >>> 31 === 1 ? 0xffffffff : 0;
  const first = (high ^ (turned === 0 ? 0x80000000 : turned)) >>> 0;
  const second = (low ^ turned) >>> 0;
  key[0] = first >>> 16;
  key[1] = first & 0xffff;
  key[2] = second >>> 16;
  key[3] = second & 0xffff;
}

function numberOf([a = 0, b = 0, c = 0, d = 0]: Uint16Array): number {
  const [first, second] = [a * 2 ** 16 + b, c * 2 ** 16 + d];
  const isBelow = first < 2 ** 31;
  words[1] = isBelow ? ~first : first ^ 0x80000000;
  words[0] = isBelow ? ~second : second;
  return scratch[0] ?? NaN;
}
