// Noise in plain JavaScript: the same draws.
import { openEngine } from '../../src/tensor/engine.js';
import { testNoise } from './noise-cases.js';

testNoise(await openEngine({ kind: 'cpu' }));
