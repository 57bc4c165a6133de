// Whole runs on native TensorFlow's graphs.
import { openNative } from '../model/keras.js';
import { testTrainers } from './trainer-cases.js';

testTrainers(await openNative(), 'graph');
