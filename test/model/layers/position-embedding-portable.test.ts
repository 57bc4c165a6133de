// PositionEmbedding composed of tfjs-core's operations, in plain JavaScript, computes what Keras
// Hub's does.
import { openBackend } from '../../../src/tensor/backend.js';
import { testLayers } from '../layer-cases.js';

testLayers(
  await openBackend({ kind: 'cpu' }),
  { forward: 1e-5, gradient: 1e-5 },
  /^$/,
  'positions',
);
