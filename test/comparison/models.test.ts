// Of the models of several specs only that is written in which they differ.
import { describe, expect, test } from '@jest/globals';
import { modelCells } from '../../src/comparison/models.js';

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
