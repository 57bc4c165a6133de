// The value of a number as it stands in the bytes of a file, without a string made of it: exactly
// what `Number` gives. What is written in an unusual way, or with more digits, is left to others.

// Powers of ten that are doubles as they are.
const powers = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));

const [plus, minus, point, zero] = [0x2b, 0x2d, 0x2e, 0x30];

// Of the digits of a number, from the first that is not 0 on, so many are one whole number, and so
// many behind them another one.
const [highDigits, lowDigits] = [8, 10];

// Before the point; a number of more is read digit by digit.
const mostWholes = 3;

// What may stand before so many digits, so that it is a double as it is once it is shifted by them: a power of
// ten is one of five, and the factors of two are a matter of the exponent alone.
const mostHigh = Float64Array.from({ length: 15 }, (_, digits) =>
  Math.floor(2 ** 53 / 5 ** digits),
);

/** Bytes that are read behind the end of what is read; what they hold does not matter. */
export const readBehind = 24;

/** Reads plain numbers at the places where they begin, though it is not known yet where they end. */
export class NumberReader {
  /**
   * The number that was read last (`-1234.5`, `1e3`); NaN for none, and for one that has more than 18 digits,
   * or is very large or small.
   */
  value = NaN;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  /** The digits so far, and how many they are. */
  #high = 0;
  #low = 0;
  #digits = 0;

  /** What is read has a byte that is no digit behind it, and {@link readBehind} bytes in all. */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Reads what may be a number from `start` on, and gives the place of the first byte that is no part of it. */
  read(start: number): number {
    const end = this.#readUsual(start);
    return end >= 0 ? end : this.#readAny(start);
  }

  // As most programs write numbers, `-12.3456789`: three digits before the point at most, and eight
  // or more behind it. Gives −1 for any other.
  #readUsual(start: number): number {
    const bytes = this.#bytes;
    const isNegative = bytes[start] === minus;
    const first = isNegative ? start + 1 : start;
    const dot = this.#wholeFrom(first);
    const wholes = dot - first;
    if (bytes[dot] !== point || wholes === 0 || wholes > mostWholes) return -1;
    const eight = this.#eightAt(dot + 1);
    if (eight < 0) return -1;
    const high = this.#high * 1e8 + eight;
    const end = this.#lowFrom(dot + 9);
    const decimals = end - dot - 1;
    if (!(high <= (mostHigh[decimals - 8] ?? NaN)) || isE(bytes[end] ?? 0)) return -1;
    const value = decimal(high, this.#low, decimals);
    this.value = isNegative ? -value : value;
    return end;
  }

  #wholeFrom(start: number): number {
    const bytes = this.#bytes;
    let whole = 0;
    let at = start;
    for (; at <= start + mostWholes; at += 1) {
      const digit = (bytes[at] ?? 0) - zero;
      if (digit >>> 0 > 9) break;
      whole = Math.imul(whole, 10) + digit;
    }
    this.#high = whole;
    return at;
  }

  #lowFrom(start: number): number {
    const bytes = this.#bytes;
    const eight = this.#eightAt(start);
    let low = Math.max(0, eight);
    let at = eight < 0 ? start : start + 8;
    for (; ; at += 1) {
      const digit = (bytes[at] ?? 0) - zero;
      if (digit >>> 0 > 9) break;
      low = low * 10 + digit;
    }
    this.#low = low;
    return at;
  }

  // Eight digits as a whole number; −1 where they are not all digits.
  #eightAt(at: number): number {
    const view = this.#view;
    const first = view.getUint32(at, true);
    const second = view.getUint32(at + 4, true);
    if (!areDigits(first) || !areDigits(second)) return -1;
    return Math.imul(valueOfFour(first), 10_000) + valueOfFour(second);
  }

  #readAny(start: number): number {
    const bytes = this.#bytes;
    this.#high = 0;
    this.#low = 0;
    this.#digits = 0;
    const first = behindSign(bytes, start);
    const whole = this.#digitsFrom(first);
    const hasPoint = bytes[whole] === point;
    const at = hasPoint ? this.#digitsFrom(whole + 1) : whole;
    if (at - first === (hasPoint ? 1 : 0)) {
      this.value = NaN;
      return at;
    }
    const decimals = hasPoint ? at - whole - 1 : 0;
    const behind = exponentEnd(bytes, at);
    const exponent = behind === at ? 0 : exponentIn(bytes, at, behind);
    const value =
      this.#digits > highDigits + lowDigits
        ? NaN
        : scaled(this.#high, this.#low, this.#digits, exponent - decimals);
    this.value = bytes[start] === minus ? -value : value;
    return behind;
  }

  // Takes digits, and gives the place behind them.
  #digitsFrom(start: number): number {
    const bytes = this.#bytes;
    let at = start;
    let digits = this.#digits;
    if (digits === 0) while (bytes[at] === zero) at += 1;
    if (digits < highDigits) {
      const behind = this.#take(at, highDigits - digits, this.#high);
      this.#high = this.#taken;
      digits += behind - at;
      at = behind;
    }
    if (digits >= highDigits && isDigit(bytes[at] ?? 0)) {
      const behind = this.#take(at, Math.max(0, highDigits + lowDigits - digits), this.#low);
      this.#low = this.#taken;
      digits += behind - at;
      at = behind;
      while (isDigit(bytes[at] ?? 0)) {
        at += 1;
        digits += 1;
      }
    }
    this.#digits = digits;
    return at;
  }

  #taken = 0;

  // Takes at most so many digits behind those of `before`, four at a time for as long as there are.
  #take(start: number, most: number, before: number): number {
    const bytes = this.#bytes;
    const view = this.#view;
    const end = start + most;
    let at = start;
    let value = before;
    while (at + 4 <= end) {
      const four = view.getUint32(at, true);
      if (!areDigits(four)) break;
      value = value * 10_000 + valueOfFour(four);
      at += 4;
    }
    for (; at < end; at += 1) {
      const digit = (bytes[at] ?? 0) - zero;
      if (digit >>> 0 > 9) break;
      value = value * 10 + digit;
    }
    this.#taken = value;
    return at;
  }
}

/** high,low / 10^decimals, of which all but eight are in `low`; `high` is one that {@link mostHigh} allows. */
function decimal(high: number, low: number, decimals: number): number {
  const shifted = high * (powers[decimals - 8] ?? NaN);
  const sum = shifted + low;
  return sum <= Number.MAX_SAFE_INTEGER
    ? sum / (powers[decimals] ?? NaN)
    : quotient(shifted, low, decimals);
}

// Whether each of four bytes is a digit: 3x, and still 3x when 6 is added.
function areDigits(four: number): boolean {
  return ((four & 0xf0f0f0f0) | (((four + 0x06060606) & 0xf0f0f0f0) >>> 4)) === 0x33333333;
}

// Of four digits, the first in the lowest byte: two pairs, then both.
function valueOfFour(four: number): number {
  const digits = four & 0x0f0f0f0f;
  const pairs = (Math.imul(digits, 10) + (digits >>> 8)) & 0x00ff00ff;
  return (Math.imul(pairs, 100) + (pairs >>> 16)) & 0xffff;
}

function behindSign(bytes: Uint8Array, at: number): number {
  return bytes[at] === minus || bytes[at] === plus ? at + 1 : at;
}

// Behind "e-5"; the same place where that is not there.
function exponentEnd(bytes: Uint8Array, start: number): number {
  if (!isE(bytes[start] ?? 0)) return start;
  const first = behindSign(bytes, start + 1);
  let at = first;
  while (isDigit(bytes[at] ?? 0)) at += 1;
  return at === first || at - first > 3 ? start : at;
}

function isE(byte: number): boolean {
  return (byte | 0x20) === 0x65;
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
  const behind = digits > highDigits ? digits - highDigits : 0;
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
 * doubles to tell. All three are doubles as they are, and `shifted` is 0 or the larger one.
 * Dekker, "A floating-point technique for extending
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
