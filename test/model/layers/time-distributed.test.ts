// TimeDistributed beside the layer on each step by itself.
import { expect, test } from '@jest/globals';
import { openModel } from '../../../src/model/model.js';
import { openBackend } from '../../../src/tensor/backend.js';
import { tf } from '../../../src/tensor/tfjs.js';
import { networkOf } from '../specs.js';

const backend = await openBackend({ kind: 'cpu' });

test('the same weights on every step', () => {
  const network = networkOf([{ TimeDistributed: { layer: { Dense: 1 } }, name: 'it' }], [3, 2]);
  expect(network.outputShape).toEqual([3, 1]);
  using model = openModel(
    backend,
    network,
    new Map([
      ['it/kernel', Float32Array.of(10, 1)],
      ['it/bias', Float32Array.of(0.5)],
    ]),
  );
  const x = tf.tensor([1, 2, 3, 4, 5, 6], [1, 3, 2]);
  expect([...model.forward([x]).dataSync()]).toEqual([12.5, 34.5, 56.5]);
});

test('what is no sequence, and a layer fitted to the data, are refused', () => {
  expect(() => networkOf([{ TimeDistributed: { layer: { Dense: 1 } } }], [3])).toThrow(
    'expects a sequence (steps × features or more), got (None, 3)',
  );
  expect(() => networkOf([{ TimeDistributed: { layer: 'Normalization' } }], [3, 2])).toThrow(
    'cannot hold Normalization, which is fitted to the data',
  );
});
