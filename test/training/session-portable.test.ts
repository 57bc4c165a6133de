// Whole runs in plain JavaScript.
import { openEngine } from '../../src/tensor/engine.js';
import { testSessions } from './session-cases.js';

testSessions(await openEngine({ kind: 'cpu' }));
