// Recurrent layers with masks and dropout, and wrapped ones, composed of tfjs-core's operations,
// compute what Keras does.
import { openEngine } from '../../src/tensor/engine.js';
import { testLayers } from './layer-cases.js';
import { testRecurrentDropout } from './recurrent-dropout.js';

const engine = await openEngine({ kind: 'cpu' });

for (const fixture of ['recurrent', 'wrappers']) {
  testLayers(engine, { forward: 1e-5, gradient: 1e-5 }, /^$/, fixture);
}
testRecurrentDropout(engine);
