import { expect, test } from '@jest/globals';
import { writtenLayer, writtenValue } from '../../src/comparison/written.js';

test.each<[unknown, string]>([
  ['adam', 'adam'],
  [{ name: 'adam' }, 'adam'],
  [{ name: 'sgd', momentum: 0.9, learning_rate: 0.1 }, 'sgd(0.1, momentum 0.9)'],
  [{ name: 'sgd', momentum: 0.9 }, 'sgd(momentum 0.9)'],
  [
    { name: 'sgd', learning_rate: 0.01, nesterov: true, momentum: 0.9 },
    'sgd(0.01, momentum 0.9, nesterov)',
  ],
  [
    {
      name: 'adam',
      learning_rate: { name: 'cosine_decay', decay_epochs: 10, initial_learning_rate: 0.001 },
    },
    'adam(cosine_decay(0.001, decay_epochs 10))',
  ],
  [{ name: 'l2', l2: 0.01 }, 'l2(0.01)'],
  [{ patience: 2, monitor: 'val_loss' }, '{monitor val_loss, patience 2}'],
  [[1, [2, 3]], '[1, [2, 3]]'],
  [null, 'null'],
  [1e-7, '1e-7'],
])('the value %j is written %s', (value, text) => {
  expect(writtenValue(value)).toBe(text);
});

test.each<[unknown, string]>([
  ['Flatten', 'Flatten'],
  [{ Flatten: null }, 'Flatten'],
  [{ Dense: 100 }, 'Dense 100'],
  [{ Dense: { activation: 'relu', units: 100 }, name: 'hidden' }, 'Dense 100 relu'],
  [
    { Dense: { units: 100, kernel_regularizer: { name: 'l2', l2: 0.01 }, use_bias: false } },
    'Dense 100 kernel_regularizer l2(0.01) use_bias false',
  ],
  [
    { Conv2D: { filters: 32, kernel_size: 3, activation: 'relu', padding: 'same' } },
    'Conv2D 32 3×3 relu padding same',
  ],
  [{ Conv2D: { filters: 32, kernel_size: [3, 5] } }, 'Conv2D 32 3×5'],
  [{ Conv1D: { filters: 32, kernel_size: 3 } }, 'Conv1D 32 3'],
  [{ MaxPooling2D: 2 }, 'MaxPooling2D 2×2'],
  [{ MaxPooling2D: { pool_size: 2 } }, 'MaxPooling2D 2×2'],
  [{ name: 'sum', Add: {}, inputs: ['a', 'b'] }, 'Add of [a, b]'],
  [{ Dense: 8, trainable: false, repeat: 3 }, 'Dense 8 trainable false ×3'],
  [7, '7'],
])('the layer %j is written %s', (item, text) => {
  expect(writtenLayer(item)).toBe(text);
});
