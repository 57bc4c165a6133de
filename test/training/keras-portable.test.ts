// Training in plain JavaScript gives Keras' numbers.
import { describe } from '@jest/globals';
import { openBackend } from '../../src/tensor/backend.js';
import { testLosses, testMetrics, testNetworks, testOptimizers } from './keras-cases.js';

const backend = await openBackend({ kind: 'cpu' });
// Layers are held to Keras one by one (model/layers/*-portable); of what trains them a quarter.
const every = 4;

describe('losses', () => testLosses(backend, { forward: 1e-5, gradient: 1e-5 }, every));
describe('metrics', () => testMetrics(backend, 1e-5, 'eager', every));
describe('optimizers', () =>
  testOptimizers(backend, { 1: 1e-5, 5: 1e-5, 50: 1e-3 }, 'eager', every));
describe('networks', () => testNetworks(backend, { 5: 1e-5 }, /^$/, 'eager', 'networks', every));
describe('recurrent networks', () =>
  testNetworks(backend, { 5: 1e-5 }, /^$/, 'eager', 'recurrent-networks', every));
describe('convolutions that TensorFlow.js cannot train', () =>
  testNetworks(backend, { 5: 1e-5 }, /^$/, 'eager', 'convolution-networks', every));
describe('restrained weights', () =>
  testNetworks(backend, { 5: 1e-5 }, /^$/, 'eager', 'restraints', every));
