// Windows at their limits, unequal ones and sequences with masks: plain JavaScript computes what
// Keras does.
import { openBackend } from '../../../src/tensor/backend.js';
import { testLayers } from '../layer-cases.js';

testLayers(
  await openBackend({ kind: 'cpu' }),
  { forward: 1e-5, gradient: 1e-5 },
  /^$/,
  'convolution_edges',
);
