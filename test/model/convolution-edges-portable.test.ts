// Windows at their limits, unequal ones and sequences with masks: plain JavaScript computes what
// Keras does.
import { openEngine } from '../../src/tensor/engine.js';
import { testLayers } from './layer-cases.js';

testLayers(
  await openEngine({ kind: 'cpu' }),
  { forward: 1e-5, gradient: 1e-5 },
  /^$/,
  'convolution_edges',
);
