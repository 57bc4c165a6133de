// On WebAssembly, layers without a moving window and training give Keras' numbers; it lacks the
// gradient of a convolution, and its max pooling is wrong where there are equal values or padding.
import { describe } from '@jest/globals';
import { openBackend } from '../../src/tensor/backend.js';
import { testLayers } from '../model/layer-cases.js';
import { testLosses, testMetrics, testNetworks, testOptimizers } from './keras-cases.js';

const backend = await openBackend({ kind: 'wasm' });
const windows = /Conv2D|\bMaxPooling2D/;
// The rules are those of the other backends, which are held to Keras in full: a fifth of the cases.
const every = 5;

describe('layers', () =>
  testLayers(backend, { forward: 1e-5, gradient: 1e-5 }, windows, 'layers', every));
describe('losses', () => testLosses(backend, { forward: 1e-5, gradient: 1e-5 }, every));
describe('metrics', () => testMetrics(backend, 1e-5, 'eager', every));
describe('optimizers', () =>
  testOptimizers(backend, { 1: 1e-5, 5: 1e-5, 50: 1e-3 }, 'eager', every));
describe('networks', () =>
  testNetworks(backend, { 5: 1e-5, 50: 1e-3 }, windows, 'eager', 'networks', every));
