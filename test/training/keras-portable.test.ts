// Training in plain JavaScript gives Keras' numbers.
import { describe } from '@jest/globals';
import { openBackend } from '../../src/tensor/backend.js';
import { testLosses, testMetrics, testNetworks, testOptimizers } from './keras-cases.js';

const backend = await openBackend({ kind: 'cpu' });

describe('losses', () => testLosses(backend, { forward: 1e-5, gradient: 1e-5 }));
describe('metrics', () => testMetrics(backend, 1e-5));
describe('optimizers', () => testOptimizers(backend, { 1: 1e-5, 5: 1e-5, 50: 1e-3 }));
describe('networks', () => testNetworks(backend, { 5: 1e-5 }));
describe('recurrent networks', () =>
  testNetworks(backend, { 5: 1e-5 }, /^$/, 'eager', 'recurrent-networks'));
describe('convolutions that TensorFlow.js cannot train', () =>
  testNetworks(backend, { 5: 1e-5 }, /^$/, 'eager', 'convolution-networks'));
describe('restrained weights', () =>
  testNetworks(backend, { 5: 1e-5 }, /^$/, 'eager', 'restraints'));
