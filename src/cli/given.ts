// What was given on the command line, read as what is needed, or one sentence about what is wrong
// with it.
import { misuse } from '../ground/errors.js';
import { didYouMean } from '../text/suggest.js';

/** Options and other words by name, as yargs gives them. */
export type Given = Readonly<Record<string, unknown>>;

/** Whether a flag is there. */
export function flag(given: Given, name: string): boolean {
  return given[name] === true;
}

/** The text of an option; undefined where it is not given. */
export function text(given: Given, name: string): string | undefined {
  const value = given[name];
  return value === undefined ? undefined : String(value);
}

/** Every text of an option or of words that may be many. */
export function list(given: Given, name: string): readonly string[] {
  const value = given[name];
  return value === undefined ? [] : (Array.isArray(value) ? value : [value]).map(String);
}

/** A whole number within bounds; undefined where it is not given. */
export function wholeNumber(
  given: Given,
  name: string,
  min: number,
  max = Number.MAX_SAFE_INTEGER,
): number | undefined {
  const written = text(given, name);
  if (written === undefined) return undefined;
  const value = /^\d+$/.test(written) ? Number(written) : NaN;
  if (value >= min && value <= max) return value;
  const most = max < Number.MAX_SAFE_INTEGER ? ` and at most ${max}` : '';
  throw misuse(
    `--${name} must be a whole number of at least ${min}${most}, got ${JSON.stringify(written)}`,
  );
}

/** One of some words; the first of them where it is not given. */
export function oneOf<T extends string>(
  given: Given,
  name: string,
  words: readonly [T, ...T[]],
): T {
  const asked = text(given, name) ?? words[0];
  const known = words.find((word) => word === asked);
  if (known === undefined) {
    throw misuse(`unknown ${name} ${JSON.stringify(asked)}${didYouMean(asked, words)}`);
  }
  return known;
}
