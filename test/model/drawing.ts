// Runs one layer that draws random numbers, on whichever backend a test file opens, at a given seed,
// epoch and step.
import { gradientsOf, scope, withKeep, type Backend } from '../../src/tensor/backend.js';
import type { Tensor } from '../../src/tensor/tfjs.js';
import { runNetwork } from '../../src/model/pass.js';
import { networkOf, tensorOf, type Saved } from './keras.js';

/** A layer as a spec has it, what it is fed, and what decides its draw. */
export type Draw = {
  readonly layer: Readonly<Record<string, unknown>>;
  readonly x: Saved;
  readonly seed: number;
  readonly epoch: number;
  readonly step: number;
};

/** What a layer makes of its input while training, and the gradient of its sum. */
export function disturbed(
  backend: Backend,
  { layer, x, seed, epoch, step }: Draw,
): { readonly values: Float32Array; readonly gradient: Float32Array } {
  const network = networkOf([layer], x.shape.slice(1));
  using random = backend.random(seed, epoch, step);
  const found: Float32Array[] = [];
  scope(() =>
    withKeep((keep) => {
      const input = tensorOf(x);
      let output: Tensor = input;
      const { gradients } = gradientsOf(() => {
        output = keep(
          runNetwork(network, {
            ops: backend.ops,
            inputs: [input],
            weights: new Map(),
            training: true,
            random,
            keep,
          }).output,
        );
        return backend.ops.sum(output);
      }, [input]);
      found.push(
        ...[output, gradients[0] as Tensor].map((tensor) => Float32Array.from(tensor.dataSync())),
      );
    }),
  );
  return { values: found[0] as Float32Array, gradient: found[1] as Float32Array };
}

/** A tensor of one value. */
export function filled(shape: readonly number[], value: number): Saved {
  return { shape, values: Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => value) };
}
