// Noise in plain JavaScript: the same draws.
import { openBackend } from '../../../src/tensor/backend.js';
import { testNoise } from '../noise-cases.js';

testNoise(await openBackend({ kind: 'cpu' }));
