// fast-check, the one way to it: `npm test` draws the same cases at every run, so that what fails
// there fails because of a change. The whole form draws others each time, and fast-check says the
// seed of what fails; DLX_SEED=N draws those of N. What a suite seeds itself stays as it is.
import fc, { type GeneratorValue } from 'fast-check';
import { isWhole } from './whole.js';

/** The seed of all draws that have none of their own; undefined where each run draws others. */
export function seedOfRun(given: string | undefined, whole: boolean): number | undefined {
  if (given !== undefined) return Number(given);
  return whole ? undefined : 20261128;
}

const seed = seedOfRun(process.env['DLX_SEED'], isWhole);
fc.configureGlobal(seed === undefined ? {} : { seed });

export { fc, type GeneratorValue };
