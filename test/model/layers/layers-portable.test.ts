// Layers composed of tfjs-core's operations, in plain JavaScript, compute what Keras does: every third
// case, in the whole form all. Native ones are held to all of them (layers-native).
import { openBackend } from '../../../src/tensor/backend.js';
import { testLayers } from '../layer-cases.js';

testLayers(
  await openBackend({ kind: 'cpu' }),
  { forward: 1e-5, gradient: 1e-5 },
  /^$/,
  'layers',
  3,
);
