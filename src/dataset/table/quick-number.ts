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

  /**
   * Reads what may be a number from `start` on, and gives the place of the first byte that is no
   * part of it, at most `end`.
   */
  read(bytes: Uint8Array, start: number, end: number): number {
    const first = behindSign(bytes, start);
    // The first nine digits from the first that is not 0, and those after them.
    let high = 0;
    let low = 0;
    let digits = 0;
    let dot = -1;
    let at = first;
    for (; at < end; at += 1) {
      const digit = (bytes[at] ?? 0) - zero;
      if (digit >= 0 && digit <= 9) {
        if (digits < 9) {
          high = high * 10 + digit;
          if (high !== 0) digits += 1;
        } else {
          low = low * 10 + digit;
          digits += 1;
        }
      } else if (digit === point - zero && dot < 0) dot = at;
      else break;
    }
    if (at - first === (dot < 0 ? 0 : 1)) {
      this.value = NaN;
      return at;
    }
    const decimals = dot < 0 ? 0 : at - dot - 1;
    const behind = exponentEnd(bytes, at, end);
    const exponent = behind === at ? 0 : exponentIn(bytes, at, behind);
    const value = digits > 18 ? NaN : scaled(high, low, digits, exponent - decimals);
    this.value = bytes[start] === minus ? -value : value;
    return behind;
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
  return quotient(shifted, low, powers[-exponent] ?? NaN);
}

// Veltkamp's, for products of two doubles as a sum of two.
const splitter = 2 ** 27 + 1;

/**
 * (shifted + low) / divisor, rounded once, or NaN where it lies too near to the middle of two
 * doubles to tell. All three are doubles as they are: `shifted` is below 10⁹ · 10⁹, of whose
 * factors 2⁹ is a matter of the exponent alone. Dekker, "A floating-point technique for extending
 * the available precision", 1971.
 */
function quotient(shifted: number, low: number, divisor: number): number {
  const sum = shifted + low;
  if (divisor === 1) return sum;
  const rest = low - (sum - shifted);
  const first = sum / divisor;
  const product = first * divisor;
  const a = splitter * first;
  const firstHigh = a - (a - first);
  const firstLow = first - firstHigh;
  const b = splitter * divisor;
  const divisorHigh = b - (b - divisor);
  const divisorLow = divisor - divisorHigh;
  const lost =
    firstHigh * divisorHigh -
    product +
    firstHigh * divisorLow +
    firstLow * divisorHigh +
    firstLow * divisorLow;
  const second = (sum - product - lost + rest) / divisor;
  const value = first + second * (1 - 1e-12);
  return value === first + second * (1 + 1e-12) ? value : NaN;
}
