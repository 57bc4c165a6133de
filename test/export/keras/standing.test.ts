// Layers that Keras lacks, in layers that it has; keras.test.ts has Keras open one and predict.
import { expect, test } from '@jest/globals';
import { inKeras, standInNotes, weightsInKeras } from '../../../src/export/keras/standing.js';
import { networkOf } from '../../model/specs.js';

const network = networkOf(
  [
    { Dense: 2, name: 'd' },
    { PositionEmbedding: { sequence_length: 4, initializer: 'ones' }, name: 'p' },
  ],
  [3, 2],
);

test('a position is a normalization of which nothing but its beta is left', () => {
  const [dense, position] = inKeras(network).layers;
  expect(dense).toBe(network.layers[0]);
  expect(position?.spec).toMatchObject({
    name: 'p',
    layer: 'LayerNormalization',
    arguments: {
      axis: [-2, -1],
      epsilon: 1e38,
      center: true,
      scale: false,
      beta_initializer: { name: 'ones' },
    },
  });
  expect(position?.weights.map(({ key, shape }) => [key, shape])).toEqual([
    ['p/embeddings', [3, 2]],
  ]);
});

test('rows for steps that there are not stay behind', () => {
  const weights = new Map([
    ['d/kernel', new Float32Array(4)],
    ['d/bias', new Float32Array(2)],
    ['p/embeddings', Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8)],
  ]);
  expect(weightsInKeras(network, weights).get('p/embeddings')).toEqual(
    Float32Array.of(1, 2, 3, 4, 5, 6),
  );
  expect(weightsInKeras(network, weights).get('d/bias')).toBe(weights.get('d/bias'));
});

test('it is told', () => {
  expect(standInNotes(network)).toEqual([
    'p is a LayerNormalization in Keras, which has no PositionEmbedding: an epsilon of 1e38 leaves nothing of what comes in, and its beta is what comes out',
  ]);
  expect(standInNotes(networkOf([{ Dense: 2 }], [3]))).toEqual([]);
});
