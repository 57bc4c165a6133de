// Masks through single layers against Keras, on whichever backend a test file opens.
import { expect, test } from '@jest/globals';
import { gradientsOf, scope, withKeep, type Backend } from '../../src/tensor/backend.js';
import { tf, type Tensor } from '../../src/tensor/tfjs.js';
import type { LayerCall } from '../../src/model/layer.js';
import { layerEntry } from '../../src/model/layers/layers.js';
import {
  expectNear,
  readFixture,
  specOf,
  tensorOf,
  tensorsOf,
  type Saved,
  type SavedWeights,
} from './keras.js';
import type { Tolerances } from './layer-cases.js';

type MaskCase = {
  readonly name: string;
  readonly model: readonly [Readonly<Record<string, unknown>>];
  readonly inputs: readonly Saved[];
  readonly masks: readonly (Saved | null)[];
  readonly weights: SavedWeights;
  /** The gradients are those of sum(output · by), by each input. */
  readonly by: Saved;
  readonly output: Saved;
  readonly gradients: readonly Saved[];
  readonly mask: Saved | null;
};

type Call = LayerCall<Readonly<Record<string, unknown>>>;

/** Declares one test a case. */
export function testMasks(backend: Backend, { forward, gradient }: Tolerances): void {
  // Keras refuses this one when it runs.
  test('Softmax over masked steps of several features', () => {
    scope(() => {
      const x = tf.tensor([1, 5, 2, 6, 3, 7, 4, 8].map(Math.log), [2, 2, 2]);
      const mask = tf.tensor([1, 0, 1, 1], [2, 2], 'bool');
      const softmaxed = layerEntry('Softmax').call({
        ops: backend.ops,
        args: { axis: [1] },
        inputs: [x],
        x,
        masks: [mask],
        mask,
        exposeLogits: () => {},
      } as unknown as Call);
      expectNear(
        softmaxed,
        { shape: [2, 2, 2], values: [1, 1, 0, 0, 3 / 7, 7 / 15, 4 / 7, 8 / 15] },
        forward,
        'output',
      );
    });
  });

  test.each(readFixture<readonly MaskCase[]>('masks').map((one) => [one.name, one] as const))(
    '%s',
    (_, one) => {
      const [spec] = specOf({
        model: [
          {
            ...one.model[0],
            ...(one.inputs.length > 1 ? { inputs: one.inputs.map(() => 'input') } : {}),
          },
        ],
      }).model;
      if (!spec) throw new Error('no layer');
      const entry = layerEntry(spec.layer);
      scope(() =>
        withKeep((keep) => {
          const inputs = one.inputs.map((input) => tensorOf(input));
          const masks = one.masks.map(
            (mask) => mask && tf.tensor([...mask.values], [...mask.shape], 'bool'),
          );
          const weights = tensorsOf(one.weights);
          const call = {
            ops: backend.ops,
            args: spec.arguments,
            inputs,
            x: inputs[0],
            masks,
            mask: masks[0],
            weight: (name: string) => weights.get(`it/${name}`),
            training: false,
            trainable: true,
            keep,
            exposeLogits: () => {},
          } as unknown as Call;
          const outputs: Tensor[] = [];
          const { gradients } = gradientsOf(() => {
            outputs.push(keep(entry.call(call)));
            return backend.ops.sum(backend.ops.mul(outputs[0] as Tensor, tensorOf(one.by)));
          }, inputs);
          expectNear(outputs[0] as Tensor, one.output, forward, 'output');
          gradients.forEach((found, i) =>
            expectNear(found, one.gradients[i] as Saved, gradient, `gradient by input ${i}`),
          );
          const mask =
            entry.outputMask === 'passes' ? call.mask : (entry.outputMask?.of(call) ?? null);
          expect(
            mask && { dtype: mask.dtype, shape: mask.shape, values: [...mask.dataSync()] },
          ).toEqual(one.mask && { dtype: 'bool', ...one.mask });
        }),
      );
    },
  );
}
