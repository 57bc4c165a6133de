// Several inputs on native TensorFlow, operation by operation and as a graph: Keras' numbers.
import { openNative } from '../model/keras.js';
import { testInputs } from './inputs-cases.js';

testInputs(await openNative(), ['eager', 'graph'], { 5: 1e-5, 50: 1e-3 });
