// Weighted losses in plain JavaScript are Keras'.
import { describe } from '@jest/globals';
import { openEngine } from '../../src/tensor/engine.js';
import { testWeights } from './weight-cases.js';

const engine = await openEngine({ kind: 'cpu' });

describe('weights and regularizers', () => testWeights(engine, { scores: 1e-5, weights: 1e-5 }));
