// Recurrent layers with masks and dropout, on native TensorFlow, compute what Keras does.
import { openNative } from './keras.js';
import { testLayers } from './layer-cases.js';

testLayers(await openNative(), { forward: 1e-6, gradient: 1e-5 }, /^$/, 'recurrent');
