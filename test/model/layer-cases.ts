// Every layer against Keras, on whichever backend a test file opens.
import { expect, test } from '@jest/globals';
import { gradientsOf, scope, withKeep, type Backend } from '../../src/tensor/backend.js';
import type { Tensor } from '../../src/tensor/operations.js';
import type { Network } from '../../src/model/network.js';
import { runNetwork, type PassResult } from '../../src/model/pass.js';
import { streamOf } from '../../src/ground/random.js';
import {
  expectNear,
  networkOf,
  readFixture,
  tensorOf,
  tensorsOf,
  type Saved,
  type SavedInput,
  type SavedWeights,
} from './keras.js';
import { partOf } from '../whole.js';

type LayerCase = {
  readonly name: string;
  readonly model: readonly unknown[];
  readonly training: boolean;
  /** Gradients that are exactly zero, of which rounding leaves something. */
  readonly zero?: readonly string[];
  readonly input: SavedInput;
  readonly weights: SavedWeights;
  /** The gradients are those of sum(output · by). */
  readonly by: Saved;
  readonly output_shape: readonly number[];
  readonly parameters: { readonly total: number; readonly trainable: number };
  readonly output: Saved;
  readonly gradients: SavedWeights;
  readonly moved: SavedWeights;
  /** The uniform values of what is dropped, by layer and purpose: `it/forward/input`. */
  readonly uniform?: SavedWeights;
  /** What regularizers add to the loss; null for nothing. */
  readonly penalty?: number | null;
};

/** How far from Keras the backend may be. */
export type Tolerances = { readonly forward: number; readonly gradient: number };

/** Declares one test a case, of all or of those without some layers. */
export function testLayers(
  backend: Backend,
  { forward, gradient }: Tolerances,
  without = /^$/,
  fixture = 'layers',
  every = 1,
): void {
  const cases = readFixture<readonly LayerCase[]>(fixture).filter(
    ({ model }) => !without.test(layersOf(model)),
  );
  test.each(partOf(cases, every).map((one) => [one.name, one] as const))('%s', (_, one) => {
    const network = networkOf(one.model, one.input.shape.slice(1));
    expect({ shape: network.outputShape, parameters: network.parameters }).toEqual({
      shape: one.output_shape,
      parameters: one.parameters,
    });
    scope(() =>
      withKeep((keep) => {
        const { result, gradients } = runWithGradients(backend, network, one, keep);
        expectNear(result.output, one.output, forward, 'output');
        expect([...gradients.keys()].sort()).toEqual(Object.keys(one.gradients).sort());
        for (const [key, value] of gradients) {
          if (one.zero?.includes(key)) {
            expect(Math.max(...value.dataSync().map(Math.abs))).toBeLessThan(1e-5);
          } else expectNear(value, one.gradients[key] as Saved, gradient, `gradient by ${key}`);
        }
        expectMoved(network, one, result, forward);
        if (one.penalty !== undefined) {
          expect(result.penalty?.dataSync()[0] ?? null).toEqual(
            one.penalty === null ? null : closeTo(one.penalty, forward),
          );
        }
      }),
    );
  });
}

/** The classes of a model's layers as one text. */
export function layersOf(model: readonly unknown[]): string {
  return model.flatMap((item) => Object.keys(item as object)).join(' ');
}

function closeTo(value: number, tolerance: number): unknown {
  return {
    asymmetricMatch: (actual: unknown) => Math.abs((actual as number) / value - 1) <= tolerance,
  };
}

// Keras and dlx drop the same where both get the same uniform values.
function withGivenUniform(backend: Backend, given: SavedWeights = {}): Backend['ops'] {
  const streams = new Map(
    Object.entries(given).map(([key, saved]) => [streamOf(`layer/${key}`), saved]),
  );
  return {
    ...backend.ops,
    uniform: (shape, stream) =>
      backend.ops.reshape(tensorOf(streams.get(stream) as Saved), [...shape]),
  };
}

type Keep = (tensor: Tensor) => Tensor;

function runWithGradients(
  backend: Backend,
  network: Network,
  { input, weights, by, training, uniform }: LayerCase,
  keep: Keep,
): { result: PassResult; gradients: ReadonlyMap<string, Tensor> } {
  const x = tensorOf(input, input.tokens ? 'int32' : 'float32');
  const values = tensorsOf(weights);
  const trained = network.weights.filter((weight) => weight.trainable).map(({ key }) => key);
  const passed: PassResult[] = [];
  const { gradients } = gradientsOf(() => {
    const result = runNetwork(network, {
      ops: withGivenUniform(backend, uniform),
      inputs: [x],
      weights: values,
      training,
      // Not looked at: what is drawn is given.
      random: { key: { seed: 0, epoch: 1, step: 0 }, seed: null, counter: null },
      keep,
    });
    passed.push({
      ...result,
      output: keep(result.output),
      penalty: result.penalty && keep(result.penalty),
    });
    return backend.ops.sum(backend.ops.mul(result.output, tensorOf(by)));
  }, [...(input.tokens ? [] : [x]), ...trained.map((key) => values.get(key) as Tensor)]);
  const keys = [...(input.tokens ? [] : ['input']), ...trained];
  return {
    result: passed[0] as PassResult,
    gradients: new Map(keys.map((key, i) => [key, gradients[i] as Tensor])),
  };
}

// What was not assigned has stayed.
function expectMoved(
  network: Network,
  { moved, weights }: LayerCase,
  { assigned }: PassResult,
  tolerance: number,
): void {
  for (const [key, expected] of Object.entries(moved)) {
    expectNear(assigned.get(key) ?? tensorOf(weights[key] as Saved), expected, tolerance, key);
  }
  for (const key of assigned.keys()) {
    expect(network.weights.find((weight) => weight.key === key)?.trainable).toBe(false);
  }
}
