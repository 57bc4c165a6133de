// Weighted losses on native TensorFlow are Keras'.
import { describe } from '@jest/globals';
import { openNative } from '../model/keras.js';
import { testWeights } from './weight-cases.js';

const engine = await openNative();

describe('weights and regularizers', () => {
  testWeights(engine, { scores: 1e-6, weights: 1e-5 });
  testWeights(engine, { scores: 1e-6, weights: 1e-5 }, 'graph');
});
