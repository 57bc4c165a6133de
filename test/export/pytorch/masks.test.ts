// Which layers make use of a mask.
import { expect, test } from '@jest/globals';
import { maskUsers } from '../../../src/export/pytorch/masks.js';
import { keptWith } from './translate.js';

const users = (model: readonly unknown[]): readonly string[] =>
  [...maskUsers(keptWith(model, [4], 'tokens').network)].map(({ spec }) => spec.name);

const masked = { Embedding: { input_dim: 7, output_dim: 2, mask_zero: true } };

test('those that leave out steps, as far as the mask is handed on', () => {
  expect(users([masked, { LSTM: 2 }])).toEqual(['lstm']);
  expect(users([masked, { Dense: 2 }, 'GlobalAveragePooling1D'])).toEqual([
    'global_average_pooling1d',
  ]);
  expect(users([masked, { TimeDistributed: { layer: 'Softmax' } }])).toEqual(['time_distributed']);
  expect(users([masked, 'Flatten', { Dense: 2 }])).toEqual([]);
  expect(users([masked, { Conv1D: { filters: 2, kernel_size: 1 } }, { LSTM: 2 }])).toEqual([]);
});

test('without a mask nobody does', () => {
  expect(users([{ Embedding: { input_dim: 7, output_dim: 2 } }, { LSTM: 2 }])).toEqual([]);
});
