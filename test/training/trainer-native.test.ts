// Whole runs on native TensorFlow.
import { openNative } from '../model/keras.js';
import { testTrainers } from './trainer-cases.js';

testTrainers(await openNative());
