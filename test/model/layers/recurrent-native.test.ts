// Recurrent layers with masks and dropout, and wrapped ones, on native TensorFlow, compute what
// Keras does.
import { openNative } from '../keras.js';
import { testLayers } from '../layer-cases.js';
import { testRecurrentDropout } from '../recurrent-dropout.js';

const backend = await openNative();

for (const fixture of ['recurrent', 'wrappers']) {
  testLayers(backend, { forward: 1e-6, gradient: 1e-5 }, /^$/, fixture);
}
testRecurrentDropout(backend);
