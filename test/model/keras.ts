// What the tests against Keras share: its fixtures, a backend to hold to them, and the distance
// between two tensors.
import { readFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import { openBackend, type Backend } from '../../src/tensor/backend.js';
import { findRuntime } from '../../src/machine/tensorflow/installed.js';
import { tf, type Tensor } from '../../src/tensor/tfjs.js';

export { networkOf, specOf } from './specs.js';

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

/** The native backend, which `dlx setup` has put in place before the tests. */
export async function openNative(): Promise<Backend> {
  const installed = findRuntime({ device: 'cpu' });
  if (!installed) throw new Error('no native runtime is installed; run `dlx setup` first');
  return openBackend({ kind: 'native', addon: installed.addon });
}

export function tensorOf({ shape, values }: Saved, dtype: 'float32' | 'int32' = 'float32'): Tensor {
  return tf.tensor(values as number[], shape as number[], dtype);
}

export function tensorsOf(saved: SavedWeights): Map<string, Tensor> {
  return new Map(Object.entries(saved).map(([key, value]) => [key, tensorOf(value)]));
}

export function valuesOf(saved: SavedWeights): Map<string, Float32Array> {
  return new Map(
    Object.entries(saved).map(([key, { values }]) => [key, Float32Array.from(values)]),
  );
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

/** Expects a tensor to have a fixture's shape and, within a relative distance, its values. */
export function expectNear(
  actual: Tensor | ArrayLike<number>,
  expected: Saved,
  tolerance: number,
  what: string,
): void {
  const isTensor = typeof (actual as Tensor).dataSync === 'function';
  if (isTensor) expect([what, (actual as Tensor).shape]).toEqual([what, expected.shape]);
  const values = isTensor ? (actual as Tensor).dataSync() : (actual as ArrayLike<number>);
  const far = distance(values, expected.values);
  // Written so that NaN fails.
  if (!(far <= tolerance)) {
    expect(`${what} is ${far.toExponential(2)} away: ${[...Array.from(values)].slice(0, 12)}`).toBe(
      `within ${tolerance}: ${expected.values.slice(0, 12)}`,
    );
  }
}
