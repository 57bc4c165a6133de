// Totals in plain JavaScript.
import { openBackend } from '../../src/tensor/backend.js';
import { testTotals } from './totals-cases.js';

testTotals({ backend: await openBackend({ kind: 'cpu' }), kind: 'eager' });
