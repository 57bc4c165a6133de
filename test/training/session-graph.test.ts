// Whole runs on native TensorFlow's graphs.
import { openNative } from '../model/keras.js';
import { testSessions } from './session-cases.js';

testSessions(await openNative(), 'graph');
