// Recurrent layers, and layers around layers, as PyTorch writes them.
import { expect, test } from '@jest/globals';
import { recurrentLayers } from '../../../src/export/pytorch/recurrent.js';
import { python } from './translate.js';

const steps = { Reshape: [3, 2] };

test('the last step, or all of them, from either end', () => {
  const { init, forward } = python(
    [steps, { LSTM: { units: 4, return_sequences: true, go_backwards: true } }, { GRU: 5 }],
    [6],
  );
  expect(init).toEqual([
    'self.lstm = nn.LSTM(2, 4, batch_first=True)',
    'self.gru = nn.GRU(4, 5, batch_first=True)',
  ]);
  expect(forward.slice(1)).toEqual(['x = self.lstm(x.flip(1))[0]', 'x = self.gru(x)[0][:, -1]']);
});

test("the gates of a GRU in PyTorch's order, a bias for the input and one for the state", () => {
  const bias = { shape: [2, 3], values: Float32Array.of(1, 2, 3, 4, 5, 6) };
  const matrix = { shape: [1, 3], values: Float32Array.of(7, 8, 9) };
  const translated = recurrentLayers['GRU']?.({
    name: 'gru',
    arguments: {
      units: 1,
      activation: { name: 'tanh', arguments: {} },
      recurrent_activation: { name: 'sigmoid', arguments: {} },
      reset_after: true,
    },
    inputs: [[3, 1]],
    output: [1],
    weight: (name) => (name === 'bias' ? bias : matrix),
    inner: () => {
      throw new Error('a GRU holds no layer');
    },
  });
  // Keras has update, reset, candidate; PyTorch reset, update, candidate.
  expect(translated?.tensors.map(({ name, values }) => [name, [...values]])).toEqual([
    ['gru.weight_ih_l0', [8, 7, 9]],
    ['gru.weight_hh_l0', [8, 7, 9]],
    ['gru.bias_ih_l0', [2, 1, 3]],
    ['gru.bias_hh_l0', [5, 4, 6]],
  ]);
});

test('both directions', () => {
  const { forward } = python(
    [steps, { Bidirectional: { layer: { SimpleRNN: { units: 2, return_sequences: true } } } }],
    [6],
  );
  expect(forward.slice(1)).toEqual([
    'bidirectional_forward = self.bidirectional_forward(x)[0]',
    'bidirectional_backward = self.bidirectional_backward(x.flip(1))[0]',
    'x = torch.cat([bidirectional_forward, bidirectional_backward.flip(1)], -1)',
  ]);
});

test('every step by itself', () => {
  const { forward } = python([steps, { TimeDistributed: { layer: { Dense: 4 } } }], [6]);
  expect(forward.slice(1)).toEqual([
    'x = x.flatten(0, 1)',
    'x = self.time_distributed(x)',
    'x = x.unflatten(0, (-1, 3))',
  ]);
});
