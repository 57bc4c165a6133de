// Sizes in, how many there are of what they measure out.

/** The product of sizes, as the number of values of a shape: of no sizes 1. */
export function productOf(sizes: readonly number[]): number {
  return sizes.reduce((product, size) => product * size, 1);
}
