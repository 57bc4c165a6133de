// Dropout in plain JavaScript: the same masks.
import { openEngine } from '../../src/tensor/engine.js';
import { testDropout } from './dropout-cases.js';

testDropout(await openEngine({ kind: 'cpu' }));
