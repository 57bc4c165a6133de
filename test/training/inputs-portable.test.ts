// Several inputs in plain JavaScript: Keras' numbers.
import { openBackend } from '../../src/tensor/backend.js';
import { testInputs } from './inputs-cases.js';

testInputs(await openBackend({ kind: 'cpu' }), ['eager'], { 5: 1e-5 });
