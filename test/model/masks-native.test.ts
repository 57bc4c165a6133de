// Masks through layers on native TensorFlow.
import { testMasks } from './mask-cases.js';
import { openNative } from './keras.js';

testMasks(await openNative(), { forward: 1e-6, gradient: 1e-5 });
