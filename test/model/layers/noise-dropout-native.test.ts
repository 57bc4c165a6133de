// Dropout on native TensorFlow.
import { testDropout } from '../dropout-cases.js';
import { openNative } from '../keras.js';

testDropout(await openNative());
