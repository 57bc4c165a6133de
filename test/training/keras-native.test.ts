// Training on native TensorFlow gives Keras' numbers.
import { describe } from '@jest/globals';
import { openNative } from '../model/keras.js';
import { isWhole } from '../whole.js';
import { testLosses, testMetrics, testNetworks, testOptimizers } from './keras-cases.js';

const backend = await openNative();
const steps = { 1: 1e-5, 5: 1e-5, 50: 1e-3 };
// Networks go all fifty steps where users' do, on graphs (keras-graph); here every third goes five,
// in the whole form all of them fifty.
const every = 3;
const ways = isWhole ? { 5: 1e-5, 50: 1e-3 } : { 5: 1e-5 };

describe('losses', () => testLosses(backend, { forward: 1e-6, gradient: 1e-5 }));
describe('metrics', () => testMetrics(backend, 1e-6));
describe('optimizers', () => testOptimizers(backend, steps));
describe('networks', () => testNetworks(backend, ways, /^$/, 'eager', 'networks', every));
describe('networks of many kinds', () =>
  testNetworks(backend, ways, /^$/, 'eager', 'networks-mixed', every));
describe('recurrent networks', () =>
  testNetworks(backend, ways, /^$/, 'eager', 'recurrent-networks', every));
describe('convolutions that TensorFlow.js cannot train', () =>
  testNetworks(backend, ways, /^$/, 'eager', 'convolution-networks', every));
describe('restrained weights', () =>
  testNetworks(backend, ways, /^$/, 'eager', 'restraints', every));
