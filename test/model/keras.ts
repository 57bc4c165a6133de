// What the tests against Keras share: a backend to hold to its fixtures, and how near a tensor is to
// them.
import { expect } from '@jest/globals';
import { openBackend, type Backend } from '../../src/tensor/backend.js';
import { findRuntime } from '../../src/machine/tensorflow/installed.js';
import { tf, type Tensor } from '../../src/tensor/tfjs.js';

import { distance, type Saved, type SavedWeights } from './fixtures.js';

export {
  distance,
  readFixture,
  type Saved,
  type SavedInput,
  type SavedWeights,
} from './fixtures.js';
export { networkOf, specOf } from './specs.js';

/** The native backend, which `dlx setup` has put in place before the tests. */
export async function openNative(): Promise<Backend> {
  const installed = findRuntime({ device: 'cpu' });
  if (!installed) throw new Error('no native runtime is installed; run `dlx setup` first');
  return openBackend({ kind: 'native', addon: installed.addon });
}

export function tensorOf({ shape, values }: Saved, dtype: 'float32' | 'int32' = 'float32'): Tensor {
  return tf.tensor([...values], [...shape], dtype);
}

export function tensorsOf(saved: SavedWeights): Map<string, Tensor> {
  return new Map(Object.entries(saved).map(([key, value]) => [key, tensorOf(value)]));
}

export function valuesOf(saved: SavedWeights): Map<string, Float32Array> {
  return new Map(
    Object.entries(saved).map(([key, { values }]) => [key, Float32Array.from(values)]),
  );
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
