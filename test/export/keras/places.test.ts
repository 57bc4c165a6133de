// Where weights stand, as Keras 3.15 wrote them into the files of test/fixtures/keras-files.
import { expect, test } from '@jest/globals';
import { weightPlaces } from '../../../src/export/keras/places.js';

const lstm = { layer: 'LSTM', arguments: {} };

test.each([
  [{ layer: 'Dense', arguments: {} }, ['kernel', 'bias'], ['vars/0', 'vars/1']],
  [lstm, ['kernel', 'recurrent_kernel', 'bias'], ['cell/vars/0', 'cell/vars/1', 'cell/vars/2']],
  [
    { layer: 'Bidirectional', arguments: { layer: lstm, backward_layer: null } },
    ['forward/kernel', 'forward/bias', 'backward/kernel', 'backward/bias'],
    [
      'forward_layer/cell/vars/0',
      'forward_layer/cell/vars/1',
      'backward_layer/cell/vars/0',
      'backward_layer/cell/vars/1',
    ],
  ],
  [
    { layer: 'TimeDistributed', arguments: { layer: { layer: 'Dense', arguments: {} } } },
    ['kernel', 'bias'],
    ['layer/vars/0', 'layer/vars/1'],
  ],
  [
    { layer: 'MultiHeadAttention', arguments: {} },
    ['query/kernel', 'query/bias', 'key/kernel', 'value/kernel', 'attention_output/kernel'],
    [
      'query_dense/vars/0',
      'query_dense/vars/1',
      'key_dense/vars/0',
      'value_dense/vars/0',
      'output_dense/vars/0',
    ],
  ],
])('%j', (layer, names, places) => {
  expect(weightPlaces(layer, names)).toEqual(places);
});
