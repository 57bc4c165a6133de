// The GRU with its own gradient beside the one composed of tfjs' operations and gradients.
import { expect, test } from '@jest/globals';
import { gradientsOf, scopeOf } from '../../../src/tensor/backend.js';
import { unrolledGru } from '../../../src/tensor/native/gru.js';
import { gru } from '../../../src/tensor/portable/gru.js';
import { tf, type Tensor } from '../../../src/tensor/tfjs.js';
import { randomNormal } from '../../../src/ground/random.js';
import { distance } from '../../model/fixtures.js';
import { openNative } from '../../model/keras.js';

const { native } = await openNative();
const [batch, steps, features, units] = [3, 4, 2, 5];
const drawn = (stream: number, shape: readonly number[]): Tensor =>
  tf.tensor(
    randomNormal(
      { seed: 1, stream },
      shape.reduce((a, b) => a * b),
    ),
    [...shape],
  );

test.each([
  [true, false],
  [true, true],
  [false, false],
  [false, true],
])('all states: %s, backwards: %s', (returnSequences, backwards) => {
  const x = drawn(1, [batch, steps, features]);
  const kernel = drawn(2, [features, 3 * units]);
  const recurrentKernel = drawn(3, [units, 3 * units]);
  const bias = drawn(4, [2, 3 * units]);
  const by = drawn(5, returnSequences ? [batch, steps, units] : [batch, units]);
  const how = {
    activation: tf.tanh,
    recurrentActivation: tf.sigmoid,
    activationName: 'tanh',
    standard: true,
    returnSequences,
    backwards,
    mask: null,
    zeroOutputForMask: false,
    inputDropout: null,
    recurrentDropout: null,
    resetAfter: true,
  };
  const valuesOf = (layer: () => Tensor): Float32Array[] =>
    scopeOf(() => {
      const { gradients } = gradientsOf(
        () => tf.sum(tf.mul(layer(), by)),
        [x, kernel, recurrentKernel, bias],
      );
      return [layer(), ...gradients].map((tensor) => tensor.dataSync<'float32'>().slice());
    });
  const weights = { kernel, recurrentKernel, bias };
  const wanted = valuesOf(() => gru(x, weights, how));
  const got = valuesOf(() => {
    if (!native) throw new Error('no native TensorFlow');
    return unrolledGru(native, x, weights, how);
  });
  expect(got.map((values, i) => distance(values, wanted[i] ?? []) < 1e-5)).toEqual(
    Array<boolean>(5).fill(true),
  );
});
