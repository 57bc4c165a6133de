// Recurrent layers with masks and dropout, and wrapped ones, composed of tfjs-core's operations,
// compute what Keras does.
import { openBackend } from '../../../src/tensor/backend.js';
import { testLayers } from '../layer-cases.js';
import { testRecurrentDropout } from '../recurrent-dropout.js';

const backend = await openBackend({ kind: 'cpu' });

for (const fixture of ['recurrent', 'wrappers']) {
  testLayers(backend, { forward: 1e-5, gradient: 1e-5 }, /^$/, fixture);
}
testRecurrentDropout(backend);
