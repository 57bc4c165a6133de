// Totals on native TensorFlow, step by step and as a graph.
import { describe } from '@jest/globals';
import { openNative } from '../model/keras.js';
import { testTotals } from './totals-cases.js';

const backend = await openNative();

describe.each(['eager', 'graph'] as const)('%s', (kind) => {
  testTotals({ backend, kind });
});
