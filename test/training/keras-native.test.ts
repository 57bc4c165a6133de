// Training on native TensorFlow gives Keras' numbers.
import { describe } from '@jest/globals';
import { openNative } from '../model/keras.js';
import { testLosses, testMetrics, testNetworks, testOptimizers } from './keras-cases.js';

const backend = await openNative();
const steps = { 1: 1e-5, 5: 1e-5, 50: 1e-3 };

describe('losses', () => testLosses(backend, { forward: 1e-6, gradient: 1e-5 }));
describe('metrics', () => testMetrics(backend, 1e-6));
describe('optimizers', () => testOptimizers(backend, steps));
describe('networks', () => testNetworks(backend, { 5: 1e-5, 50: 1e-3 }));
describe('networks of many kinds', () =>
  testNetworks(backend, { 5: 1e-5, 50: 1e-3 }, /^$/, 'eager', 'networks-mixed'));
describe('recurrent networks', () =>
  testNetworks(backend, { 5: 1e-5, 50: 1e-3 }, /^$/, 'eager', 'recurrent-networks'));
describe('convolutions that TensorFlow.js cannot train', () =>
  testNetworks(backend, { 5: 1e-5, 50: 1e-3 }, /^$/, 'eager', 'convolution-networks'));
describe('restrained weights', () =>
  testNetworks(backend, { 5: 1e-5, 50: 1e-3 }, /^$/, 'eager', 'restraints'));
