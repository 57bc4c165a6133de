// Weighted losses in plain JavaScript are Keras'.
import { describe } from '@jest/globals';
import { openBackend } from '../../src/tensor/backend.js';
import { testWeights } from './weight-cases.js';

const backend = await openBackend({ kind: 'cpu' });

describe('weights and regularizers', () => testWeights(backend, { scores: 1e-5, weights: 1e-5 }));
