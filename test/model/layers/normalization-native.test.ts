// Normalization layers on native TensorFlow computes what Keras does.
import { testLayers } from '../layer-cases.js';
import { openNative } from '../keras.js';

testLayers(await openNative(), { forward: 1e-6, gradient: 1e-5 }, /^$/, 'normalization');
