// Whole runs on native TensorFlow.
import { openNative } from '../model/keras.js';
import { testSessions } from './session-cases.js';

testSessions(await openNative());
