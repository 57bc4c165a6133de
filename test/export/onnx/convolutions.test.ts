// Convolutions with gaps and in groups are one operation. That they give what Keras' give, onnx.test.ts has
// onnxruntime show.
import { expect, test } from '@jest/globals';
import { withWholeConvolutions } from '../../../src/export/onnx/convolutions.js';
import { openModel } from '../../../src/model/model.js';
import { foldWeights } from '../../../src/tensor/graph/folded.js';
import { recordForward } from '../../../src/tensor/graph/forward.js';
import { networkOf, openNative } from '../../model/keras.js';

const backend = await openNative();
const native = backend.native;
if (!native) throw new Error('the native backend has a binding');

const operationsOf = (layer: object, shape: readonly number[]) => {
  const network = networkOf([layer], shape);
  const weights = new Map(
    network.weights.map(({ key, shape: of }) => [
      key,
      new Float32Array(of.reduce((size, length) => size * length, 1)),
    ]),
  );
  using model = openModel(backend, network, weights);
  const graph = recordForward(native, model, [{ shape, dtype: 'float32' }]);
  return withWholeConvolutions(foldWeights(graph, weights)).operations;
};

test.each([
  [{ Conv2D: { filters: 2, kernel_size: 3, dilation_rate: 2, padding: 'same' } }, 'Conv2D'],
  [{ Conv2D: { filters: 6, kernel_size: 2, groups: 2, padding: 'same' } }, 'Conv2D', 4],
  [{ Conv2D: { filters: 6, kernel_size: 2, groups: 2, dilation_rate: 2 } }, 'Conv2D', 4],
  [{ DepthwiseConv2D: { kernel_size: 2, dilation_rate: [1, 3] } }, 'DepthwiseConv2dNative'],
  [{ DepthwiseConv2D: { kernel_size: 2, strides: [1, 2] } }, 'DepthwiseConv2dNative'],
])('%j', (layer, name, channels = 2) => {
  const names = operationsOf(layer, [7, 8, channels])
    .map((operation) => operation.name)
    // A pooling that leaves nothing out is a copy.
    .filter((each) => each !== 'Cast');
  expect(names).toEqual([name, 'BiasAdd']);
});

test('as far apart, and padded, as Keras says', () => {
  const layer = { Conv2D: { filters: 2, kernel_size: 3, dilation_rate: 2, padding: 'same' } };
  const [conv] = operationsOf(layer, [7, 8, 2]);
  const attributes = Object.fromEntries(
    (conv?.attributes ?? []).map(({ name, value }) => [name, value]),
  );
  // A kernel that reaches over five places has two on either side.
  expect(attributes).toMatchObject({
    dilations: [1, 2, 2, 1],
    padding: 'EXPLICIT',
    explicit_paddings: [0, 0, 2, 2, 2, 2, 0, 0],
  });
});
