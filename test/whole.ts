// The two forms of the tests. `npm test` samples: of what costs much, a stated and fixed part of
// each kind. `npm run test:faults` sets DLX_FAULTS=whole and tries all of it.

/** Whether this is the whole form. */
export const isWhole = process.env['DLX_FAULTS'] === 'whole';
