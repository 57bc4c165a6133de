// Whole runs in plain JavaScript.
import { openBackend } from '../../src/tensor/backend.js';
import { testSessions } from './session-cases.js';

testSessions(await openBackend({ kind: 'cpu' }));
