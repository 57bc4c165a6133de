// Normalization layers composed of tfjs-core's operations, in plain JavaScript, computes what Keras
// does.
import { openEngine } from '../../src/tensor/engine.js';
import { testLayers } from './layer-cases.js';

testLayers(
  await openEngine({ kind: 'cpu' }),
  { forward: 1e-5, gradient: 1e-5 },
  /^$/,
  'normalization',
);
