// What was written behind an option that takes a score or a difference of two, as a number.
import { misuse } from '../ground/errors.js';

/** The difference that `--practical` names; undefined where it is not given. */
export function practicalGiven(written: string | undefined): number | undefined {
  return numberGiven(written, '--practical needs a difference in the score, as 0.005', 0);
}

/** A number of at least `least`; a misuse that begins with what is needed for anything else. */
export function numberGiven(
  written: string | undefined,
  needed: string,
  least = -Infinity,
): number | undefined {
  if (written === undefined) return undefined;
  const value = Number(written);
  if (written.trim() === '' || !Number.isFinite(value) || value < least) {
    throw misuse(`${needed}, got ${JSON.stringify(written)}`);
  }
  return value;
}
