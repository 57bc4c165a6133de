// The two forms of the tests. `npm test` samples: of what costs much, a stated and fixed part of
// each kind. `npm run test:faults` sets DLX_FAULTS=whole and tries all of it.

/** Whether this is the whole form. */
export const isWhole = process.env['DLX_FAULTS'] === 'whole';

/** Every so many of them, the first among them; all of them in the whole form. */
export function partOf<T>(all: readonly T[], every: number): readonly T[] {
  return isWhole ? all : all.filter((_, i) => i % every === 0);
}
