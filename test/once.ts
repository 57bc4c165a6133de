// What several tests of a suite need and is dear: made when the first of them asks, and not where none
// does, for what nobody waits for would outlive its suite.

/** Gives what `make` makes, once. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}
