// What Keras has computed, as the scripts under test/fixtures wrote it.
import { readFileSync } from 'node:fs';

/** A tensor as the fixtures hold it. */
export type Saved = { readonly shape: readonly number[]; readonly values: readonly number[] };
/** What a network is fed: values, or tokens, which have no gradient. */
export type SavedInput = Saved & { readonly tokens?: true };
export type SavedWeights = Readonly<Record<string, Saved>>;

/** A fixture, as a script under test/fixtures wrote it. */
export function readFixture<T>(name: string): T {
  return JSON.parse(
    readFileSync(new URL(`../../../test/fixtures/keras/${name}.json`, import.meta.url), 'utf8'),
  ) as T;
}

/**
 * ‖actual − expected‖ / ‖expected‖; of the difference itself where nothing is expected. NaN where
 * either has one.
 */
export function distance(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Infinity;
  let difference = 0;
  let norm = 0;
  for (let i = 0; i < expected.length; i += 1) {
    difference += ((actual[i] ?? NaN) - (expected[i] ?? NaN)) ** 2;
    norm += (expected[i] ?? NaN) ** 2;
  }
  return Math.sqrt(difference) / (norm > 0 ? Math.sqrt(norm) : 1);
}
