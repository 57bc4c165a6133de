// Masks through layers in plain JavaScript.
import { openBackend } from '../../src/tensor/backend.js';
import { testMasks } from './mask-cases.js';

testMasks(await openBackend({ kind: 'cpu' }), { forward: 1e-5, gradient: 1e-5 });
