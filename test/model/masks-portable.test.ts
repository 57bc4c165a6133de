// Masks through layers in plain JavaScript.
import { openEngine } from '../../src/tensor/engine.js';
import { testMasks } from './mask-cases.js';

testMasks(await openEngine({ kind: 'cpu' }), { forward: 1e-5, gradient: 1e-5 });
