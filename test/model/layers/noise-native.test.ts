// Noise on native TensorFlow.
import { testNoise } from '../noise-cases.js';
import { openNative } from '../keras.js';

testNoise(await openNative());
