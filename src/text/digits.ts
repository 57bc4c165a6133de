// Numbers with as many digits as tell a reader something.

/** The nearest number that has no more than so many significant digits. */
export function toDigits(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}

/**
 * The same as text, with the zeros behind the point that stand for digits that are known: 0.104 with
 * two is `0.10`, where a number alone would be 0.1.
 */
export function digitsText(value: number, digits: number): string {
  const rounded = toDigits(value, digits);
  return Math.abs(rounded) >= 10 ** (digits - 1) ? String(rounded) : rounded.toPrecision(digits);
}

/** A probability as a reader wants it: `0.014`, or `< 0.0001`. */
export function probabilityText(p: number): string {
  return p < 0.0001 ? '< 0.0001' : String(toDigits(p, 2));
}
