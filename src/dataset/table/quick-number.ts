// The value of a number as it stands in the bytes of a file, without a string made of it: exactly
// what `Number` gives. What is written in an unusual way, or with more digits, is left to others.

// Powers of ten that are doubles as they are.
const powers = Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));

const [plus, minus, point, zero] = [0x2b, 0x2d, 0x2e, 0x30];

/**
 * The value of the plain number (`-1234.5`, `1e3`) that is all there is between two places in
 * bytes, or NaN: where it is no such number, has more than 18 digits, or is very large or small.
 */
export function quickNumber(bytes: Uint8Array, start: number, end: number): number {
  return quickest.read(bytes, start, end) === end ? quickest.value : NaN;
}

/** Reads plain numbers at the places where they begin, though it is not known yet where they end. */
export class NumberReader {
  /** The number that was read last; NaN for none, or where {@link quickNumber} gives it. */
  value = NaN;
  /** Of the digits from the first that is not 0 on: the first nine as a number, the nine after them, how many. */
  #high = 0;
  #low = 0;
  #digits = 0;

  /**
   * Reads what may be a number from `start` on, and gives the place of the first byte that is no
   * part of it, at most `end`.
   */
  read(bytes: Uint8Array, start: number, end: number): number {
    this.#high = 0;
    this.#low = 0;
    this.#digits = 0;
    const first = behindSign(bytes, start);
    const whole = this.#digitsFrom(bytes, first, end);
    const hasPoint = whole < end && bytes[whole] === point;
    const at = hasPoint ? this.#digitsFrom(bytes, whole + 1, end) : whole;
    if (at - first === (hasPoint ? 1 : 0)) {
      this.value = NaN;
      return at;
    }
    const decimals = hasPoint ? at - whole - 1 : 0;
    const behind = exponentEnd(bytes, at, end);
    const exponent = behind === at ? 0 : exponentIn(bytes, at, behind);
    const value =
      this.#digits > 18 ? NaN : scaled(this.#high, this.#low, this.#digits, exponent - decimals);
    this.value = bytes[start] === minus ? -value : value;
    return behind;
  }

  // Takes digits, and gives the place behind them. Each loop does as little as it can for a byte.
  #digitsFrom(bytes: Uint8Array, start: number, end: number): number {
    let at = start;
    if (this.#digits === 0) while (at < end && bytes[at] === zero) at += 1;
    const before = this.#digits;
    let high = this.#high;
    const highEnd = Math.min(end, at + 9 - before);
    const begun = at;
    for (; at < highEnd; at += 1) {
      const digit = (bytes[at] ?? 0) - zero;
      if (digit >>> 0 > 9) break;
      high = (Math.imul(high, 10) + digit) | 0;
    }
    this.#high = high;
    const isFull = at >= highEnd;
    let low = this.#low;
    const lowEnd = isFull ? Math.min(end, at + Math.min(9, 18 - before)) : at;
    for (; at < lowEnd; at += 1) {
      const digit = (bytes[at] ?? 0) - zero;
      if (digit >>> 0 > 9) break;
      low = (Math.imul(low, 10) + digit) | 0;
    }
    this.#low = low;
    if (isFull) while (at < end && isDigit(bytes[at] ?? 0)) at += 1;
    this.#digits = before + at - begun;
    return at;
  }
}

const quickest = new NumberReader();

function behindSign(bytes: Uint8Array, at: number): number {
  return bytes[at] === minus || bytes[at] === plus ? at + 1 : at;
}

// Behind "e-5"; the same place where that is not there.
function exponentEnd(bytes: Uint8Array, start: number, end: number): number {
  if (start >= end || ((bytes[start] ?? 0) | 0x20) !== 0x65) return start;
  const first = behindSign(bytes, start + 1);
  let at = first;
  while (at < end && isDigit(bytes[at] ?? 0)) at += 1;
  return at === first || at - first > 3 ? start : at;
}

function isDigit(byte: number): boolean {
  return byte >= zero && byte <= zero + 9;
}

function exponentIn(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let at = behindSign(bytes, start + 1); at < end; at += 1) {
    value = value * 10 + (bytes[at] ?? 0) - zero;
  }
  return bytes[start + 1] === minus ? -value : value;
}

function scaled(high: number, low: number, digits: number, exponent: number): number {
  if (high === 0) return Number.isNaN(exponent) ? NaN : 0;
  const behind = digits > 9 ? digits - 9 : 0;
  if (!(exponent >= -22 && exponent <= 22)) return NaN;
  // Below 2⁵³ when there are 15 digits or fewer: one operation, whose rounding is that of the whole.
  const shifted = high * (powers[behind] ?? NaN);
  if (digits <= 15) {
    const whole = shifted + low;
    return exponent < 0 ? whole / (powers[-exponent] ?? NaN) : whole * (powers[exponent] ?? NaN);
  }
  if (exponent > 0) return NaN;
  return quotient(shifted, low, -exponent);
}

// Veltkamp's, for products of two doubles as a sum of two.
const splitter = 2 ** 27 + 1;

const highParts = powers.map((value) => splitter * value - (splitter * value - value));
const inverses = powers.map((value) => 1 / value);

/**
 * (shifted + low) / 10^power, rounded once, or NaN where it lies too near to the middle of two
 * doubles to tell. All three are doubles as they are: `shifted` is below 10⁹ · 10⁹, of whose
 * factors 2⁹ is a matter of the exponent alone. Dekker, "A floating-point technique for extending
 * the available precision", 1971.
 */
function quotient(shifted: number, low: number, power: number): number {
  const sum = shifted + low;
  if (power === 0) return sum;
  const divisor = powers[power] ?? NaN;
  const divisorHigh = highParts[power] ?? NaN;
  const divisorLow = divisor - divisorHigh;
  const rest = low - (sum - shifted);
  const first = sum / divisor;
  const product = first * divisor;
  const a = splitter * first;
  const firstHigh = a - (a - first);
  const firstLow = first - firstHigh;
  const lost =
    firstHigh * divisorHigh -
    product +
    firstHigh * divisorLow +
    firstLow * divisorHigh +
    firstLow * divisorLow;
  // So small beside the first that its own rounding is far below what is left undecided.
  const second = (sum - product - lost + rest) * (inverses[power] ?? NaN);
  const value = first + second * (1 - 1e-12);
  return value === first + second * (1 + 1e-12) ? value : NaN;
}
