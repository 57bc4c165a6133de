// Recurrent layers with masks and dropout, and wrapped ones, composed of tfjs-core's operations,
// compute what Keras does: every third case, in the whole form all (recurrent-native has them all).
import { openBackend } from '../../../src/tensor/backend.js';
import { testLayers } from '../layer-cases.js';
import { testRecurrentDropout } from '../recurrent-dropout.js';

const backend = await openBackend({ kind: 'cpu' });

for (const fixture of ['recurrent', 'wrappers']) {
  testLayers(backend, { forward: 1e-5, gradient: 1e-5 }, /^$/, fixture, 3);
}
testRecurrentDropout(backend);
