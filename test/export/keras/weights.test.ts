// Paths of weights: Keras counts layers by class, in snake case.
import { expect, test } from '@jest/globals';
import { layerGroups, optimizerArrays, weightPaths } from '../../../src/export/keras/weights.js';
import { networkOf } from '../../model/specs.js';

test('layers are counted by class, whatever they are called', () => {
  expect(layerGroups(['Dense', 'MaxPooling2D', 'ReLU', 'Dense', 'PReLU'])).toEqual([
    'layers/dense',
    'layers/max_pooling2d',
    'layers/re_lu',
    'layers/dense_1',
    'layers/p_re_lu',
  ]);
});

test('those in front count, too', () => {
  const { layers } = networkOf([{ Normalization: null, name: 'own' }, { Dense: 2 }], [3]);
  expect(weightPaths(layers, ['Normalization']).map(({ key, path }) => [key, path])).toEqual([
    ['own/mean', 'layers/normalization_1/vars/0'],
    ['own/variance', 'layers/normalization_1/vars/1'],
    ['own/count', 'layers/normalization_1/vars/2'],
    ['dense/kernel', 'layers/dense/vars/0'],
    ['dense/bias', 'layers/dense/vars/1'],
  ]);
});

test('attention forgets that it is frozen, and has slots', () => {
  const attention = { MultiHeadAttention: { num_heads: 1, key_dim: 2 }, trainable: false };
  const { layers } = networkOf([attention], [3, 2]);
  // Four kernels and biases, as keras.optimizers.SGD(momentum=0.9) builds it, beside two scalars.
  expect(optimizerArrays({ rate: 1, slots: [[0]], last: [] }, layers)).toHaveLength(10);
});

test('slots that are made together stand beside each other, frozen weights have none', () => {
  const model = [{ Dense: 2, name: 'frozen', trainable: false }, { Dense: 1 }];
  const { layers } = networkOf(model, [3]);
  // Adam with AMSGrad, as keras.optimizers.Adam builds it.
  const arrays = optimizerArrays({ rate: 0.5, slots: [[0, 0], [0]], last: [] }, layers);
  expect(arrays.map(({ path, shape }) => [path, shape])).toEqual([
    ['optimizer/vars/0', []],
    ['optimizer/vars/1', []],
    ['optimizer/vars/2', [2, 1]],
    ['optimizer/vars/3', [2, 1]],
    ['optimizer/vars/4', [1]],
    ['optimizer/vars/5', [1]],
    ['optimizer/vars/6', [2, 1]],
    ['optimizer/vars/7', [1]],
  ]);
  expect(arrays[1]?.values).toEqual(Float32Array.of(0.5));
});
