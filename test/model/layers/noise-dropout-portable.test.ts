// Dropout in plain JavaScript: the same masks.
import { openBackend } from '../../../src/tensor/backend.js';
import { testDropout } from '../dropout-cases.js';

testDropout(await openBackend({ kind: 'cpu' }));
