// Training on replayed graphs gives Keras' numbers, too.
import { describe } from '@jest/globals';
import { openNative } from '../model/keras.js';
import { testMetrics, testNetworks, testOptimizers } from './keras-cases.js';

const backend = await openNative();
const steps = { 1: 1e-5, 5: 1e-5, 50: 1e-3 };
// All networks of one kind, and every second of the others; of the metrics and optimizers, which keras-native holds to Keras, every third.
const every = 3;

describe('metrics', () => testMetrics(backend, 1e-6, 'graph', every));
describe('optimizers', () => testOptimizers(backend, steps, 'graph', every));
describe('networks', () => testNetworks(backend, { 5: 1e-5, 50: 1e-3 }, /^$/, 'graph'));
describe('networks of many kinds', () =>
  testNetworks(backend, { 5: 1e-5, 50: 1e-3 }, /^$/, 'graph', 'networks-mixed', 2));
describe('recurrent networks', () =>
  testNetworks(backend, { 5: 1e-5, 50: 1e-3 }, /^$/, 'graph', 'recurrent-networks', 2));
describe('convolutions that TensorFlow.js cannot train', () =>
  testNetworks(backend, { 5: 1e-5, 50: 1e-3 }, /^$/, 'graph', 'convolution-networks'));
describe('restrained weights', () =>
  testNetworks(backend, { 5: 1e-5, 50: 1e-3 }, /^$/, 'graph', 'restraints', 2));
