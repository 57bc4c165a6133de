// PositionEmbedding on native TensorFlow computes what Keras Hub's does, and is refused where it
// does not fit.
import { describe, expect, test } from '@jest/globals';
import { openNative } from '../keras.js';
import { testLayers } from '../layer-cases.js';
import { networkOf } from '../specs.js';

testLayers(await openNative(), { forward: 1e-6, gradient: 1e-5 }, /^$/, 'positions');

describe('what does not fit', () => {
  test.each<[string, readonly number[], string]>([
    [
      'more steps than it has rows',
      [5, 2],
      'PositionEmbedding (it) has sequence_length 4 and gets 5 steps, (None, 5, 2): give it sequence_length: 5',
    ],
    [
      'no steps',
      [5],
      'PositionEmbedding (it) expects sequences (steps × features), got (None, 5); an Embedding before it would give them',
    ],
  ])('%s', (_, shape, message) => {
    expect(() =>
      networkOf([{ PositionEmbedding: { sequence_length: 4 }, name: 'it' }], shape),
    ).toThrow(message);
  });
});
