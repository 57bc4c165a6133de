// Weighted losses on native TensorFlow are Keras'.
import { describe } from '@jest/globals';
import { openNative } from '../model/keras.js';
import { testWeights } from './weight-cases.js';

const backend = await openNative();

describe('weights and regularizers', () => {
  testWeights(backend, { scores: 1e-6, weights: 1e-5 });
  testWeights(backend, { scores: 1e-6, weights: 1e-5 }, 'graph');
});
