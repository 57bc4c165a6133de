// Whole runs in plain JavaScript.
import { openBackend } from '../../src/tensor/backend.js';
import { testTrainers } from './trainer-cases.js';

testTrainers(await openBackend({ kind: 'cpu' }));
