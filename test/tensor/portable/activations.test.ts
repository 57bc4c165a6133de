import { expect, test } from '@jest/globals';
import { gradientsOf, openBackend } from '../../../src/tensor/backend.js';
import { activation, type FusedActivation } from '../../../src/tensor/portable/activations.js';
import { tf } from '../../../src/tensor/tfjs.js';

await openBackend({ kind: 'cpu' });

const [scale, alpha] = [1.0507009873554805, 1.6732632423543772];

// Slopes where two pieces meet are those of TensorFlow's kernels Relu6Grad and SeluGrad.
test.each<[FusedActivation, readonly number[], readonly number[], readonly number[]]>([
  ['relu6', [-1, 0, 3, 6, 7], [0, 0, 3, 6, 6], [0, 0, 1, 0, 0]],
  [
    'selu',
    [-1, 0, 2],
    [scale * alpha * (Math.exp(-1) - 1), 0, 2 * scale],
    [scale * alpha * Math.exp(-1), scale, scale],
  ],
  ['softsign', [-3, 1], [-0.75, 0.5], [1 / 16, 1 / 4]],
  ['softplus', [0], [Math.LN2], [0.5]],
])('%s', (name, inputs, values, slopes) => {
  const x = tf.tensor1d([...inputs]);
  const { gradients } = gradientsOf(() => tf.sum(activation(name, x)), [x]);
  const near = (wanted: readonly number[]): readonly unknown[] =>
    wanted.map((value) => expect.closeTo(value, 6));
  expect([...activation(name, x).dataSync()]).toEqual(near(values));
  expect([...(gradients[0]?.dataSync() ?? [])]).toEqual(near(slopes));
});
