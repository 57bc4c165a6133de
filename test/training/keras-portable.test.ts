// Training in plain JavaScript gives Keras' numbers.
import { describe } from '@jest/globals';
import { openEngine } from '../../src/tensor/engine.js';
import { testLosses, testMetrics, testNetworks, testOptimizers } from './keras-cases.js';

const engine = await openEngine({ kind: 'cpu' });

describe('losses', () => testLosses(engine, { forward: 1e-5, gradient: 1e-5 }));
describe('metrics', () => testMetrics(engine, 1e-5));
describe('optimizers', () => testOptimizers(engine, { 1: 1e-5, 5: 1e-5, 50: 1e-3 }));
describe('networks', () => testNetworks(engine, { 5: 1e-5 }));
describe('recurrent networks', () =>
  testNetworks(engine, { 5: 1e-5 }, /^$/, 'eager', 'recurrent-networks'));
describe('convolutions that TensorFlow.js cannot train', () =>
  testNetworks(engine, { 5: 1e-5 }, /^$/, 'eager', 'convolution-networks'));
describe('restrained weights', () =>
  testNetworks(engine, { 5: 1e-5 }, /^$/, 'eager', 'restraints'));
