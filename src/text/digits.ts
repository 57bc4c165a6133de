// Numbers with as many digits as tell a reader something.

/** The nearest number that has no more than so many significant digits. */
export function toDigits(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}
