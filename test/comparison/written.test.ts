import { describe, expect, test } from '@jest/globals';
import { modelCells } from '../../src/comparison/models.js';
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

describe('modelCells', () => {
  const relu = { Dense: { units: 100, activation: 'relu' }, name: 'hidden' };
  const sigmoid = { Dense: { units: 100, activation: 'sigmoid' } };
  const out = { Dense: { units: 10, activation: 'softmax' } };
  const dropout = { Dropout: 0.3 };

  test.each<[string, unknown[], (string | null)[]]>([
    [
      'all alike',
      [
        ['Flatten', relu],
        ['Flatten', { Dense: { activation: 'relu', units: 100 } }],
      ],
      ['Flatten, Dense 100 relu', 'Flatten, Dense 100 relu'],
    ],
    [
      'a layer that differs',
      [
        ['Flatten', relu, out],
        ['Flatten', sigmoid, out],
      ],
      ['Dense 100 relu', 'Dense 100 sigmoid'],
    ],
    [
      'a layer more',
      [
        ['Flatten', relu, out],
        ['Flatten', relu, dropout, out],
      ],
      [null, '+ Dropout 0.3'],
    ],
    [
      'both',
      [
        [relu, out],
        [sigmoid, out],
        [relu, dropout, out],
      ],
      ['Dense 100 relu', 'Dense 100 sigmoid', 'Dense 100 relu + Dropout 0.3'],
    ],
    [
      'none against some',
      [
        ['Flatten', out],
        ['Flatten', relu, out],
      ],
      [null, '+ Dense 100 relu'],
    ],
    [
      'a layer repeated',
      [
        [relu, out],
        [relu, relu, relu, out],
      ],
      [null, '+ Dense 100 relu + Dense 100 relu'],
    ],
    [
      'two that differ',
      [
        [{ Dense: 1 }, 'Flatten', { Dense: 2 }],
        [{ Dense: 3 }, 'Flatten', { Dense: 4 }],
      ],
      ['Dense 1, Dense 2', 'Dense 3, Dense 4'],
    ],
    [
      'a last layer that comes twice',
      [
        [{ Dense: 1 }, { Dense: 10 }, 'ReLU', { Dense: 10 }],
        [{ Dense: 2 }, { Dense: 10 }],
      ],
      ['Dense 1 + Dense 10 + ReLU', 'Dense 2'],
    ],
    [
      'in another order',
      [
        ['Flatten', 'BatchNormalization', 'ReLU'],
        ['Flatten', 'ReLU', 'BatchNormalization'],
      ],
      ['BatchNormalization, ReLU', 'ReLU, BatchNormalization'],
    ],
    ['foreign', [[relu], 'resnet', null, undefined], ['+ Dense 100 relu', '+ resnet', null, null]],
  ])('%s', (_, models, cells) => {
    expect(modelCells(models)).toEqual(cells);
  });

  test('compares very long models from their ends, without a table of all pairs', () => {
    const long = (step: number): unknown[] => [
      'Flatten',
      ...Array.from({ length: 30_000 }, (_, i) => ({ Dense: i * step })),
      'Softmax',
    ];
    const expected = Array.from({ length: 29_999 }, (_, i) => `Dense ${-1 - i}`).join(', ');
    expect(modelCells([long(1), long(-1)])[1] === expected).toBe(true);
  });
});
