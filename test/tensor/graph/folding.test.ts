// What of a model's pass is the same for every input, as its recording tells it.
import { expect, test } from '@jest/globals';
import { openModel } from '../../../src/model/model.js';
import { foldWeights, withWholes } from '../../../src/tensor/graph/folded.js';
import { recordForward } from '../../../src/tensor/graph/forward.js';
import { networkOf, openNative } from '../../model/keras.js';

const backend = await openNative();
const native = backend.native;
if (!native) throw new Error('the native backend has a binding');

test('the factor of a batch normalisation', () => {
  const network = networkOf([{ BatchNormalization: { epsilon: 1 } }], [2]);
  const weights = new Map([
    ['batch_normalization/gamma', Float32Array.of(3, 5)],
    ['batch_normalization/beta', Float32Array.of(1, 2)],
    ['batch_normalization/moving_mean', Float32Array.of(7, 8)],
    ['batch_normalization/moving_variance', Float32Array.of(3, 24)],
  ]);
  using model = openModel(backend, network, weights);
  const before = native.binding.getNumOfTensors();
  const graph = recordForward(native, model, [{ shape: [2], dtype: 'float32' }]);
  expect(native.binding.getNumOfTensors()).toBe(before);
  // gamma / √(variance + 1): 3 / 2 and 5 / 5.
  expect([...graph.folded.values()].map((values) => Array.from(values))).toContainEqual([1.5, 1]);
  const { operations } = foldWeights(graph, weights);
  expect(operations.map(({ layer }) => layer)).toEqual(operations.map(() => 'batch_normalization'));
  expect(operations.map(({ name }) => name).filter((name) => name === 'Rsqrt')).toEqual([]);
});

test.each(['LSTM', 'GRU', 'SimpleRNN'])('a plain %s is something whole', (name) => {
  const network = networkOf(
    [{ [name]: { units: 2, return_sequences: true } }, { [name]: 3 }],
    [4, 2],
  );
  const weights = new Map(
    network.weights.map(({ key, shape }) => [
      key,
      new Float32Array(shape.reduce((size, length) => size * length, 1)).fill(0.5),
    ]),
  );
  using model = openModel(backend, network, weights);
  const graph = recordForward(native, model, [{ shape: [4, 2], dtype: 'float32' }]);
  const { operations } = foldWeights(withWholes(graph), weights);
  expect(operations.map((operation) => operation.name)).toEqual([name, name]);
});

test('one with a mask is not', () => {
  const network = networkOf(['Masking', { LSTM: 3 }], [4, 2]);
  const weights = new Map(
    network.weights.map(({ key, shape }) => [
      key,
      new Float32Array(shape.reduce((size, length) => size * length, 1)).fill(0.5),
    ]),
  );
  using model = openModel(backend, network, weights);
  expect(recordForward(native, model, [{ shape: [4, 2], dtype: 'float32' }]).wholes).toEqual([]);
});
